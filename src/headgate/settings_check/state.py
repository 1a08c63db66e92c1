"""Where state is kept, and how many processes share it."""

from pathlib import Path

from headgate.settings import Settings
from headgate.settings_check.findings import Findings

_STORE = "sqlite"
_SHARED = "memory"


def check_state(settings: Settings, findings: Findings) -> None:
    """Check ``store``, ``shared``, ``data`` and the number of workers against what this version has."""
    if settings.store.startswith(("postgresql:", "postgres:", "postgresql+")):
        findings.mistake(("store",), f"PostgreSQL is not in this version; write {_STORE}")
    elif settings.store != _STORE:
        findings.mistake(("store",), f"expected {_STORE}")
    if settings.shared.startswith(("redis:", "rediss:")):
        findings.mistake(("shared",), f"Redis is not in this version; write {_SHARED} and keep gate.workers at 1")
    elif settings.shared != _SHARED:
        findings.mistake(("shared",), f"expected {_SHARED}")
    elif settings.gate.workers > 1:
        findings.mistake(
            ("gate", "workers"),
            f"each worker would count limits for itself, so that {settings.gate.workers} workers admit up to "
            f"{settings.gate.workers} times what is allowed; more than one needs shared: redis://…, which is not "
            "in this version: set gate.workers: 1",
        )
    if Path(settings.data).exists() and not Path(settings.data).is_dir():
        findings.mistake(("data",), "there is a file of this name; a folder is needed")
