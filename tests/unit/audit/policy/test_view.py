import pytest

from headgate.audit.graph.value import UnknownValueError
from headgate.audit.policy.evaluate import Facts
from headgate.audit.policy.view import can_run, fragment, included, view
from tests.audit_samples import resource
from tests.policies import graph_of, inbound, policy

FRAGMENT = policy('<fragment><set-variable name="who" value="x" /></fragment>', "frag-who-calls.xml")


def test_fragments_stand_where_they_are_included() -> None:
    one = inbound('<base /><include-fragment fragment-id="who-calls" /><trace />')
    seen = view(one, graph_of(one, FRAGMENT))

    assert [place.node.name for place in seen.places] == ["base", "include-fragment", "set-variable", "trace"]
    assert seen.places[2].document is FRAGMENT
    assert seen.variables_set == {"who"}
    assert included(FRAGMENT, graph_of(one, FRAGMENT))
    assert not included(FRAGMENT, graph_of(FRAGMENT))


def test_a_missing_fragment_is_told() -> None:
    one = inbound('<include-fragment fragment-id="gone" />')

    assert [place.node.get("fragment-id") for place in view(one, graph_of(one)).missing] == ["gone"]
    assert fragment("gone", graph_of(one)) is None


def test_a_fragment_that_includes_itself_ends() -> None:
    loop = policy('<fragment><include-fragment fragment-id="loop" /></fragment>', "loop.xml")
    one = inbound('<include-fragment fragment-id="loop" />')

    assert view(one, graph_of(one, loop)).missing


def test_what_must_hold_before_an_element_runs() -> None:
    one = inbound('<choose><when condition="@(1 == 2)"><trace /></when><otherwise><cors /></otherwise></choose>')
    seen = view(one, graph_of(one))

    assert [can_run(place, Facts()) for place in seen.named("trace", "cors")] == [False, True]


def test_known_named_values_are_filled_in_and_secrets_are_not() -> None:
    one = inbound('<set-variable name="{{plain}}" value="{{hidden}}" />')
    values = (
        resource("Microsoft.ApiManagement/service/namedValues", "apim/plain", properties={"value": "who"}),
        resource(
            "Microsoft.ApiManagement/service/namedValues", "apim/hidden", properties={"value": "s3cret", "secret": True}
        ),
    )
    seen = view(one, graph_of(one, resources=values))

    assert seen.variables_set == {"who"}
    assert "s3cret" not in seen.text


def test_a_broken_policy_is_unknown_with_its_line() -> None:
    one = policy("<policies>\n<inbound></policies>")

    with pytest.raises(UnknownValueError, match="line 2"):
        view(one, graph_of(one))
