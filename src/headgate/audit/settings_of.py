"""Application settings of a site: what they are called, never what they hold."""

from collections.abc import Iterator

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, Value, look
from headgate.audit.openai import word

CONFIG = "microsoft.web/sites/config"
_NAMES = ("appsettings", "web")


def app_settings(site: Resource, graph: Graph) -> tuple[frozenset[str], bool]:
    """Return the names of a site's settings that are not empty, in lower case, and whether these are all of them.

    They stand in ``siteConfig.appSettings`` of the site, or in its children ``config/appsettings`` and ``config/web``.
    Exports of a site leave them out, so there their absence says nothing.
    """
    places: list[Value | Missing] = [look(site.properties, "siteConfig", "appSettings")]
    for config in graph.children(site, CONFIG):
        if config.short_name.lower() in _NAMES:
            inner = look(config.properties, "appSettings")
            places.append(config.properties if isinstance(inner, Missing) else inner)
    names = {name for place in places for name in _names(place)}
    whole = not any(isinstance(place, Unknown) for place in places) and "" not in names
    return frozenset(names - {""}), whole and graph.absence_counts(CONFIG, site)


def _names(place: Value | Missing) -> Iterator[str]:
    """Yield the names; an empty one stands for a setting whose name cannot be told."""
    if isinstance(place, dict):
        yield from (name.lower() for name, value in place.items() if _is_set(value))
    for entry in place if isinstance(place, list) else ():
        name = look(entry, "name")
        if isinstance(name, Unknown):
            yield ""
        elif _is_set(look(entry, "value")):
            yield word(name)


def _is_set(value: Value | Missing) -> bool:
    """Whether a setting is not certainly empty: some exports leave values out, and only names are asked for."""
    return not isinstance(value, str) or value != ""
