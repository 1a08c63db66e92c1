"""The runner enforces what every rule owes: no evidence, no verdict; no crash, no pass."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from headgate.audit.checklist import Bullet
from headgate.audit.finding import Finding
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.run import VERDICTS_MAX, run
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown
from tests.audit_rules import keys_work, made_rule
from tests.audit_samples import ACCOUNT, graph, resource


def _findings(found: Graph, check: Any = keys_work, **changes: Any) -> list[Finding]:
    return run(found, [made_rule(check, **changes)])


def _told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.outcome, one.subject_name, one.because) for one in findings]


def test_a_rule_is_asked_about_every_resource_of_its_type_and_the_worst_comes_first() -> None:
    found = graph(
        resource(ACCOUNT, "a", properties={"disableLocalAuth": True}),
        resource(ACCOUNT, "b", properties={}),
        resource("Microsoft.Search/searchServices", "c"),
    )

    assert _told(_findings(found)) == [("fail", "b", "keys are on"), ("pass", "a", "keys are off")]


def test_a_decision_that_hangs_on_an_unknown_value_is_unknown() -> None:
    found = graph(resource(ACCOUNT, "a", properties={"disableLocalAuth": Unknown("parameter 'x' has no value")}))

    assert _told(_findings(found)) == [("unknown", "a", "it hangs on an unknown value: parameter 'x' has no value")]


def test_a_rule_that_fails_is_unknown_and_ends_nothing() -> None:
    def broken(account: Any, _: Any) -> Verdict:
        raise KeyError(account.name)

    told = _told(_findings(graph(resource(ACCOUNT, "a"), resource(ACCOUNT, "b")), broken))

    assert told == [
        ("unknown", "a", "the rule itself failed: KeyError: 'a'"),
        ("unknown", "b", "the rule itself failed: KeyError: 'b'"),
    ]


def test_a_rule_that_says_nothing_does_not_apply_and_one_without_end_is_stopped() -> None:
    def silent(_: Any, __: Any) -> list[Verdict]:
        return []

    def endless(_: Any, __: Any) -> Iterator[Verdict]:
        while True:
            yield passed("again")

    found = graph(resource(ACCOUNT, "a"))

    assert _told(_findings(found, silent)) == [("not_applicable", "a", "nothing here concerns it")]
    assert str(VERDICTS_MAX) in _told(_findings(found, endless))[0][2]


def test_what_may_not_be_deployed_does_not_fail() -> None:
    found = graph(resource(ACCOUNT, "a", properties={}, certain=Unknown("parameter 'more' has no value")))

    assert _told(_findings(found)) == [
        ("unknown", "a", "whether it is deployed cannot be told (parameter 'more' has no value); if it is: keys are on")
    ]


def test_what_is_only_referred_to_is_not_judged_by_what_is_not_said() -> None:
    found = graph(resource(ACCOUNT, "a", existing=True))

    (told,) = _told(_findings(found))
    assert told[0] == "not_applicable"
    assert "only referred to" in told[2]


def test_what_cannot_be_told_of_something_only_referred_to_is_not_asked_of_it() -> None:
    found = graph(resource(ACCOUNT, "a", existing=True))

    assert [one[0] for one in _told(_findings(found, lambda *_: unknown("nobody knows")))] == ["not_applicable"]


def test_what_is_said_of_something_only_referred_to_is_judged() -> None:
    account = resource(ACCOUNT, "a", existing=True, properties={"disableLocalAuth": False})

    def check(one: Resource, _: Graph) -> Verdict:
        return failed("keys are on", Quote(one, "properties.disableLocalAuth", value=False))

    assert _told(_findings(graph(account), check)) == [("fail", "a", "keys are on")]


def test_a_rule_outside_its_days_is_silent() -> None:
    found = graph(resource(ACCOUNT, "a"))

    assert _findings(found, effective=date(2027, 1, 1)) == []
    assert _findings(found, expires=date(2026, 1, 1)) == []


def test_rules_about_the_whole_are_asked_once_and_say_what_they_are_about() -> None:
    account = resource(ACCOUNT, "a")

    def whole(found: Graph) -> Iterator[Verdict]:
        yield failed("something")
        yield failed("this one").on(found.resources[0])

    told = _told(_findings(graph(account), whole, about="graph"))

    assert told == [("fail", "a", "this one"), ("fail", "the whole set-up", "something")]


def test_rules_about_policies_gates_and_hints_are_asked_about_these() -> None:
    assert [_findings(graph(), about=about) for about in ("policy", "gate", "hint")] == [[], [], []]


def test_what_only_a_person_can_judge_is_a_finding_too() -> None:
    bullet = Bullet(id="use-cases.review", title="T.", manual="Look at it.")

    (finding,) = run(graph(), [], [bullet])

    assert (finding.outcome, finding.rule_id, finding.bullet) == ("manual", bullet.id, bullet.id)
