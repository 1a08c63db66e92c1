"""The table of commands: to add one, write its file and add its line here.

A command is a function with typed parameters that returns its exit code (see ``exit_codes``), or None for 0.
The summary stands here so that ``headgate --help`` loads no command; it equals the first line of the function's
docstring (a test compares them).
"""

from typing import NamedTuple


class Command(NamedTuple):
    """Where a command is found, and what it says about itself in one line."""

    target: str
    """``module:function``."""
    summary: str


COMMANDS: dict[str, Command] = {
    "up": Command("headgate.cli.up:up", "Run a gate, a simulated Azure OpenAI and a sample configuration."),
    "serve": Command("headgate.cli.serve:serve", "Run the gate and its control process until told to stop."),
    "usage": Command("headgate.cli.usage:usage", "Show what was used and what it cost, from the ledger."),
    "trace": Command(
        "headgate.cli.trace:trace", "Show one exchange: where it was sent and why, and what it used and cost."
    ),
    "simulate": Command("headgate.cli.simulate:simulate", "Run a simulated Azure OpenAI until told to stop."),
    "check": Command("headgate.cli.check:check", "Audit a set-up against the production checklist, with evidence."),
    "check explain": Command(
        "headgate.cli.check_explain:check_explain",
        "Explain a rule: what it looks for, why, how to mend it, with examples.",
    ),
    "check coverage": Command(
        "headgate.cli.check_coverage:check_coverage",
        "Show which rules serve which bullet of the checklist, and which other tools check the same.",
    ),
    "check drift": Command(
        "headgate.cli.check_drift:check_drift", "Compare two environments; names and capacity are set aside."
    ),
    "plan ptu": Command(
        "headgate.cli.plan_ptu:plan_ptu",
        "Size provisioned capacity by Microsoft's arithmetic; with prices, find the cheapest mix with pay-as-you-go.",
    ),
    "plan regions": Command(
        "headgate.cli.plan_regions:plan_regions",
        "Show which regions carry all of the models, or make a newer table of your own subscription.",
    ),
    "config check": Command(
        "headgate.cli.config_check:config_check", "Validate a configuration as a whole; name every mistake."
    ),
    "config show": Command("headgate.cli.config_show:config_show", "Print the layered configuration, secrets masked."),
    "config schema": Command(
        "headgate.cli.config_schema:config_schema", "Print the JSON Schema of the configuration, for editors."
    ),
    "config reference": Command(
        "headgate.cli.config_reference:config_reference",
        "Print the page about the configuration, with all keys, as Markdown.",
    ),
    "keys create": Command("headgate.cli.keys_create:keys_create", "Make a new key; it is shown once."),
    "keys digest": Command(
        "headgate.cli.keys_digest:keys_digest", "Print the SHA-256 of a key read from standard input."
    ),
}
"""By what is typed after ``headgate``; one space makes a group, which may be a command as well."""

GROUPS: dict[str, str] = {
    "check": "Audit a set-up against the production checklist, with evidence.",
    "config": "Check, show and explain configurations.",
    "keys": "Make the keys that callers use.",
    "plan": "Plan capacity and regions from published facts.",
}
"""What a group of commands is about."""
