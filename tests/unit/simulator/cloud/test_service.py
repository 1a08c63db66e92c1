"""The cloud as programs meet it: azure-identity over TLS gets a token, and a resource takes it."""

import asyncio
import ssl

import pytest
import trustme

from headgate.simulator.cloud_settings import DEMO_TENANT
from headgate.simulator.server import Simulator
from headgate.simulator.settings import SimulatorSettings
from tests.unit.simulator.cloud.clouds import APP, SETTINGS, USER, SmallCloud, resource_settings
from tests.unit.simulator.talk import CHAT, HELLO, request_bytes


def test_a_path_of_nobody_is_not_found() -> None:
    for path in ("/", "/nothing", "/other-tenant/oauth2/v2.0/token"):
        assert SmallCloud().ask("GET", path)[0] == 404


def test_keys_can_be_rotated() -> None:
    cloud = SmallCloud()

    assert cloud.ask("POST", "/simulator/rotate") == (200, {"kid": "simulator-key-1"})
    assert cloud.ask("POST", "/simulator/rotate") == (200, {"kid": "simulator-key-2"})


async def _ask_with(token: str, endpoint: str, trusted: ssl.SSLContext) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(endpoint.rpartition(":")[2]), ssl=trusted)
    writer.write(request_bytes(CHAT, HELLO, headers={"api-key": "", "authorization": f"Bearer {token}"}))
    status_line = await reader.readline()
    writer.close()
    return status_line


async def test_azure_identity_gets_a_token_that_opens_the_resource(tmp_path_factory: pytest.TempPathFactory) -> None:
    from azure.identity import ClientSecretCredential

    authority = trustme.CA()
    bundle = tmp_path_factory.mktemp("tls") / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    server, trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(server)
    authority.configure_trust(trusted)
    settings = SimulatorSettings(resources={"eastus": resource_settings(roles={"app": [USER]})}, cloud=SETTINGS)
    simulator = Simulator(settings, tls=server)
    await simulator.start()
    try:
        credential = ClientSecretCredential(
            DEMO_TENANT,
            APP.client_id,
            APP.secret,
            authority=simulator.cloud_endpoint,
            disable_instance_discovery=True,
            connection_verify=str(bundle),
        )
        with credential:
            scope = "https://cognitiveservices.azure.com/.default"
            token = await asyncio.to_thread(credential.get_token, scope)
        assert await _ask_with(token.token, simulator.endpoints["eastus"], trusted) == b"HTTP/1.1 200 OK\r\n"
    finally:
        await simulator.stop()
