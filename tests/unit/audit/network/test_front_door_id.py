"""The id of Front Door is compared for every call, or it is not compared."""

import datetime

import pytest

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Unknown
from headgate.audit.network.front_door_id import id_check

TODAY = datetime.date(2026, 11, 24)
SOURCE = Source("main.json", "arm-template", datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC))
ROOT = "/subscriptions/template/resourcegroups/template/providers"
SERVICE = f"{ROOT}/microsoft.apimanagement/service/apim"
CHECK = '<check-header name="X-Azure-FDID" failed-check-httpcode="403"><value>11111111-aaaa</value></check-header>'


def resource(type_: str, identifier: str, **properties: object) -> Resource:
    return Resource(type_, identifier.rpartition("/")[2], identifier, SOURCE, properties=properties)  # type: ignore[arg-type]


def policy(inbound: str, scope: str | None) -> PolicyDocument:
    text = f"<policies><inbound>{inbound}</inbound></policies>"
    return PolicyDocument(
        "microsoft.apimanagement/service/policies", "policy", f"{scope}/policy", text, SOURCE, "", scope
    )


APIM = resource("microsoft.apimanagement/service", SERVICE)
APIS = tuple(resource("microsoft.apimanagement/service/apis", f"{SERVICE}/apis/{name}") for name in ("chat", "other"))


def checked(*policies: PolicyDocument, front_door: str = "11111111-AAAA") -> object:
    profile = resource("microsoft.cdn/profiles", f"{ROOT}/microsoft.cdn/profiles/afd", frontDoorId=front_door)
    return id_check(APIM, Graph((APIM, *APIS, profile), today=TODAY, policies=policies))


def test_a_check_of_the_whole_service_counts() -> None:
    assert isinstance(checked(policy(CHECK, SERVICE)), PolicyDocument)


def test_a_check_on_every_api_counts_and_one_on_another_api_does_not() -> None:
    first, second = (policy(CHECK, api.id) for api in APIS)

    assert isinstance(checked(first, second), PolicyDocument)
    assert checked(first) is None


@pytest.mark.parametrize(
    "inbound",
    [
        f'<choose><when condition="false">{CHECK}</when></choose>',
        f"<!-- {CHECK} -->",
        CHECK.replace("11111111-aaaa", "22222222-bbbb"),
    ],
    ids=["a branch that cannot run", "a comment", "the id of another profile"],
)
def test_what_compares_nothing_is_no_check(inbound: str) -> None:
    assert checked(policy(inbound, SERVICE)) is None


def test_a_check_under_a_condition_leaves_it_open() -> None:
    inbound = f'<choose><when condition="@(context.Request.Method == &quot;POST&quot;)">{CHECK}</when></choose>'

    assert isinstance(checked(policy(inbound, SERVICE)), Unknown)
