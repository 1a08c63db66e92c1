"""The docstring of a rule, taken apart: why, how to fix, and the examples that are both its page and its tests.

Sections begin with a heading and a colon at the margin; what is indented below it is theirs:

    Why:                       prose
    Fix (az):                  also bicep, terraform, headgate, portal, policy; what to do, as text or commands
    Pass:  Fail:  Unknown:     an example; several by repeating the heading, with words in brackets to tell them apart
    Not applicable:  Manual:   likewise
    Never unknown:             why no evidence can be missing, where a rule has no example for *unknown*
"""

import re
import textwrap

from msgspec import Struct

from headgate.audit.rule import Rule
from headgate.audit.verdict import Outcome

_HEADING = re.compile(
    r"^(Why|Fix|Pass|Fail|Unknown|Not applicable|Manual|Never unknown)(?: \(([^)\n]+)\))?:[ \t]*(.*)$", re.MULTILINE
)

_OUTCOMES: dict[str, Outcome] = {
    "Pass": "pass",
    "Fail": "fail",
    "Unknown": "unknown",
    "Not applicable": "not_applicable",
    "Manual": "manual",
}


class Example(Struct, frozen=True):
    """A set-up and what the rule says about it."""

    outcome: Outcome
    title: str
    """What tells it apart from others; may be empty."""
    text: str
    """As ``examples`` reads it."""


class Documentation(Struct, frozen=True):
    """What a rule tells people."""

    title: str
    description: str
    """Between the title and the first section; mostly empty."""
    why: str
    fixes: dict[str, str]
    """How to mend it, by tool: ``az``, ``bicep``, ``terraform``, ``headgate``."""
    examples: tuple[Example, ...]
    never_unknown: str
    """Why no evidence can be missing; mostly empty."""


def read_documentation(rule: Rule) -> Documentation:
    """Return the sections of a rule's docstring."""
    text = rule.documentation
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    told: dict[str, str] = {}
    fixes: dict[str, str] = {}
    examples = []
    for heading, end in zip(headings, ends, strict=True):
        kind, title = heading[1], heading[2] or ""
        body = f"{heading[3]}\n{textwrap.dedent(text[heading.end() : end].strip(chr(10)))}".strip()
        if kind == "Fix":
            fixes[title] = body
        elif kind in _OUTCOMES:
            examples.append(Example(_OUTCOMES[kind], title, body))
        else:
            told[kind] = body
    start = headings[0].start() if headings else len(text)
    return Documentation(
        title=rule.title,
        description=text[:start].partition("\n")[2].strip(),
        why=told.get("Why", ""),
        fixes=fixes,
        examples=tuple(examples),
        never_unknown=told.get("Never unknown", ""),
    )


def fix_text(documentation: Documentation) -> str:
    """Return all ways to mend, one below the other, each under the name of its tool."""
    return "\n".join(f"{tool}: {text}" if tool else text for tool, text in documentation.fixes.items())
