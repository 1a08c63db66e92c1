"""Whether the hot path of this process is machine code that mypyc made, or runs as the plain Python it is written in.

Nothing behaves differently; compiled, a call costs a third less processor time. A wheel has all modules of the hot
path compiled or none, so one of them tells.
"""

from importlib.machinery import EXTENSION_SUFFIXES
from types import ModuleType
from typing import Final, Literal

from headgate.core import ids

HotPath = Literal["compiled", "plain"]


def is_compiled(module: ModuleType) -> bool:
    """Return whether a module was loaded as machine code."""
    return (getattr(module, "__file__", None) or "").endswith(tuple(EXTENSION_SUFFIXES))


HOT_PATH: Final[HotPath] = "compiled" if is_compiled(ids) else "plain"
"""How the hot path runs in this process, as the log, the metrics and ``headgate --version`` say it."""
