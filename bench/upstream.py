"""The upstream of the request rounds: one nginx worker on the load core that answers a constant."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from bench import nginx
from bench.certificates import Certificates
from bench.contestants.contract import Upstream
from bench.cores import LOAD_CORE
from bench.processes import free_port, started, wait_until_listening

START_SECONDS_MAX = 10


@contextlib.contextmanager
def constant_upstream(
    folder: Path, certificates: Certificates, *, plain_port: int | None = None, tls_port: int | None = None
) -> Iterator[list[Upstream]]:
    """Run it; yields its plain and its TLS face."""
    plain, tls = plain_port or free_port(), tls_port or free_port()
    configuration = nginx.write_constant(folder, plain_port=plain, tls_port=tls, certificates=certificates)
    log = folder / "nginx.log"
    with started(nginx.command(configuration), core=LOAD_CORE, log=log) as pid:
        wait_until_listening(plain, pid=pid, log=log, seconds_max=START_SECONDS_MAX)
        yield [
            Upstream(name="plain", url=f"http://127.0.0.1:{plain}", authority=certificates.authority),
            Upstream(name="tls", url=f"https://127.0.0.1:{tls}", authority=certificates.authority),
        ]
