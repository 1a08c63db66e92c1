"""``headgate check coverage``: which rules serve which bullet, and which other tools check the same."""

from headgate.audit.registry import all_rules
from headgate.audit.report.coverage import coverage_data, coverage_table
from headgate.cli.console import say, say_json
from headgate.cli.options import FormatOption
from headgate.cli.tables import as_text


def check_coverage(*, format: FormatOption = "table") -> None:  # noqa: A002 - the option is called so
    """Show which rules serve which bullet of the checklist, and which other tools check the same."""
    rules = all_rules()
    if format == "json":
        say_json(coverage_data(rules))
        return
    say(as_text(coverage_table(rules)))
    say(f"\n{len(rules)} rules. A number is how many of a bullet's rules another tool has as well.")
