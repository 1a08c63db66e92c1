"""From the example of a rule to the graph it describes.

An example is a YAML list; each item is one of

    type: …, name: …, properties: …   a resource, in ARM's shape; also kind, sku, scope, existing, certain, source, …
    policy: <policies>…</policies>    a policy of API Management; also name, scope, type
    gate: {…}                         a configuration of Headgate
    hint: package, name: …, value: …  a hint of application settings or code
    exports: [type, …]                types of which everything is known
    gaps: [text, …]                   what was named but could not be read
    today: 2026-11-24                 the day; otherwise the day on which the rule was reviewed

A bare ``<policies>`` or a bare mapping (without a list) is a policy or a gate. ``!unknown reason`` is an unknown value,
``!id name`` the id of the resource of that name. The first resource, policy, gate or hint is the one in question.
"""

import datetime
from typing import Any

import msgspec
import yaml

from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.hint import Hint
from headgate.audit.graph.ids import resource_id
from headgate.audit.graph.policy import PolicyDocument, held_policies
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.subject import Subject
from headgate.audit.graph.value import Unknown

_FILE = "example"
_POLICY_TYPE = "microsoft.apimanagement/service/apis/policies"


class BadExampleError(ValueError):
    """An example that describes no set-up."""


class Setup(msgspec.Struct, frozen=True, eq=False):
    """The graph of an example, and the subject in question."""

    graph: Graph
    subject: Subject | None
    """None when the example is about nothing in particular."""


class _Reference(msgspec.Struct, frozen=True):
    name: str


class _Loader(yaml.SafeLoader):
    """Reads what is part of the program: the examples of its rules."""


def _unknown(loader: _Loader, node: yaml.ScalarNode) -> Unknown:
    return Unknown(str(loader.construct_scalar(node)))


def _reference(loader: _Loader, node: yaml.ScalarNode) -> _Reference:
    return _Reference(str(loader.construct_scalar(node)))


_Loader.add_constructor("!unknown", _unknown)
_Loader.add_constructor("!id", _reference)
# Api versions and the like are texts in ARM, whatever YAML takes them for.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def build(text: str, today: datetime.date) -> Setup:
    """Return the set-up that an example describes. Raises ``BadExampleError`` where it describes none."""
    items = _items(text)
    read_at = datetime.datetime.combine(today, datetime.time(12), datetime.UTC)
    ids = {str(item["name"]).lower(): _id_of(item, {}) for item in items if "type" in item}
    resources, policies, gates, hints = [], [], [], []
    others: dict[str, Any] = {}
    subjects: list[Subject] = []
    for number, raw in enumerate(items):
        item = _filled(raw, ids)
        source = Source(file=_FILE, kind=item.pop("source", _kind(item)), read_at=read_at)
        if "type" in item and "policy" not in item:
            resources.append(_resource(item, source, ids, number))
            subjects.append(resources[-1])
        elif "policy" in item:
            policies.append(_policy(item, source, number))
            subjects.append(policies[-1])
        elif "gate" in item:
            gates.append(GateConfiguration(name=_FILE, id=f"gate-{number}", source=source, properties=item["gate"]))
            subjects.append(gates[-1])
        elif "hint" in item:
            hints.append(_hint(item, source, number))
            subjects.append(hints[-1])
        else:
            others |= item
    held = held_policies(resources)
    graph = Graph(
        resources,
        today=datetime.date.fromisoformat(others["today"]) if "today" in others else today,
        policies=(*policies, *held),
        gates=gates,
        hints=hints,
        complete_types=others.get("exports", ()),
        gaps=others.get("gaps", ()),
    )
    return Setup(graph, subjects[0] if subjects else None)


def _items(text: str) -> list[dict[str, Any]]:
    if text.lstrip().startswith("<"):
        return [{"policy": text}]
    try:
        data = yaml.load(text, _Loader)  # noqa: S506, TID251 - a safe loader, and our own text
    except yaml.YAMLError as error:
        raise BadExampleError(f"is not YAML: {error}") from None
    if isinstance(data, dict):
        return [data if {"type", "hint", "policy", "gate"} & data.keys() else {"gate": data}]
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise BadExampleError("is neither a list of resources, nor a policy, nor a configuration")
    return data


def _kind(item: dict[str, Any]) -> str:
    if "policy" in item:
        return "apim-policy"
    if "hint" in item:
        return "app-settings" if item["hint"] == "setting" else "code"
    return "headgate" if "gate" in item else "arm-template"


def _id_of(item: dict[str, Any], ids: dict[str, str]) -> str:
    scope = _scope(item.get("scope"), ids)
    name = str(item["name"])
    return str(
        item.get("id") or resource_id(item["type"], name, scope=scope if isinstance(scope, str) else None)
    ).lower()


def _scope(scope: Any, ids: dict[str, str]) -> str | Unknown | None:  # noqa: ANN401 - as written
    if isinstance(scope, str):
        return scope.lower() if scope.startswith("/") else ids.get(scope.lower(), scope)
    return scope if isinstance(scope, Unknown) else None


def _filled(value: Any, ids: dict[str, str]) -> Any:  # noqa: ANN401 - any YAML
    if isinstance(value, _Reference):
        if value.name.lower() not in ids:
            raise BadExampleError(f"!id {value.name}: no resource of the example is called so")
        return ids[value.name.lower()]
    if isinstance(value, dict):
        return {str(key): _filled(inner, ids) for key, inner in value.items()}
    return [_filled(inner, ids) for inner in value] if isinstance(value, list) else value


def _resource(item: dict[str, Any], source: Source, ids: dict[str, str], number: int) -> Resource:
    fields = {name: item[name] for name in Resource.__struct_fields__ if name in item}
    strange = item.keys() - fields.keys()
    if strange:
        raise BadExampleError(f"{item['name']}: a resource has no {', '.join(sorted(strange))}")
    fields |= {
        "type": item["type"].lower(),
        "name": str(item["name"]),
        "id": _id_of(item, ids),
        "scope": _scope(item.get("scope"), ids),
        "source": source,
        "path": item.get("path", f"[{number}]"),
    }
    return Resource(**fields)


def _policy(item: dict[str, Any], source: Source, number: int) -> PolicyDocument:
    name = str(item.get("name", _FILE))
    return PolicyDocument(
        type=str(item.get("type", _POLICY_TYPE)).lower(),
        name=name,
        id=f"policy-{number}-{name}".lower(),
        text=item["policy"],
        source=source,
        scope=item.get("scope"),
    )


def _hint(item: dict[str, Any], source: Source, number: int) -> Hint:
    return Hint(kind=item["hint"], name=str(item["name"]), value=item.get("value"), id=f"hint-{number}", source=source)
