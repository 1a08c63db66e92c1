"""The cloud's one port: the issuer, Resource Manager, the vault and Graph, told apart by path."""

import logging
from collections.abc import Mapping

from headgate.core.clock import Clock
from headgate.simulator.answer import Answer
from headgate.simulator.cloud.asked import Asked, CloudError, answered, read, refusal
from headgate.simulator.cloud.directory import Directory
from headgate.simulator.cloud.graph import Graph
from headgate.simulator.cloud.login import Login
from headgate.simulator.cloud.management import Account, Management
from headgate.simulator.cloud.vault import Vault
from headgate.simulator.exchange import Exchange, Request

_log = logging.getLogger(__name__)


class Cloud:
    """Answers every request to the cloud. Its own two paths stand for a person and for the passing of time."""

    def __init__(
        self,
        directory: Directory,
        *,
        accounts: Mapping[str, Account],
        endpoints: Mapping[str, str],
        clock: Clock,
        scheme: str,
    ) -> None:
        """Serve a directory and the accounts there are."""
        self._directory = directory
        self._scheme = scheme
        self._login = Login(directory, clock)
        self._services = (self._login, Vault(directory, clock), Graph(directory))
        self._management = Management(directory, accounts, endpoints)

    def serve(self, request: Request) -> Exchange:
        """Decide the answer to a request."""
        asked = read(request, scheme=self._scheme)
        try:
            answer = self._answer(asked)
        except CloudError as error:
            answer = answered(error.body, status=error.status)
            answer.headers = error.headers
        except Exception:  # noqa: BLE001 (the last resort of one request: others go on)
            _log.exception("the simulated cloud failed at %s", asked.parts)
            answer = answered({"error": {"code": "InternalServerError", "message": "See the log."}}, status=500)
        return Exchange(answer=answer)

    def _answer(self, asked: Asked) -> Answer:
        if asked.method == "POST" and asked.parts == ("simulator", "approve"):
            self._login.approve(asked.form.get("user_code", ""), asked.form.get("principal", ""))
            return answered({"approved": True})
        if asked.method == "POST" and asked.parts == ("simulator", "rotate"):
            return answered({"kid": self._directory.keys.rotate()})
        for service in (*self._services, self._management) if asked.parts else ():
            if answer := service.answer(asked):
                return answer
        raise refusal(404, "ResourceNotFound", "There is nothing at this path.")
