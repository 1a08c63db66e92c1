"""Asks Azure Resource Manager: pages followed, throttling waited out, refusals told as what they are."""

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from urllib.parse import urlsplit

from msgspec import Struct

from headgate.core.errors import HeadgateError

AT_ONCE = 16
"""Requests under way. Microsoft Learn: a subscription may read 250 at once and 25 a second after that."""
ATTEMPTS_MAX = 5
WAIT_MAX_SECONDS = 60.0
PAGES_MAX = 1_000
BODY_MAX = 64 * 1024 * 1024
TIMEOUT_SECONDS = 60.0

Json = Any  # what json.loads gives; looked into with care


class LiveError(HeadgateError):
    """Azure cannot be asked at all."""


class Refused(Struct, frozen=True):
    """A list that could not be read, and why: never the same as an empty one."""

    reason: str


class Session(Protocol):
    """The part of an aiohttp session that is used."""

    @property
    def request(self) -> Callable[..., Any]:
        """Begins a request: method, address, options."""


class ArmClient:
    """Reads lists of one endpoint. Sends the token nowhere else, whatever a ``nextLink`` says."""

    def __init__(
        self,
        session: Session,
        token: Callable[[], Awaitable[str]],
        endpoint: str = "https://management.azure.com",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Take a session that somebody else closes. Raises ``LiveError`` for an endpoint that is not https."""
        self.endpoint = endpoint.rstrip("/")
        if urlsplit(self.endpoint).scheme != "https":
            raise LiveError(f"{endpoint}: a token is only sent over https")
        self._session = session
        self._token = token
        self._tls = tls
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def items(self, path: str) -> list[dict[str, Json]] | Refused:
        """Return every item of a list, page after page."""
        found: list[dict[str, Json]] = []
        url = self.endpoint + path
        for _ in range(PAGES_MAX):
            answer = await self._ask("GET", url)
            if isinstance(answer, Refused):
                return answer
            values = answer.get("value", [answer] if "id" in answer else [])
            found += [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []
            link = answer.get("nextLink")
            if not link:
                return found
            if not str(link).startswith(self.endpoint + "/"):
                return Refused(f"the next page of {path} is at another address")
            url = str(link)
        return Refused(f"{path} has more than {PAGES_MAX} pages")

    async def query(self, subscriptions: list[str], query: str, version: str) -> list[dict[str, Json]] | Refused:
        """Return every row of a Resource Graph query."""
        url = f"{self.endpoint}/providers/Microsoft.ResourceGraph/resources?api-version={version}"
        body: dict[str, Json] = {
            "subscriptions": subscriptions,
            "query": query,
            "options": {"resultFormat": "objectArray"},
        }
        rows: list[dict[str, Json]] = []
        for _ in range(PAGES_MAX):
            answer = await self._ask("POST", url, body)
            if isinstance(answer, Refused):
                return answer
            data = answer.get("data")
            rows += [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
            more = answer.get("$skipToken")
            if not more:
                cut = str(answer.get("resultTruncated", "false")).lower() == "true"
                return Refused("Resource Graph left rows out") if cut else rows
            body["options"] = {"resultFormat": "objectArray", "$skipToken": more}
        return Refused(f"the query has more than {PAGES_MAX} pages")

    async def _ask(self, method: str, url: str, body: Json = None) -> dict[str, Json] | Refused:
        reason = ""
        async with self._slots:
            for _ in range(ATTEMPTS_MAX):
                answer = await self._once(method, url, body)
                if isinstance(answer, dict | Refused):
                    return answer
                wait, reason = answer
                await asyncio.sleep(wait)
        return Refused(f"{reason}, {ATTEMPTS_MAX} times")

    async def _once(self, method: str, url: str, body: Json) -> dict[str, Json] | Refused | tuple[float, str]:
        """Ask once; return how long to wait, and why, when it is worth asking again."""
        try:
            headers = {"authorization": f"Bearer {await self._token()}", "accept": "application/json"}
            options = {"headers": headers, "json": body, "ssl": self._tls or True, "allow_redirects": False}
            async with asyncio.timeout(TIMEOUT_SECONDS), self._session.request(method, url, **options) as response:
                content = await response.content.read(BODY_MAX + 1)
                while len(content) <= BODY_MAX and (more := await response.content.read(BODY_MAX + 1)):
                    content += more
                status, waiting = response.status, response.headers.get("retry-after", "")
        except (OSError, TimeoutError) as error:
            return 1.0, f"no answer ({type(error).__name__})"
        if len(content) > BODY_MAX:
            return Refused(f"an answer of more than {BODY_MAX} bytes")
        if status == 429 or status >= 500:
            return _seconds(waiting), f"answered {status}"
        return _content(status, content)


def _content(status: int, content: bytes) -> dict[str, Json] | Refused:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        answer = None
    if status == 200 and isinstance(answer, dict):
        return answer
    error = answer.get("error") if isinstance(answer, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return Refused(f"answered {status}" + (f" {code}" if isinstance(code, str) else ""))


def _seconds(text: str) -> float:
    try:
        return min(max(float(text), 0.0), WAIT_MAX_SECONDS)
    except ValueError:
        return 5.0
