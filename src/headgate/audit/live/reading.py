"""Reads subscriptions into evidence. What could not be read leaves its type incomplete: unknown, not absent."""

import asyncio
import datetime
from collections.abc import Awaitable, Callable, Sequence
from fnmatch import fnmatchcase

from headgate.audit.collect.contract import Evidence, Trouble
from headgate.audit.graph.ids import type_of
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.live.arm import ArmClient, Json, Refused
from headgate.audit.live.asked import (
    ASSIGNMENTS_TYPE,
    BELOW,
    DEFINITIONS_TYPE,
    DIAGNOSED,
    DIAGNOSTICS,
    DIAGNOSTICS_TYPE,
    GRAPH_VERSION,
    IN_GRAPH,
    ROLES_VERSION,
    Asked,
)

RESOURCES_MAX = 100_000

Progress = Callable[[int, int], None]
"""Told how many lists have been read, of how many known so far."""


def silent(_done: int, _known: int) -> None:
    """Tell nobody."""


async def read_subscriptions(
    client: ArmClient,
    subscriptions: Sequence[str],
    now: datetime.datetime,
    progress: Progress = silent,
) -> Evidence:
    """Return what stands in these subscriptions, as far as the caller may read it."""
    reading = _Reading(client, list(subscriptions), now, progress)
    await reading.run()
    return reading.evidence()


