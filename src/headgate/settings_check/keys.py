"""Keys kept as code: each its own digest, and not past its day."""

import datetime
import hashlib
from typing import Final

from headgate.settings import Settings
from headgate.settings_check.findings import Findings

_OF_NOTHING: Final = frozenset({hashlib.sha256(b"").hexdigest(), hashlib.sha256(b"\n").hexdigest()})
"""What one gets from an unset ``$KEY``: a gate that an empty key opens."""


def check_keys(settings: Settings, findings: Findings, *, today: datetime.date) -> None:
    """Check the digest and the expiry of each key; ``today`` is the day in UTC."""
    owners: dict[str, str] = {}
    for name, key in settings.keys.items():
        path = ("keys", name)
        digest = key.sha256.lower()
        if digest in _OF_NOTHING:
            findings.mistake((*path, "sha256"), "the digest of an empty text: was the variable set when it was made?")
        elif digest in owners:
            findings.mistake((*path, "sha256"), f"the digest of {owners[digest]} too: a key has one name")
        owners.setdefault(digest, name)
        if key.expires is not None and key.expires < today:
            findings.warn((*path, "expires"), f"expired on {key.expires}: calls with it are refused")
