"""``headgate check explain``: what a rule looks for, why, and how to mend what it found."""

import difflib
from typing import Annotated

from cyclopts import Parameter

from headgate.audit.registry import all_rules, find_rule
from headgate.audit.report.rule_page import rule_data, rule_text
from headgate.cli.console import say, say_json
from headgate.cli.options import FormatOption
from headgate.cli.usage_error import UsageError


def check_explain(
    rule: Annotated[str, Parameter(help="The id of a rule, or its name.")],
    *,
    format: FormatOption = "table",  # noqa: A002
) -> None:
    """Explain a rule: what it looks for, why, how to mend it, with examples."""
    found = find_rule(rule)
    if found is None:
        near = difflib.get_close_matches(rule.upper(), [one.id for one in all_rules()], n=3, cutoff=0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise UsageError(f"check explain: there is no rule {rule}{hint} `headgate check coverage` lists them")
    if format == "json":
        say_json(rule_data(found))
    else:
        say(rule_text(found))
