"""A plugin of pytest for the runs with compiled modules: it loads the gate, and ends the run unless all is compiled.

So whatever such a run proves, it proves of the compiled modules; its child processes find them in the same place.
"""

import sys

import pytest

import headgate.app.gate_process  # noqa: F401 - it brings the whole hot path along
from headgate.core.compiled import is_compiled
from tests.compiled.suites import HOT_MODULES


def pytest_configure() -> None:
    """Stop before the first test when a module of the hot path is not there or not compiled."""
    plain = [name for name in HOT_MODULES if name not in sys.modules or not is_compiled(sys.modules[name])]
    if plain:
        raise pytest.UsageError(f"not compiled: {', '.join(plain)}")
