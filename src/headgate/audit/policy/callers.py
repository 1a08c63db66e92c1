"""Whether a computed text differs from caller to caller: what counters and caches are kept apart by."""

import re

from headgate.audit.policy.csharp import inside
from headgate.audit.policy.node import is_expression
from headgate.audit.policy.reads import variables_read
from headgate.audit.policy.view import View

STEPS_MAX = 20
"""Variables that are set from each other."""

_ABOUT_THE_CALLER = re.compile(
    r"context\s*\.\s*(?:Subscription|User|Product)\b|\.\s*(?:Headers|IpAddress|Certificate|QueryString|Query|Body)\b"
    r"|AsJwt|AsBasic|Claims|Identities|context\s*\.\s*RequestId\b"
)
"""What is not the same for all callers. Names of APIs, operations, deployments and regions are."""


def tells_callers_apart(text: str, seen: View) -> bool:
    """Whether a key differs between callers: a constant does not, nor does what only names the API.

    A named value may hold an expression, and a variable that comes from elsewhere anything: they are taken to differ.
    """
    return "{{" in text or _differs(text, seen, STEPS_MAX)


def _differs(text: str, seen: View, steps: int) -> bool:
    if not is_expression(text):
        return "{{" in text
    code = inside(text)
    if _ABOUT_THE_CALLER.search(code):
        return True
    return any(_variable_differs(one.name, seen, steps) for one in variables_read(text, 0))


def _variable_differs(name: str, seen: View, steps: int) -> bool:
    made = [place for place in seen.named("set-variable") if place.node.get("name") == name]
    if not made or steps == 0 or seen.missing:
        return True
    return any(_differs(place.node.get("value"), seen, steps - 1) for place in made)