class _Reading:
    """One run over the subscriptions; lists are read at once as far as the client allows."""

    def __init__(self, client: ArmClient, subscriptions: list[str], now: datetime.datetime, progress: Progress) -> None:
        self.client = client
        self.subscriptions = subscriptions
        self.progress = progress
        self.source = Source(file=client.endpoint, kind="live", read_at=now)
        self.found: dict[str, Resource] = {}
        self.troubles: list[Trouble] = []
        self.incomplete: set[str] = set()
        self.known = 0
        self.done = 0

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self.graph(group))
            for subscription in self.subscriptions:
                group.create_task(self.permissions(subscription))
                for kind in (ASSIGNMENTS_TYPE, DEFINITIONS_TYPE):
                    group.create_task(self.roles(subscription, kind))

    async def graph(self, group: asyncio.TaskGroup) -> None:
        """Read what Resource Graph holds, and begin with what stands below it."""
        wanted = ", ".join(f"'{one}'" for one in IN_GRAPH)
        query = (
            f"resources | where type in~ ({wanted})"
            " | project id, name, type, kind, location, sku, identity, tags, zones, properties | order by id asc"
        )
        rows = await self.counted(self.client.query(self.subscriptions, query, GRAPH_VERSION))
        if isinstance(rows, Refused):
            self.missed("Resource Graph", rows, {*IN_GRAPH, *_types_below(), DIAGNOSTICS_TYPE})
            return
        for row in rows:
            resource = self.keep(row)
            if resource is not None:
                self.below(resource, group)

    def below(self, resource: Resource, group: asyncio.TaskGroup) -> None:
        for asked in BELOW.get(resource.type, ()):
            group.create_task(self.children(resource, asked, group))
        if resource.type in DIAGNOSED:
            group.create_task(self.diagnostics(resource))

    async def children(self, parent: Resource, asked: Asked, group: asyncio.TaskGroup) -> None:
        kind = f"{parent.type}/{asked.segment.lower()}"
        rows = await self.counted(self.client.items(_path(parent.id, asked)))
        if isinstance(rows, Refused):
            self.missed(f"{parent.id}/{asked.segment}", rows, {kind, *_types_below(kind)})
            return
        for row in rows:
            resource = self.keep(row)
            if resource is not None:
                self.below(resource, group)

    async def diagnostics(self, about: Resource) -> None:
        rows = await self.counted(self.client.items(_path(about.id, DIAGNOSTICS)))
        if isinstance(rows, Refused):
            self.missed(f"{about.id}/diagnosticSettings", rows, {DIAGNOSTICS_TYPE})
            return
        for row in rows:
            self.keep(row, scope=about.id)

    async def roles(self, subscription: str, kind: str) -> None:
        path = f"/subscriptions/{subscription}/providers/{_written(kind)}?api-version={ROLES_VERSION}"
        rows = await self.counted(self.client.items(path))
        if isinstance(rows, Refused):
            self.missed(f"subscription {subscription}: {kind}", rows, {kind})
            return
        for row in rows:
            properties = row.get("properties")
            scope = properties.get("scope") if isinstance(properties, dict) else None
            self.keep(row, scope=scope.lower() if isinstance(scope, str) else None)

    async def permissions(self, subscription: str) -> None:
        """Ask what the caller may read: Graph leaves out the rest without a word."""
        path = (
            f"/subscriptions/{subscription}/providers/Microsoft.Authorization/permissions?api-version={ROLES_VERSION}"
        )
        rows = await self.counted(self.client.items(path))
        everything = {*IN_GRAPH, *_types_below(), DIAGNOSTICS_TYPE, ASSIGNMENTS_TYPE, DEFINITIONS_TYPE}
        if isinstance(rows, Refused):
            self.missed(f"subscription {subscription}: permissions", rows, everything)
            return
        hidden = {kind for kind in everything if not any(_may_read(row, kind) for row in rows)}
        if hidden:
            reason = "the caller may not read all of it; what it does not see is unknown (the role Reader would do)"
            self.missed(f"subscription {subscription}", Refused(reason), hidden)

    async def counted(self, asking: Awaitable[list[dict[str, Json]] | Refused]) -> list[dict[str, Json]] | Refused:
        self.known += 1
        answer = await asking
        self.done += 1
        self.progress(self.done, self.known)
        return answer

    def keep(self, row: dict[str, Json], scope: str | None = None) -> Resource | None:
        """Make a resource of what Azure gave; None for what has no id, or is one too many."""
        identifier = str(row.get("id") or "").lower().rstrip("/")
        kind = type_of(identifier)
        if not kind or identifier in self.found:
            return None
        if len(self.found) >= RESOURCES_MAX:
            self.missed(self.client.endpoint, Refused(f"more than {RESOURCES_MAX} resources"), {kind})
            return None
        name = "/".join(str(row["id"]).rstrip("/").rpartition("/providers/")[2].split("/")[2::2])
        resource = Resource(
            type=kind,
            name=name,
            id=identifier,
            source=self.source,
            path=str(row["id"]),
            scope=scope,
            location=row.get("location"),
            kind=row.get("kind"),
            sku=row.get("sku"),
            identity=row.get("identity"),
            tags=row.get("tags"),
            zones=row.get("zones"),
            properties=row.get("properties"),
        )
        self.found[identifier] = resource
        return resource

    def missed(self, what: str, refused: Refused, kinds: set[str]) -> None:
        self.troubles.append(Trouble(what, refused.reason))
        self.incomplete |= kinds

    def evidence(self) -> Evidence:
        asked = {*IN_GRAPH, *_types_below(), DIAGNOSTICS_TYPE, ASSIGNMENTS_TYPE, DEFINITIONS_TYPE}
        return Evidence(
            resources=tuple(self.found[identifier] for identifier in sorted(self.found)),
            complete_types=frozenset(asked - self.incomplete),
            troubles=tuple(self.troubles),
        )


def _types_below(*kinds: str) -> set[str]:
    """Return the types that are read below these, and below those; below all without any."""
    found: set[str] = set()
    waiting = list(kinds or IN_GRAPH)
    while waiting:
        kind = waiting.pop()
        for asked in BELOW.get(kind, ()):
            below = f"{kind}/{asked.segment.lower()}"
            found.add(below)
            waiting.append(below)
    return found


def _path(identifier: str, asked: Asked) -> str:
    further = f"&{asked.query}" if asked.query else ""
    return f"{identifier}/{asked.segment}?api-version={asked.version}{further}"


def _written(kind: str) -> str:
    return "Microsoft.Authorization/" + ("roleAssignments" if kind == ASSIGNMENTS_TYPE else "roleDefinitions")


def _may_read(permission: dict[str, Json], kind: str) -> bool:
    action = f"{kind}/read"
    return _covers(permission.get("actions"), action) and not _covers(permission.get("notActions"), action)


def _covers(patterns: Json, action: str) -> bool:
    listed = patterns if isinstance(patterns, list) else []
    return any(fnmatchcase(action, str(one).lower().replace("[", "[[]")) for one in listed)
