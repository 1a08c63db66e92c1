"""A plan as ``terraform show -json`` writes it, of the parts that a test names."""

from typing import Any


def change(address: str, after: dict[str, Any], unknown: dict[str, Any] | None = None) -> dict[str, Any]:
    parts = address.replace("]", "").split("[")[0].split(".")
    return {
        "address": address,
        "mode": "managed",
        "type": parts[-2],
        "change": {"actions": ["create"], "after": after, "after_unknown": unknown or {}},
    }


def plan(*changes: dict[str, Any], **root: Any) -> dict[str, Any]:
    return {
        "format_version": "1.2",
        "planned_values": {},
        "resource_changes": list(changes),
        "configuration": {"root_module": root},
    }


def configured(address: str, **expressions: Any) -> dict[str, Any]:
    return {"address": address, "expressions": expressions}


def refers(*references: str) -> dict[str, Any]:
    return {"references": list(references)}
