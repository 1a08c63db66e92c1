"""All functions that need nothing but their arguments, by name in lower case."""

from headgate.audit.arm.functions import comparing, dates, hashes, lists, networks, numbers, texts
from headgate.audit.arm.functions.function import Function

PURE: dict[str, Function] = {
    name: function
    for module in (comparing, dates, hashes, lists, networks, numbers, texts)
    for name, function in module.FUNCTIONS.items()
}
