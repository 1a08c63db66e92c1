from headgate.audit.policy.judging import conclude, faces_models, never_set, quote, set_outside, shown
from headgate.audit.policy.view import view
from tests.audit_samples import resource
from tests.policies import graph_of, inbound, judged, policy

READS = '<set-variable name="m" value="@((string)context.Variables["n"])" />'


def test_a_verdict_quotes_its_lines() -> None:
    one = policy("<policies>\n<inbound>\n<trace /></inbound></policies>")
    seen = view(one, graph_of(one))
    verdict = conclude([quote(seen, seen.places[0])], bad="it traces", good="", concerned=True, beside="")

    assert (verdict.outcome, verdict.because) == ("fail", "it traces (line 3)")
    assert conclude([], bad="", good="good", concerned=True, beside="").outcome == "pass"
    assert conclude([], bad="", good="", concerned=False, beside="no").outcome == "not_applicable"
    assert shown("a\n  b" + "x" * 500).endswith("…")


def test_a_fragment_may_get_its_variables_from_who_includes_it() -> None:
    whole, part = inbound(READS), policy(f"<fragment>{READS}</fragment>", "part.xml")

    assert never_set(view(whole, graph_of(whole)), graph_of(whole)) == {"n"}
    assert never_set(view(part, graph_of(part)), graph_of(part)) == frozenset()


def test_policies_of_other_scopes_of_the_service_set_variables_too() -> None:
    resources = (
        resource(
            "Microsoft.ApiManagement/service/policies",
            "apim/policy",
            properties={"value": '<policies><inbound><set-variable name="n" value="1" /></inbound></policies>'},
        ),
        resource(
            "Microsoft.ApiManagement/service/apis/policies",
            "apim/openai/policy",
            properties={"value": f"<policies><inbound><base />{READS}</inbound></policies>"},
        ),
    )
    graph = graph_of(resources=resources)
    seen = view(graph.policies[1], graph)

    assert set_outside(seen, graph) == {"n"}
    assert never_set(seen, graph) == frozenset()


def test_whether_a_policy_is_about_models_is_seen_in_its_words_or_its_api() -> None:
    plain, models = inbound("<base />"), inbound("<llm-emit-token-metric />")

    assert not faces_models(view(plain, graph_of(plain)), graph_of(plain))
    assert faces_models(view(models, graph_of(models)), graph_of(models))


def test_a_policy_that_is_a_link_is_unknown_once_and_not_for_every_rule() -> None:
    link = policy("https://example.com/policy.xml")

    assert judged("POL-043", link).startswith("unknown")
    assert judged("POL-025", link) == "not_applicable: its text is elsewhere: see POL-043"
