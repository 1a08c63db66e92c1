"""Headgate's own configuration, as it is written: defaults left out, secrets masked, references kept unknown.

A file for an environment (``headgate.prod.yaml``) is laid over its base when both are among what was given.
"""

import datetime
import re
from typing import Any

from headgate.audit.collect.contract import Context, Document, Evidence
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Unknown, Value
from headgate.settings import Settings

MASK = "***"

_KEYS = frozenset(Settings.__struct_fields__)
_SURE = frozenset({"backends", "models"})
_LAYER = re.compile(r"(?P<base>.+)\.[A-Za-z0-9][A-Za-z0-9_-]*(?P<suffix>\.ya?ml)")
_REFERENCE = re.compile(r"\$\{(\w+):")
_URL_PASSWORD = re.compile(r"(?<=://)([^/@]*?):[^/@]*@")


class HeadgateConfigurationCollector:
    """Reads configurations of Headgate."""

    name = "Headgate configuration"

    def recognises(self, document: Document) -> bool:
        """A mapping with backends and models; or, called headgate, with nothing but keys of a configuration."""
        if not isinstance(document.data, dict) or not document.file_name.endswith((".yaml", ".yml")):
            return False
        keys = document.data.keys()
        return keys >= _SURE or (bool(keys) and document.file_name.startswith("headgate") and keys <= _KEYS)

    def collect(self, document: Document, context: Context) -> Evidence:
        """Return the configuration, laid over its base when that is known."""
        base = _base(document, context)
        data = document.data if base is None else _laid_over(base.data, document.data)
        gate = GateConfiguration(
            name=document.file_name,
            id=f"headgate/{document.path}",
            source=Source(file=document.path, kind="headgate", read_at=context.now),
            properties={str(key): _value(value, str(key)) for key, value in data.items()},
        )
        return Evidence(gates=(gate,))


def _base(document: Document, context: Context) -> Document | None:
    found = _LAYER.fullmatch(document.path)
    base = context.documents.get(f"{found['base']}{found['suffix']}") if found else None
    return base if base is not None and isinstance(base.data, dict) else None


def _laid_over(base: Any, upper: Any) -> Any:  # noqa: ANN401 - any YAML
    """As Headgate lays one file over another: mappings key by key, ``null`` takes away, all else is replaced."""
    if not isinstance(base, dict) or not isinstance(upper, dict):
        return upper
    merged = {**base, **{key: _laid_over(base.get(key), value) for key, value in upper.items()}}
    return {key: value for key, value in merged.items() if value is not None}


def _value(value: Any, key: str) -> Value:  # noqa: ANN401 - any YAML
    if isinstance(value, dict):
        return {str(name): _value(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list):
        return [_value(inner, key) for inner in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    reference = _REFERENCE.search(value) if isinstance(value, str) else None
    if key == "key" and isinstance(value, str):
        return value if reference else MASK
    if reference:
        return Unknown(f"it is filled in from {reference[1]} when Headgate starts")
    return _URL_PASSWORD.sub(rf"\1:{MASK}@", value) if isinstance(value, str) else value


COLLECTOR = HeadgateConfigurationCollector()
