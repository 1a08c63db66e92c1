"""Small rules for tests of what runs and reports rules."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from headgate.audit.graph.value import look, same
from headgate.audit.rule import Check, Rule, rule
from headgate.audit.verdict import Quote, Verdict, failed, passed
from tests.audit_samples import ACCOUNT


def made_rule(check: Check, **changes: Any) -> Rule:
    """Return a rule about accounts that runs this check."""
    fields: dict[str, Any] = {
        "id": "TST-001",
        "severity": "high",
        "bullet": "identity.entra",
        "about": ACCOUNT,
        "references": ("https://learn.microsoft.com/azure",),
        "reviewed": date(2026, 11, 1),
    }
    return rule(**fields | changes)(check)


def keys_work(account: Any, _: Any) -> Verdict | Iterable[Verdict]:
    """Keys work.

    Why:
        They should not.

    Fix (az):
        az resource update --ids ID
    """
    value = look(account.properties, "disableLocalAuth")
    quote = Quote(account, "properties.disableLocalAuth", value)
    return passed("keys are off", quote) if same(value, True) else failed("keys are on", quote)
