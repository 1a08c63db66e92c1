"""What is imported where: the package alone is light, and the command line loads a command's libraries with it."""

import subprocess
import sys

import pytest

HEAVY = {
    "aiohttp",
    "alembic",
    "asyncio",
    "azure",
    "cryptography",
    "httptools",
    "prometheus_client",
    "sqlalchemy",
    "sqlite3",
    "starlette",
    "tiktoken",
    "trustme",
    "uvicorn",
    "uvloop",
    "yaml",
}


def _loaded_by(statement: str) -> set[str]:
    """Run the statement in a new interpreter; return the top names of the modules it loaded."""
    program = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_package_loads_nothing_but_itself() -> None:
    assert _loaded_by("import headgate") == {"headgate"}


def test_the_audit_loads_nothing_of_the_gate_s_machinery() -> None:
    everything = (
        "from headgate.audit import audit, registry; from headgate.audit.collect.registry import collectors; "
        "registry.all_rules(); collectors()"
    )

    assert _loaded_by(everything) & (HEAVY - {"yaml", "asyncio"}) == set()


@pytest.mark.parametrize("module", ["headgate.cli", "headgate.settings", "headgate.core.records"])
def test_no_heavy_library_comes_along(module: str) -> None:
    assert _loaded_by(f"import {module}") & HEAVY == set()
