"""Names that people choose: they become labels, columns, headers and parts of URLs."""

import re
from collections.abc import Iterable
from typing import Final

from headgate.settings import Settings
from headgate.settings_check.findings import Findings

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MODEL_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}")
"""Models of other makers carry ``/`` (``meta-llama/Llama-3``), fine-tuned ones ``:`` (``ft:gpt-4o:org``)."""


def is_name(text: str) -> bool:
    """Whether a backend, use case or key may be called so."""
    return _NAME.fullmatch(text) is not None


def check_names(settings: Settings, findings: Findings) -> None:
    """Check the characters of every name."""
    _check("backends", settings.backends, _NAME, findings)
    _check("models", settings.models, _MODEL_NAME, findings)
    _check("use_cases", settings.use_cases, _NAME, findings)
    _check("keys", settings.keys, _NAME, findings)
    for name, backend in settings.backends.items():
        for deployment in backend.deployments:
            if not _MODEL_NAME.fullmatch(deployment):
                findings.mistake(("backends", name, "deployments", deployment), _wrong(_MODEL_NAME))


def _check(section: str, names: Iterable[str], allowed: re.Pattern[str], findings: Findings) -> None:
    for name in names:
        if not allowed.fullmatch(name):
            findings.mistake((section, name), _wrong(allowed))


def _wrong(allowed: re.Pattern[str]) -> str:
    signs, length = (". _ - : / @ +", 128) if allowed is _MODEL_NAME else (". _ -", 64)
    return f"a name is up to {length} letters, digits and {signs}, beginning with a letter or digit"
