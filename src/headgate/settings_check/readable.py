"""Files that a configuration names."""

from pathlib import Path

from headgate.config.nodes import KeyPath
from headgate.settings_check.findings import Findings


def check_readable(path: KeyPath, file: Path, findings: Findings) -> bool:
    """Check that a file is there and can be read; the mistake is told at ``path``."""
    try:
        with file.open("rb") as opened:
            opened.read(1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        shown = "the file" if findings.is_filled(path) else str(file)
        findings.mistake(path, f"cannot read {shown}: {reason}")
        return False
    return True
