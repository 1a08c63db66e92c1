"""The laws that every rule keeps, and every example of every rule, run."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from headgate.audit.checklist import bullets
from headgate.audit.documentation import Example, read_documentation
from headgate.audit.examples import build
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.subject import Subject
from headgate.audit.graph.value import Unknown, Value
from headgate.audit.registry import all_rules
from headgate.audit.rule import GATE, GRAPH, HINT, POLICY, SEVERITIES, Rule
from headgate.audit.run import judge, subjects
from headgate.audit.verdict import Outcome

RULES = [pytest.param(rule, id=f"{rule.id}-{rule.name}") for rule in all_rules()]
AREAS = {"NET", "IDN", "USE", "BOT", "DAT", "LOG", "CAP", "PRA", "POL"}
TOOLS = {"psrule", "azure-policy", "checkov", "azqr", "aprl", "review-checklists", "trivy", "prowler", "defender"}
FIXES = {"az", "bicep", "terraform", "headgate", "policy", "portal", "code"}


def _examples() -> Iterator[pytest.param]:
    for rule in all_rules():
        for number, example in enumerate(read_documentation(rule).examples, 1):
            yield pytest.param(rule, example, id=f"{rule.id}-{number}-{example.outcome}")


EXAMPLES = list(_examples())


def outcomes(rule: Rule, example: Example) -> list[tuple[Outcome, str]]:
    """Return what a rule says about the subject in question of an example; of rules about the whole, all it says."""
    setup = build(example.text, rule.reviewed)
    return outcomes_in(rule, setup.graph, setup.subject)


def outcomes_in(rule: Rule, graph: Graph, subject: Subject | None) -> list[tuple[Outcome, str]]:
    asked = subjects(rule, graph)
    in_question = [subject] if subject in asked else asked
    return [(one.outcome, one.because) for each in in_question for one in judge(rule, each, graph)]


def leaves(value: Value, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every value that holds no others."""
    inner = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    for part, one in inner:
        yield from leaves(one, (*place, part))
    if not inner and place:
        yield place


def with_unknown(value: Any, place: tuple[str | int, ...]) -> Any:
    """Return a copy in which the value at a place cannot be told."""
    if not place:
        return Unknown("a test took it away")
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[place[0]] = with_unknown(value[place[0]], place[1:])
    return copy


@pytest.mark.parametrize("rule, example", EXAMPLES)
def test_an_example_has_the_outcome_it_is_given_for(rule: Rule, example: Example) -> None:
    said = outcomes(rule, example)
    told = {outcome for outcome, _ in said}

    assert example.outcome in told, said
    assert not any("the rule itself failed" in because for _, because in said), said
    if example.outcome == "pass":
        assert told <= {"pass", "not_applicable"}, said
    if example.outcome == "not_applicable":
        assert told == {"not_applicable"}, said


@pytest.mark.parametrize("rule, example", EXAMPLES)
def test_what_is_unknown_never_turns_the_outcome_around(rule: Rule, example: Example) -> None:
    """An unknown value might be the very one of the example: whatever is still said then must be what was said."""
    setup = build(example.text, rule.reviewed)
    if example.outcome not in {"pass", "fail"} or not isinstance(setup.subject, Resource):
        return
    said = {outcome for outcome, _ in outcomes_in(rule, setup.graph, setup.subject)}
    for place in leaves(setup.subject.properties):
        changed = replace(setup.subject, properties=with_unknown(setup.subject.properties, place))
        resources = [changed if one is setup.subject else one for one in setup.graph.resources]
        graph = Graph(resources, today=setup.graph.today, policies=setup.graph.policies, gates=setup.graph.gates)
        now = {outcome for outcome, _ in outcomes_in(rule, graph, changed)}

        assert now <= said | {"unknown"}, place


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_an_identity(rule: Rule) -> None:
    area, _, number = rule.id.partition("-")

    assert area in AREAS
    assert re.fullmatch(r"\d{3}", number)
    assert rule.severity in SEVERITIES
    assert rule.bullet in bullets()
    assert rule.references
    assert all(reference.startswith("https://") for reference in rule.references)
    assert rule.also.keys() <= TOOLS
    assert all(isinstance(ids, tuple) and ids for ids in rule.also.values())
    assert rule.effective is None or rule.expires is None or rule.effective <= rule.expires


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_about_types_in_lower_case_or_one_other_thing(rule: Rule) -> None:
    others = {GRAPH, POLICY, GATE, HINT}

    assert rule.about
    assert all("/" in about and about == about.lower() for about in rule.about) or (
        len(rule.about) == 1 and set(rule.about) <= others
    )


@pytest.mark.parametrize("rule", RULES)
def test_the_title_is_a_sentence_that_names_the_defect(rule: Rule) -> None:
    title = read_documentation(rule).title

    assert title.endswith(".")
    assert title[0].isupper()
    assert not title.lower().startswith(
        ("ensure", "use ", "enable", "disable", "avoid", "check", "make sure", "do not")
    )


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_why_and_how_to_mend_it_and_shows_every_outcome(rule: Rule) -> None:
    told = read_documentation(rule)
    shown = {example.outcome for example in told.examples}

    assert told.why
    assert told.fixes
    assert told.fixes.keys() <= FIXES
    assert all(told.fixes.values())
    assert {"pass", "fail"} <= shown
    assert "unknown" in shown or told.never_unknown


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_was_reviewed_within_a_year_of_what_it_relies_on(rule: Rule) -> None:
    newest = max(one.reviewed for one in all_rules())

    assert newest - rule.reviewed < timedelta(days=365)


def test_a_bullet_is_served_by_rules_or_says_why_only_a_person_can_judge_it() -> None:
    served = {rule.bullet for rule in all_rules()}

    assert [bullet.id for bullet in bullets().values() if bullet.id not in served and not bullet.manual] == []


def test_there_are_a_hundred_rules_and_more() -> None:
    assert len(all_rules()) > 100
