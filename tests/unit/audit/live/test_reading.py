import datetime

import aiohttp

from headgate.audit.collect.contract import Evidence
from headgate.audit.collect.gather import Read, gather
from headgate.audit.live.arm import ArmClient
from headgate.audit.live.asked import ASSIGNMENTS_TYPE, DIAGNOSTICS_TYPE
from headgate.audit.live.reading import read_subscriptions
from headgate.audit.registry import find_rule
from headgate.audit.run import run
from tests.arm_stand_in import GROUP, SUBSCRIPTION, ArmStandIn, arm_stand_in, row

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
ACCOUNT = row("Microsoft.CognitiveServices/accounts", "oai-bot", kind="OpenAI", properties={"disableLocalAuth": True})
SERVICE = row("Microsoft.ApiManagement/service", "apim-bot", properties={})
API = row("Microsoft.ApiManagement/service/apis", "apim-bot/openai", properties={"subscriptionRequired": False})
POLICY = row(
    "Microsoft.ApiManagement/service/apis/policies",
    "apim-bot/openai/policy",
    properties={"value": "<policies><inbound><base /></inbound></policies>", "format": "rawxml"},
)
ACCOUNT_PATH = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/oai-bot".lower()
SERVICE_PATH = f"{GROUP}/providers/Microsoft.ApiManagement/service/apim-bot".lower()


def _fill(stand_in: ArmStandIn) -> None:
    stand_in.rows = [ACCOUNT, SERVICE, row("Microsoft.Search/searchServices", "srch-bot", properties={})]
    stand_in.lists |= {
        f"{ACCOUNT_PATH}/deployments": [
            row("Microsoft.CognitiveServices/accounts/deployments", f"oai-bot/{model}", properties={})
            for model in ("gpt-4o", "gpt-4o-mini")
        ],
        f"{ACCOUNT_PATH}/providers/microsoft.insights/diagnosticsettings": [
            {"id": f"{ACCOUNT_PATH}/providers/Microsoft.Insights/diagnosticSettings/all", "properties": {"logs": []}}
        ],
        f"{SERVICE_PATH}/apis": [API],
        f"{SERVICE_PATH}/apis/openai/policies": [POLICY],
        f"/subscriptions/{SUBSCRIPTION}/providers/microsoft.authorization/roleassignments": [
            {
                "id": f"{ACCOUNT_PATH}/providers/Microsoft.Authorization/roleAssignments/1",
                "properties": {"scope": ACCOUNT_PATH},
            }
        ],
    }


async def _read(stand_in: ArmStandIn, trusting: object) -> tuple[Evidence, list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []

    async def token() -> str:
        return "t"

    async with aiohttp.ClientSession() as session:
        client = ArmClient(session, token, stand_in.url, trusting)  # type: ignore[arg-type]
        evidence = await read_subscriptions(client, [SUBSCRIPTION], NOW, lambda done, known: told.append((done, known)))
    return evidence, told


async def test_a_subscription_is_read_whole() -> None:
    async with arm_stand_in() as (stand_in, trusting):
        _fill(stand_in)
        evidence, told = await _read(stand_in, trusting)
    found = {(one.type, one.name) for one in evidence.resources}
    settings = next(one for one in evidence.resources if one.type == DIAGNOSTICS_TYPE)
    assignment = next(one for one in evidence.resources if one.type == ASSIGNMENTS_TYPE)

    assert ("microsoft.cognitiveservices/accounts/deployments", "oai-bot/gpt-4o-mini") in found
    assert ("microsoft.apimanagement/service/apis/policies", "apim-bot/openai/policy") in found
    assert settings.scope == assignment.scope == ACCOUNT_PATH
    assert evidence.troubles == ()
    assert {"microsoft.cognitiveservices/accounts/deployments", DIAGNOSTICS_TYPE, ASSIGNMENTS_TYPE} <= (
        evidence.complete_types
    )
    assert all(one.source.kind == "live" and one.source.file == stand_in.url for one in evidence.resources)
    assert told[-1][0] == told[-1][1] == len(told)


async def test_what_may_not_be_read_is_unknown_and_the_rest_is_not() -> None:
    async with arm_stand_in() as (stand_in, trusting):
        _fill(stand_in)
        stand_in.statuses[f"{SERVICE_PATH}/apis"] = [403]
        evidence, _ = await _read(stand_in, trusting)

    assert "microsoft.apimanagement/service/apis" not in evidence.complete_types
    assert "microsoft.apimanagement/service/apis/policies" not in evidence.complete_types
    assert "microsoft.cognitiveservices/accounts/deployments" in evidence.complete_types
    assert [trouble.reason for trouble in evidence.troubles] == ["answered 403 Ordered"]


async def test_graph_leaves_out_what_the_caller_may_not_see_so_nothing_is_concluded_from_it() -> None:
    async with arm_stand_in() as (stand_in, trusting):
        _fill(stand_in)
        stand_in.permissions = [{"actions": ["Microsoft.CognitiveServices/*"], "notActions": []}]
        evidence, _ = await _read(stand_in, trusting)

    assert evidence.complete_types == {
        "microsoft.cognitiveservices/accounts",
        "microsoft.cognitiveservices/accounts/deployments",
        "microsoft.cognitiveservices/accounts/raipolicies",
    }
    assert "Reader" in evidence.troubles[0].reason


async def test_without_graph_nothing_is_complete_but_the_roles() -> None:
    async with arm_stand_in() as (stand_in, trusting):
        _fill(stand_in)
        stand_in.statuses["/providers/microsoft.resourcegraph/resources"] = [401]
        evidence, _ = await _read(stand_in, trusting)

    assert "microsoft.cognitiveservices/accounts" not in evidence.complete_types
    assert DIAGNOSTICS_TYPE not in evidence.complete_types
    assert ASSIGNMENTS_TYPE in evidence.complete_types


async def test_rules_conclude_from_what_was_read_and_from_nothing_else() -> None:
    async with arm_stand_in() as (stand_in, trusting):
        _fill(stand_in)
        whole, _ = await _read(stand_in, trusting)
        stand_in.statuses[f"{SERVICE_PATH}/apis/openai/policies"] = [403]
        partial, _ = await _read(stand_in, trusting)

    assert _open_api(whole) == "fail"
    assert _open_api(partial) == "unknown"


def _open_api(evidence: Evidence) -> str:
    rule = find_rule("POL-004")
    assert rule is not None
    gathered = gather((), (), NOW, [(Read("azure", "live Azure"), evidence)])
    return run(gathered.graph, [rule])[0].outcome
