import pytest

from headgate.audit.policy.retries import attempts, matches, names_status, retries, seconds, settles, target, value_of
from headgate.audit.policy.view import view
from tests.audit_samples import resource
from tests.policies import graph_of, policy, retrying

POOL = resource(
    "Microsoft.ApiManagement/service/backends",
    "apim/pool",
    properties={"type": "Pool", "pool": {"services": [{"id": "/subscriptions/a"}, {"id": "/subscriptions/b"}]}},
)


@pytest.mark.parametrize(
    "condition, status, expected",
    [
        ("@(context.Response.StatusCode == 429)", 429, "yes"),
        ("@(context.Response.StatusCode == 429)", 200, "no"),
        ("@(context.Response.StatusCode == 429)", None, "error"),
        ('@(context.Response.StatusCode == 429 && (int)context.Variables["n"] > 0)', 429, "maybe"),
    ],
)
def test_on_which_answers_it_repeats(condition: str, status: int | None, expected: str) -> None:
    one = retrying(condition)
    place = retries(view(one, graph_of(one)))[0]

    assert matches(place.node, status) == expected
    assert names_status(place.node)
    assert (attempts(place.node), seconds(place.node)) == (3, 0.0)
    assert value_of(place.node, "count") == "3"


def test_where_it_goes() -> None:
    def kind(inside: str) -> tuple[str, int | None]:
        one = retrying("true", inside=inside + "<forward-request />")
        graph = graph_of(one, resources=(POOL,))
        seen = view(one, graph)
        found = target(retries(seen)[0], seen, graph)
        return found.kind, found.members

    assert kind('<set-backend-service backend-id="pool" />') == ("pool", 2)
    assert kind('<set-backend-service backend-id="other" />') == ("untold", None)
    assert kind('<set-backend-service base-url="@((string)context.Variables["u"])" />') == ("chosen", None)
    assert kind("") == ("untold", None)


def test_a_loop_that_sends_nothing_is_no_retry_of_a_request() -> None:
    one = retrying("true", inside="<trace />")

    assert retries(view(one, graph_of(one))) == []


def test_a_retry_that_knows_one_other_backend_settles_on_it() -> None:
    def after(count: int, condition: str = "@(context.Response != null)", name: str = "west") -> object:
        one = policy(
            f'<policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="{count}" interval="1">'
            f'<choose><when condition="{condition}"><set-backend-service backend-id="{name}" /></when></choose>'
            "<forward-request /></retry></backend></policies>"
        )
        seen = view(one, graph_of(one))
        found = settles(retries(seen)[0], seen, graph_of(one))
        return found and found.kind

    assert after(3) == "untold", "it may be a pool"
    assert after(1) is None
    assert after(3, name="@((string)context.Variables[&quot;next&quot;])") is None
