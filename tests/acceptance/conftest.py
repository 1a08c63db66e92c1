"""What the tests with real clients share: a gate over plain HTTP and one over TLS, for all of them."""

from collections.abc import Iterator

import pytest

from tests.acceptance.client_programs import ClientsGate
from tests.acceptance.media_region import MediaRegion
from tests.acceptance.up import Up
from tests.requirements import require


@pytest.fixture(scope="session")
def python_clients() -> None:
    """Asked for before a gate, so that none is started in vain."""
    require("python-clients")


@pytest.fixture(scope="session")
def node_client() -> None:
    """Likewise."""
    require("node-client")


@pytest.fixture(scope="session")
def clients_gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClientsGate]:
    """``headgate up``, with one more region than it begins with."""
    region = MediaRegion()
    up = Up(tmp_path_factory.mktemp("clients"), "--port", "0")
    region.add_to(up)
    yield ClientsGate(up)
    up.program.end()
    region.end()


@pytest.fixture(scope="session")
def clients_gate_with_tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClientsGate]:
    """``headgate up --tls`` as it is."""
    up = Up(tmp_path_factory.mktemp("clients-tls"), "--port", "0", "--tls")
    yield ClientsGate(up)
    up.program.end()
