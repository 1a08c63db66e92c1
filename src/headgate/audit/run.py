"""Runs rules over a graph. What every rule owes is enforced here: no evidence, no verdict; no crash, no pass."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from headgate.audit.checklist import Bullet
from headgate.audit.finding import Finding, urgency
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.subject import Subject
from headgate.audit.graph.value import Missing, Unknown, UnknownValueError
from headgate.audit.rule import GATE, GRAPH, HINT, POLICY, Rule
from headgate.audit.verdict import Verdict, not_applicable, unknown

VERDICTS_MAX = 10_000
"""Of one rule about one subject: more is a rule that does not end."""


ELSEWHERE = "it is only referred to here, and judged where it is declared; add its own template or an export of it"


def run(graph: Graph, rules: Iterable[Rule], bullets: Iterable[Bullet] = ()) -> list[Finding]:
    """Return what the rules say, the most urgent first, and what only people can judge of these bullets."""
    findings = [finding for rule in rules if rule.holds_on(graph.today) for finding in _findings(rule, graph)]
    findings += [Finding(bullet, None, "manual", bullet.manual) for bullet in bullets if bullet.manual]
    return sorted(findings, key=urgency)


def _findings(rule: Rule, graph: Graph) -> Iterator[Finding]:
    for subject in subjects(rule, graph):
        for verdict in judge(rule, subject, graph):
            yield Finding(rule, verdict.subject, verdict.outcome, verdict.because, verdict.evidence)


def subjects(rule: Rule, graph: Graph) -> Sequence[Subject | None]:
    """Return what a rule is asked about in a graph; None stands for the whole."""
    match rule.about:
        case (about,) if about == GRAPH:
            return [None]
        case (about,) if about == POLICY:
            return graph.policies
        case (about,) if about == GATE:
            return graph.gates
        case (about,) if about == HINT:
            return graph.hints
    return [resource for about in rule.about for resource in graph.of_type(about)]


def judge(rule: Rule, subject: Subject | None, graph: Graph) -> list[Verdict]:
    """Return the verdicts of a rule about a subject, never none: each says what it is about."""
    try:
        given = rule(graph) if subject is None else rule(subject, graph)
        verdicts = [given] if isinstance(given, Verdict) else _bounded(given)
    except UnknownValueError as error:
        verdicts = [unknown(f"it hangs on an unknown value: {error}")]
    except Exception as error:  # noqa: BLE001 - a rule that fails must not end the audit, and must not pass
        verdicts = [unknown(f"the rule itself failed: {type(error).__name__}: {error}")]
    return [_owed(one, one.subject or subject) for one in verdicts or [not_applicable("nothing here concerns it")]]


def _bounded(given: Iterable[Verdict]) -> list[Verdict]:
    verdicts: list[Verdict] = []
    for verdict in given:
        if len(verdicts) == VERDICTS_MAX:
            raise OverflowError(f"more than {VERDICTS_MAX} verdicts about one subject")
        verdicts.append(verdict)
    return verdicts


def _owed(verdict: Verdict, subject: Subject | None) -> Verdict:
    """Take back what the evidence does not carry: judgements of what may not be there, or is only referred to."""
    judged = verdict if subject is None else verdict.on(subject)
    if not isinstance(subject, Resource):
        return judged
    if subject.existing and (verdict.outcome == "unknown" or _rests_on_silence(verdict, subject)):
        return replace(judged, outcome="not_applicable", because=ELSEWHERE, evidence=())
    if verdict.outcome not in {"pass", "fail"}:
        return judged
    if isinstance(subject.certain, Unknown) and verdict.outcome == "fail":
        why = f"whether it is deployed cannot be told ({subject.certain.reason}); if it is: {verdict.because}"
        return replace(judged, outcome="unknown", because=why)
    return judged


def _rests_on_silence(verdict: Verdict, subject: Resource) -> bool:
    """Whether a judgement quotes something that is not there: what is only referred to has no defaults."""
    return verdict.outcome in {"pass", "fail"} and any(
        quote.subject is subject and (isinstance(quote.value, Missing) or quote.value is None)
        for quote in verdict.evidence
    )
