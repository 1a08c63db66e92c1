"""nginx ``proxy_pass``: the floor a proxy written in C sets, doing nothing but passing on."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench import nginx
from bench.chat import Route, azure_path
from bench.contestants.contract import Running, Upstream
from bench.cores import GATE_CORE, descendants
from bench.processes import free_port, started, wait_until_listening

START_SECONDS_MAX = 10


class Nginx:
    """nginx with kept-alive upstream connections, TLS verified and resumed, access log off."""

    name = "nginx"
    setting = "proxy_pass, 1 worker, keep-alive, access log off, no identity, no limits, no books"

    def missing(self) -> str | None:
        """Needs nginx on the path."""
        return None if shutil.which("nginx") else "nginx is not installed"

    def version(self) -> str:
        """As ``nginx -v`` says."""
        answer = subprocess.run(["nginx", "-v"], check=True, capture_output=True, text=True)
        return answer.stderr.strip().partition("/")[2]

    @contextlib.contextmanager
    def started(self, upstreams: list[Upstream], folder: Path) -> Iterator[Running]:
        """Run one worker with a listening port for each upstream."""
        ports = {upstream.name: free_port() for upstream in upstreams}
        urls = {upstream.name: upstream.url for upstream in upstreams}
        configuration = nginx.write_proxy(folder, ports=ports, upstreams=urls, authority=upstreams[0].authority)
        log = folder / "nginx.log"
        with started(nginx.command(configuration), core=GATE_CORE, log=log) as pid:
            wait_until_listening(ports[upstreams[0].name], pid=pid, log=log, seconds_max=START_SECONDS_MAX)
            routes = {
                upstream.name: Route(
                    port=ports[upstream.name],
                    path=azure_path(upstream.model),
                    model=upstream.model,
                    headers={"api-key": "bench-caller-key"},
                )
                for upstream in upstreams
            }
            yield Running(routes=routes, pids=tuple(descendants(pid)))
