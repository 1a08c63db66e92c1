"""A stand-in of Azure Resource Manager: https on loopback, with pages, throttling and refusals to order."""

import json
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import trustme
from aiohttp import web

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-bot"
READER = [{"actions": ["*/read"], "notActions": []}]


class ArmStandIn:
    """Answers what it was given; counts what it is asked."""

    def __init__(self) -> None:
        self.url = ""
        self.rows: list[dict[str, Any]] = []
        """What Resource Graph holds, two rows a page."""
        self.lists: dict[str, list[dict[str, Any]]] = {}
        """By path in lower case; one item a page. A path that is not there is an empty list."""
        self.statuses: dict[str, list[int]] = {}
        """What to answer first, by path in lower case."""
        self.permissions: list[dict[str, Any]] = READER
        self.asked: Counter[str] = Counter()
        self.tokens: set[str] = set()
        self.next_link = ""
        """An address that every list names as its next page."""

    async def answer(self, request: web.Request) -> web.Response:
        path = request.path.lower()
        self.asked[path] += 1
        self.tokens.add(request.headers.get("authorization", ""))
        waiting = self.statuses.get(path, [])
        if waiting:
            error = {"error": {"code": "Ordered", "message": "as ordered"}}
            return web.json_response(error, status=waiting.pop(0), headers={"retry-after": "0"})
        if path.endswith("microsoft.resourcegraph/resources"):
            return self.graph(await request.json())
        if path.endswith("microsoft.authorization/permissions"):
            return web.json_response({"value": self.permissions})
        return self.page(request, self.lists.get(path, []))

    def graph(self, body: dict[str, Any]) -> web.Response:
        start = int(body["options"].get("$skipToken", 0))
        more = {"$skipToken": str(start + 2)} if start + 2 < len(self.rows) else {}
        return web.json_response({"data": self.rows[start : start + 2], "resultTruncated": "false"} | more)

    def page(self, request: web.Request, items: list[dict[str, Any]]) -> web.Response:
        start = int(request.query.get("skip", 0))
        answer: dict[str, Any] = {"value": items[start : start + 1]}
        if start + 1 < len(items):
            answer["nextLink"] = f"{self.url}{request.path}?skip={start + 1}"
        return web.json_response(answer | ({"nextLink": self.next_link} if self.next_link else {}))


@asynccontextmanager
async def arm_stand_in() -> AsyncIterator[tuple[ArmStandIn, ssl.SSLContext]]:
    """Run a stand-in; give it and the context that trusts its certificate."""
    authority = trustme.CA()
    served, trusting = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(served)
    authority.configure_trust(trusting)
    stand_in = ArmStandIn()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", stand_in.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "localhost", 0, ssl_context=served)
    await site.start()
    stand_in.url = f"https://localhost:{runner.addresses[0][1]}"
    try:
        yield stand_in, trusting
    finally:
        await runner.cleanup()


def row(kind: str, name: str, /, **fields: Any) -> dict[str, Any]:
    """Return a resource as Azure gives it."""
    segments = [part for pair in zip(kind.split("/")[1:], name.split("/"), strict=True) for part in pair]
    identifier = "/".join([GROUP, "providers", kind.split("/", maxsplit=1)[0], *segments])
    return json.loads(json.dumps({"id": identifier, "name": name.rpartition("/")[2], "type": kind, **fields}))
