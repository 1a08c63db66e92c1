from headgate.audit.live.asked import ASSIGNMENTS_TYPE, BELOW, DEFINITIONS_TYPE, DIAGNOSED, IN_GRAPH
from headgate.audit.registry import all_rules


def test_types_are_in_lower_case_and_what_is_below_hangs_on_something_that_is_read() -> None:
    read = set(IN_GRAPH)
    for kind, lists in BELOW.items():
        assert kind in read
        read |= {f"{kind}/{asked.segment.lower()}" for asked in lists}

    assert all(kind == kind.lower() for kind in read)
    assert read >= DIAGNOSED


def test_policies_are_asked_for_as_they_were_written() -> None:
    asked = [one for lists in BELOW.values() for one in lists if one.segment in {"policies", "policyFragments"}]

    assert asked
    assert all(one.query == "format=rawxml" for one in asked)


NOT_ASKED = {
    "microsoft.cognitiveservices/accounts/connections": "accounts without projects may refuse the list",
    "microsoft.cognitiveservices/accounts/projects/connections": "accounts without projects may refuse the list",
    "microsoft.documentdb/databaseaccounts/sqldatabases/containers": "accounts of other APIs have none and refuse",
    "microsoft.resources/deployments": "what a template hands on is read from the template itself",
    "microsoft.security/pricings": "plans are no resources: Resource Graph has them in another table",
    "microsoft.web/sites/config": "its settings come from an operation that lists secrets",
}
"""Types that a rule is about and a live reading leaves out, and why."""


def test_what_a_rule_is_about_is_asked_for() -> None:
    read = {*IN_GRAPH, ASSIGNMENTS_TYPE, DEFINITIONS_TYPE}
    read |= {f"{kind}/{asked.segment.lower()}" for kind, lists in BELOW.items() for asked in lists}
    wanted = {about for rule in all_rules() for about in rule.about if about.startswith("microsoft.")}

    assert wanted - read == set(NOT_ASKED)
