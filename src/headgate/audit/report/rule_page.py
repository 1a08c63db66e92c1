"""A rule as people read it: in the terminal, and on the page of all rules."""

from typing import Any

from headgate.audit.checklist import bullets
from headgate.audit.documentation import read_documentation
from headgate.audit.rule import Rule


def rule_text(rule: Rule) -> str:
    """Return everything about a rule as plain text."""
    told = read_documentation(rule)
    parts = [
        f"{rule.id}  {told.title}",
        f"{rule.severity}; serves {rule.bullet}: {bullets()[rule.bullet].title}",
        f"about {', '.join(rule.about)}; reviewed {rule.reviewed}{_days(rule)}",
        *([told.description] if told.description else []),
        f"Why:\n{_indented(told.why)}",
        *(f"Fix ({tool}):\n{_indented(text)}" for tool, text in told.fixes.items()),
        *(f"{_heading(one.outcome, one.title)}:\n{_indented(one.text)}" for one in told.examples),
        *([f"Never unknown: {told.never_unknown}"] if told.never_unknown else []),
        "References:\n" + "\n".join(f"    {reference}" for reference in rule.references),
    ]
    if rule.also:
        parts.append(
            "Also checked by:\n" + "\n".join(f"    {tool}: {', '.join(ids)}" for tool, ids in rule.also.items())
        )
    return "\n\n".join(parts)


def rule_data(rule: Rule) -> dict[str, Any]:
    """Return everything about a rule for programs."""
    told = read_documentation(rule)
    return {
        "id": rule.id,
        "name": rule.name,
        "title": told.title,
        "severity": rule.severity,
        "bullet": rule.bullet,
        "about": rule.about,
        "why": told.why,
        "fix": told.fixes,
        "references": rule.references,
        "reviewed": rule.reviewed,
        "effective": rule.effective,
        "expires": rule.expires,
        "also": dict(rule.also),
        "examples": [{"outcome": one.outcome, "title": one.title, "text": one.text} for one in told.examples],
    }


def _days(rule: Rule) -> str:
    since = f"; in force from {rule.effective}" if rule.effective else ""
    return since + (f"; in force until {rule.expires}" if rule.expires else "")


def _heading(outcome: str, title: str) -> str:
    return f"Example that gives {outcome.replace('_', ' ')}" + (f" ({title})" if title else "")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())
