"""Diagnostic settings: what a resource really sends, and where to.

A setting counts when a log in it is enabled and it names a destination. Settings that exist with every log off, with
metrics only or without a destination send nothing, whatever other tools make of them.
"""

from collections.abc import Iterable

from msgspec import Struct

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, UnknownValueError, look, present, same
from headgate.audit.openai import word
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown

SETTING = "microsoft.insights/diagnosticsettings"
ALL_LOGS = "alllogs"

_DESTINATIONS = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId")


class Sent(Struct, frozen=True):
    """What the settings of a resource send."""

    logs: frozenset[str]
    """Categories and groups of categories, in lower case."""
    metrics: bool
    doubts: tuple[str, ...]
    """Why there may be more."""
    quotes: tuple[Quote, ...]


def sent(resource: Resource, graph: Graph) -> Sent:
    """Return what a resource sends somewhere."""
    logs: set[str] = set()
    metrics = False
    doubts = [
        f"what {one.name} is about cannot be told: {one.scope.reason}"
        for one in graph.scope_unknown(SETTING)
        if isinstance(one.scope, Unknown)
    ]
    quotes = []
    for setting in graph.about(resource, SETTING):
        quotes.append(Quote(setting, "properties.logs", look(setting.properties, "logs")))
        if setting.existing or isinstance(setting.certain, Unknown):
            doubts.append(f"what {setting.name} holds, or whether it is there, is not shown")
            continue
        try:
            if not _goes_somewhere(setting):
                continue
            metrics = metrics or bool(set(_enabled(setting, "metrics")))
            logs |= set(_enabled(setting, "logs"))
        except UnknownValueError as error:
            doubts.append(f"{setting.name}: {error}")
    return Sent(logs=frozenset(logs), metrics=metrics, doubts=tuple(doubts), quotes=tuple(quotes))


def _goes_somewhere(setting: Resource) -> bool:
    """Whether a setting names a destination; one that cannot be told is one, for Azure takes no setting without any."""
    if isinstance(setting.properties, Unknown):
        raise UnknownValueError(setting.properties.reason)
    return any(present(look(setting.properties, name)) is not False for name in _DESTINATIONS)


def _enabled(setting: Resource, kind: str) -> Iterable[str]:
    entries = look(setting.properties, kind)
    if isinstance(entries, Unknown):
        raise UnknownValueError(entries.reason)
    for entry in entries if isinstance(entries, list) else ():
        on = same(look(entry, "enabled"), True)
        if isinstance(on, Unknown):
            raise UnknownValueError(on.reason)
        if on:
            yield word(look(entry, "category")) or word(look(entry, "categoryGroup"))


def judge_logs(resource: Resource, graph: Graph, wanted: Iterable[str], *, groups: Iterable[str] = ()) -> Verdict:
    """Judge whether every wanted category is sent somewhere.

    ``groups``: groups of categories, beside ``allLogs``, that hold all that is wanted.
    """
    found = sent(resource, graph)
    missing = {name for name in wanted if name.lower() not in found.logs}
    if not missing or found.logs & {ALL_LOGS, *groups}:
        return passed(f"{', '.join(sorted(found.logs))} are sent", *found.quotes)
    if found.doubts:
        return unknown(f"whether it sends its logs cannot be told: {found.doubts[0]}", *found.quotes)
    if not graph.absence_counts(SETTING, resource):
        why = "the diagnostic settings of it are not in what was given; an export of them would tell"
        return unknown(f"{why} (az monitor diagnostic-settings list --resource ID)", *found.quotes)
    if not found.quotes:
        return failed("it has no diagnostic setting")
    said = f"only {', '.join(sorted(found.logs))} are sent" if found.logs else "its settings send no log anywhere"
    return failed(f"{said}; missing: {', '.join(sorted(missing))}", *found.quotes)
