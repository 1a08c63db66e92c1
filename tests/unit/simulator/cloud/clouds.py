"""A simulated cloud for tests: two principals, one resource, one secret; asked directly or over TLS."""

import json
from typing import Any
from urllib.parse import urlencode

from headgate.simulator.cloud.directory import Directory
from headgate.simulator.cloud.service import Cloud
from headgate.simulator.cloud_settings import DEMO_TENANT, CloudSettings, PrincipalSettings
from headgate.simulator.exchange import Request
from headgate.simulator.faults import Faults
from headgate.simulator.resource import Resource
from headgate.simulator.settings import ResourceSettings
from headgate.simulator.truth import Truth
from tests.unit.simulator.conftest import StandingClock
from tests.unit.simulator.settings_for_tests import KEY, deployment

BASE = "https://cloud.test"
APP = PrincipalSettings(
    object_id="00000000-aaaa-4000-8000-000000000001",
    client_id="00000000-cccc-4000-8000-000000000001",
    secret="worth-nothing",
    groups=["group-1", "group-2"],
)
PERSON = PrincipalSettings(object_id="00000000-aaaa-4000-8000-000000000002", groups=[f"group-{n}" for n in range(201)])
SETTINGS = CloudSettings(principals={"app": APP, "person": PERSON}, secrets={"gate-key": "a-secret"})
USER = "Cognitive Services OpenAI User"


def resource_settings(**changed: Any) -> ResourceSettings:
    members = {"region": "eastus", "keys": [KEY, "second-key"], "deployments": {"gpt-4o": deployment()}}
    return ResourceSettings(**{**members, **changed})


class SmallCloud:
    """A cloud and its one resource, ``eastus``."""

    def __init__(self, **changed: Any) -> None:
        self.clock = StandingClock()
        self.directory = Directory(SETTINGS, self.clock)
        self.resource = Resource(
            "eastus",
            resource_settings(**changed),
            faults=Faults(),
            truth=Truth(10),
            clock=self.clock,
            directory=self.directory,
        )
        endpoints = {"eastus": "https://eastus.test"}
        self._cloud = Cloud(
            self.directory, accounts={"eastus": self.resource}, endpoints=endpoints, clock=self.clock, scheme="https"
        )

    def token(self, audience: str = "https://cognitiveservices.azure.com", principal: PrincipalSettings = APP) -> str:
        return self.directory.token(principal, audience, base=BASE, person=principal is PERSON)

    def ask(self, method: str, path: str, body: Any = None, *, token: str = "", **form: str) -> tuple[int, Any]:
        """Status and JSON of an answer."""
        headers = {b"host": b"cloud.test"}
        headers |= {b"authorization": f"Bearer {token}".encode()} if token else {}
        headers |= {b"content-type": b"application/x-www-form-urlencoded"} if form else {}
        content = urlencode(form).encode() if form else b"" if body is None else json.dumps(body).encode()
        self.answer = self._cloud.serve(Request(method, path.encode(), headers, content)).answer
        return self.answer.status, json.loads(self.answer.body)

    def login(self, path: str, **form: str) -> tuple[int, Any]:
        return self.ask("POST", f"/{DEMO_TENANT}{path}", **form)

    def call(self, **headers: str) -> tuple[int, Any]:
        """Ask the resource for a chat."""
        named = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
        target = b"/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21"
        body = json.dumps({"messages": [{"role": "user", "content": "Hello"}]}).encode()
        answer = self.resource.serve(Request("POST", target, named, body)).answer
        return answer.status, json.loads(answer.body)
