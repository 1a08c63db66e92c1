"""A simulator with every kind of deployment, over plain HTTP and over TLS, and the programs that are run against it."""

import asyncio
import os
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import trustme

from headgate.simulator.cloud_settings import CloudSettings, PrincipalSettings
from headgate.simulator.server import Simulator
from headgate.simulator.settings import DeploymentSettings, LatencySettings, ResourceSettings, SimulatorSettings
from tests.requirements import CLIENTS_PYTHON, NODE_CLIENT, ROOT
from tests.unit.simulator.settings_for_tests import KEY, deployment

PYTHON_PROGRAMS = ROOT / "tests" / "clients" / "python" / "simulator"
TOGETHER = PYTHON_PROGRAMS / "together.py"
NODE_PROGRAMS = NODE_CLIENT / "simulator"
SECONDS_MAX = 120
"""Far above what the programs of a client take together; a busy machine imports slowly."""

API_VERSION = "2025-04-01-preview"
MODELS = (
    "gpt-4o",
    "o3",
    "gpt-4o-audio-preview",
    "text-embedding-3-small",
    "gpt-image-1",
    "dall-e-3",
    "whisper",
    "gpt-4o-transcribe",
    "gpt-4o-transcribe-diarize",
    "tts-1",
    "gpt-4o-mini-tts",
    "gpt-realtime",
    "gpt-4o-realtime-preview",
)
"""Each is deployed under its own name."""
_SLOW_VOICE = LatencySettings(first_token_seconds=0, between_tokens_seconds=0.05)
"""That can be interrupted: longer than any answer to talk over takes to write."""
_GROUPS_PAST_A_TOKEN = 201
_APP = PrincipalSettings(
    object_id="00000000-aaaa-4000-8000-000000000001",
    client_id="00000000-cccc-4000-8000-000000000001",
    secret="worth-nothing",
    groups=[f"group-{number}" for number in range(_GROUPS_PAST_A_TOKEN)],
)


class Simulators(NamedTuple):
    """Both, and what programs are told of them."""

    plain: Simulator
    tls: Simulator
    environment: Mapping[str, str]
    folder: Path
    """Where programs run."""

    @property
    def served(self) -> set[str]:
        """The APIs that have answered a request with success, as the simulators count."""
        kept = [each for one in (self.plain, self.tls) for each in one.truth.requests().requests]
        return {each.api for each in kept if each.status < 400}


def _settings(*, tls: bool) -> SimulatorSettings:
    deployments: dict[str, DeploymentSettings] = {model: deployment(model) for model in MODELS}
    deployments["provisioned"] = deployment(kind="global-provisioned", ptu=15)
    deployments["slow-voice"] = deployment("gpt-realtime", latency=_SLOW_VOICE)
    deployments["slow-voice-beta"] = deployment("gpt-4o-realtime-preview", latency=_SLOW_VOICE)
    roles = {"app": ["Cognitive Services OpenAI User"]} if tls else {}
    resource = ResourceSettings(region="eastus", keys=[KEY], deployments=deployments, roles=roles)
    other = ResourceSettings(
        region="westus", keys=[KEY], deployments={model: deployment(model) for model in MODELS[:2]}
    )
    cloud = CloudSettings(principals={"app": _APP}, secrets={"gate-key": "a-secret", "other": "b"}) if tls else None
    return SimulatorSettings(resources={"eastus": resource, "westus": other}, cloud=cloud)


@asynccontextmanager
async def simulators(folder: Path) -> AsyncIterator[Simulators]:
    """Both of them; ``folder`` is where programs run and their certificate authority is written."""
    authority = trustme.CA()
    trusted = folder / "trusted.pem"
    authority.cert_pem.write_to_path(str(trusted))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    plain, tls = Simulator(_settings(tls=False)), Simulator(_settings(tls=True), tls=context)
    await plain.start()
    await tls.start()
    try:
        yield Simulators(plain, tls, _environment(plain, tls, trusted), folder)
    finally:
        await plain.stop()
        await tls.stop()


def _environment(plain: Simulator, tls: Simulator, trusted: Path) -> dict[str, str]:
    endpoint = plain.endpoints["eastus"]
    return {
        "PATH": os.environ["PATH"],
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": f"{endpoint}/openai/v1/",
        "AZURE_OPENAI_API_KEY": KEY,
        "AZURE_OPENAI_ENDPOINT": endpoint,
        "OPENAI_API_VERSION": API_VERSION,
        "SIMULATOR_ENDPOINT": endpoint,
        "SIMULATOR_OTHER_ENDPOINT": plain.endpoints["westus"],
        "SIMULATOR_TLS_ENDPOINT": tls.endpoints["eastus"],
        "SIMULATOR_CLOUD": tls.cloud_endpoint,
        "SIMULATOR_TENANT": tls._settings.cloud.tenant if tls._settings.cloud else "",
        "SIMULATOR_APP": _APP.client_id,
        "SIMULATOR_APP_ID": _APP.object_id,
        "SIMULATOR_APP_SECRET": _APP.secret,
        "SSL_CERT_FILE": str(trusted),
        "REQUESTS_CA_BUNDLE": str(trusted),
        "NODE_EXTRA_CA_CERTS": str(trusted),
    }


async def run(programs: Sequence[Path], against: Simulators) -> list[str]:
    """Run programs of one language to their end; returns what they say they have shown.

    Fails with its complaint when one of them fails.
    """
    in_node = programs[0].suffix == ".mjs"
    commands = [["node", each] for each in programs] if in_node else [[CLIENTS_PYTHON, TOGETHER, *programs]]
    return [line for command in commands for line in await _told_by(command, against)]


async def _told_by(command: Sequence[str | Path], against: Simulators) -> list[str]:
    pipe = asyncio.subprocess.PIPE
    running = await asyncio.create_subprocess_exec(
        *command, env=against.environment, cwd=against.folder, stdout=pipe, stderr=pipe
    )
    try:
        told, complaint = await asyncio.wait_for(running.communicate(), SECONDS_MAX)
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()
    assert running.returncode == 0, complaint.decode()
    return told.decode().splitlines()
