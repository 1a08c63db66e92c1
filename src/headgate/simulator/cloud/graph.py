"""Microsoft Graph, as far as it tells in which groups somebody is: what a token with group overage makes necessary."""

import itertools
from typing import Any

from headgate.simulator.answer import Answer
from headgate.simulator.cloud.asked import Asked, answered, refusal
from headgate.simulator.cloud.directory import Directory

_AUDIENCES = frozenset({"https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000"})
_KINDS = {"users", "servicePrincipals", "directoryObjects"}
_PAGE = 100
"""Groups on a page, unless ``$top`` says fewer."""


class Graph:
    """Answers below ``/v1.0``."""

    def __init__(self, directory: Directory) -> None:
        """Look up in a directory."""
        self._directory = directory

    def answer(self, asked: Asked) -> Answer | None:
        """The answer, or None when the path is not one of its own.

        Raises:
            CloudError: without a token for Graph, or for nobody known.
        """
        if asked.parts[0] != "v1.0":
            return None
        if self._directory.caller(asked.authorization, _AUDIENCES) is None:
            raise refusal(401, "InvalidAuthenticationToken", "Access token is empty, invalid, or has expired.")
        match asked.method, asked.parts[1:]:
            case "POST", (kind, object_id, "getMemberObjects" | "getMemberGroups") if kind in _KINDS:
                return answered({"value": self._groups(object_id)})
            case "GET", (kind, object_id, "transitiveMemberOf" | "memberOf", *_) if kind in _KINDS:
                return answered(self._page(asked, self._groups(object_id)))
        raise refusal(404, "Request_ResourceNotFound", "The simulator knows only the groups of a principal.")

    def _groups(self, object_id: str) -> list[str]:
        principal = self._directory.principal(object_id)
        if principal is None:
            raise refusal(404, "Request_ResourceNotFound", f"Resource '{object_id}' does not exist.")
        return principal.groups

    def _page(self, asked: Asked, groups: list[str]) -> dict[str, Any]:
        first = int(asked.query.get("$skiptoken", "0")) if asked.query.get("$skiptoken", "0").isdigit() else 0
        wanted = asked.query.get("$top", "")
        size = max(1, min(_PAGE, int(wanted))) if wanted.isdigit() else _PAGE
        shown = itertools.islice(groups, first, first + size)
        page: dict[str, Any] = {"value": [{"@odata.type": "#microsoft.graph.group", "id": group} for group in shown]}
        if first + size < len(groups):
            path = "/".join(asked.parts)
            page["@odata.nextLink"] = f"{asked.base}/{path}?$top={size}&$skiptoken={first + size}"
        return page
