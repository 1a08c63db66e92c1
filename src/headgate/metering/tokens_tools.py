"""Tools of a request, written as the models see them: a TypeScript namespace.

The form is not documented. Recorded exchanges of gpt-4o and gpt-4o-mini count its tokens and a constant; see
``headgate.metering.tokens`` for the constants.
"""

import json
from typing import Any

_DEPTH_MAX = 16
"""Schemas nested deeper are cut: they come from callers."""


def function_namespace(functions: list[dict[str, Any]]) -> str:
    """Render function definitions (``name``, ``description``, ``parameters``) as the models see them."""
    lines = ["namespace functions {", ""]
    for function in functions:
        if description := function.get("description"):
            lines.append(f"// {description}")
        parameters = function.get("parameters")
        if isinstance(parameters, dict) and isinstance(parameters.get("properties"), dict) and parameters["properties"]:
            lines += [f"type {function.get('name')} = (_: {{", _members(parameters, 0, 0), "}) => any;"]
        else:
            lines.append(f"type {function.get('name')} = () => any;")
        lines.append("")
    lines.append("} // namespace functions")
    return "\n".join(lines)


def function_definitions(request: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the definitions of a request's function tools: nested (chat), flat (responses) or legacy."""
    found = []
    for tool in [*_list(request.get("tools")), *_list(request.get("functions"))]:
        if isinstance(tool, dict):
            function = tool.get("function", tool)
            if isinstance(function, dict) and "name" in function:
                found.append(function)
    return found


def _members(schema: dict[str, Any], indent: int, depth: int) -> str:
    properties = schema.get("properties")
    required = _list(schema.get("required"))
    lines = []
    for name, member in properties.items() if isinstance(properties, dict) else ():
        if not isinstance(member, dict):
            continue
        if description := member.get("description"):
            lines.append(f"// {description}")
        lines.append(f"{name}{'' if name in required else '?'}: {_type(member, indent, depth)},")
    return "\n".join(" " * indent + line for line in lines)


def _type(schema: dict[str, Any], indent: int, depth: int) -> str:
    if depth > _DEPTH_MAX:
        return "any"
    if choices := _list(schema.get("enum")):
        return " | ".join(json.dumps(choice) for choice in choices)
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(_type({**schema, "type": one}, indent, depth + 1) for one in kind if isinstance(one, str))
    if kind == "array":
        items = schema.get("items")
        return f"{_type(items, indent, depth + 1)}[]" if isinstance(items, dict) else "any[]"
    if kind == "object":
        return "\n".join(("{", _members(schema, indent + 2, depth + 1), "}"))
    if kind in ("integer", "number"):
        return "number"
    return kind if kind in ("string", "boolean", "null") else "any"


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
