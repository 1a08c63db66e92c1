"""A docstring taken apart."""

from datetime import date

from headgate.audit.documentation import Example, fix_text, read_documentation
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, passed


@rule(id="TST-001", severity="low", bullet="x.y", about="a/b", references=(), reviewed=date(2026, 1, 1))
def door_open(_: object, __: object) -> Verdict:
    """A door is open.

    It was closed once.

    Why:
        Draught.
        And thieves.

    Fix (az):
        az door close \\
          --now

    Fix (bicep): closed: true

    Pass:
        - type: a/b
          name: c

    Fail (wide open):
        - type: a/b
          name: d

    Never unknown: a door is open or not.
    """
    return passed("closed")


def test_sections_are_found_with_their_titles() -> None:
    told = read_documentation(door_open)

    assert told.title == "A door is open."
    assert told.description == "It was closed once."
    assert told.why == "Draught.\nAnd thieves."
    assert told.fixes == {"az": "az door close \\\n  --now", "bicep": "closed: true"}
    assert told.examples == (
        Example("pass", "", "- type: a/b\n  name: c"),
        Example("fail", "wide open", "- type: a/b\n  name: d"),
    )
    assert told.never_unknown == "a door is open or not."


def test_fixes_are_told_under_the_names_of_their_tools() -> None:
    assert fix_text(read_documentation(door_open)) == "az: az door close \\\n  --now\nbicep: closed: true"
