"""The simulator as a whole: a port for each resource, one count and one set of faults for all."""

import asyncio
import signal
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import cast

import uvloop

from headgate.core.clock import Clock
from headgate.core.errors import CannotListenError
from headgate.simulator.cassettes.recorder import Recorder
from headgate.simulator.cassettes.replay import Replay
from headgate.simulator.clock import FasterLoop, SystemClock
from headgate.simulator.cloud.directory import Directory
from headgate.simulator.cloud.service import Cloud
from headgate.simulator.cloud.signing import require_cryptography
from headgate.simulator.connection import Connection
from headgate.simulator.control import Control
from headgate.simulator.faults import Faults
from headgate.simulator.heads import Dates
from headgate.simulator.quotas import Quotas
from headgate.simulator.resource import Resource
from headgate.simulator.scenario import Scenario
from headgate.simulator.settings import ResourceSettings, SimulatorSettings
from headgate.simulator.site import Serving, Site
from headgate.simulator.timetable import Timetable
from headgate.simulator.truth import Truth

_BACKLOG = 4096


class Simulator:
    """Azure OpenAI in a box. ``endpoints`` holds each resource's address once it is started."""

    def __init__(
        self, settings: SimulatorSettings, *, clock: Clock | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        """``tls`` goes before the certificate in the settings; without either, plain HTTP."""
        self._settings = settings
        self._clock = clock or SystemClock(settings.time_factor)
        self._tls = tls
        self._dates = Dates()
        self._quotas = Quotas(settings.quotas)
        self._servers: list[asyncio.Server] = []
        self._sites: list[Site] = []
        self._timetable: Timetable | None = None
        """Once it is started."""
        self.faults = Faults()
        self.truth = Truth(settings.requests_kept)
        self.endpoints: dict[str, str] = {}
        self.resources: dict[str, Resource] = {}
        self.cloud_endpoint = ""
        """Of the issuer, Resource Manager, the vault and Graph, when there is a cloud."""

    async def start(self) -> None:
        """Listen for every resource.

        Raises:
            CannotListenError: when a port is in use or not allowed; then nothing is left listening.
            HeadgateError: when cassettes or a package that is needed are not there.
        """
        tls = self._tls or _context(self._settings)
        pace = self._pace(asyncio.get_running_loop())
        self._timetable = Timetable(self.resources, self.faults, self._clock, pace)
        control = Control(faults=self.faults, truth=self.truth, timetable=self._timetable)
        cloud = self._settings.cloud
        directory = Directory(cloud, self._clock) if cloud else None
        if cloud:
            require_cryptography()
        resources = self._settings.resources.items()
        serving = {name: _cassettes(each) or self._resource(name, each, directory) for name, each in resources}
        for name, settings in resources:
            self.endpoints[name] = await self._listen(name, self._site(serving[name], control), settings.port, tls)
            if name in self.resources:
                self.resources[name].reached_at(self.endpoints[name])
        if cloud and directory:
            site = self._site(self._cloud(directory, scheme="https" if tls else "http"), None)
            self.cloud_endpoint = await self._listen("cloud", site, cloud.port, tls)

    def play(self, scenario: Scenario) -> None:
        """Begin a scenario; the simulator is started. Stopping it ends the scenario too."""
        assert self._timetable is not None
        self._timetable.play(scenario)

    async def stop(self) -> None:
        """Close every port and every connection."""
        if self._timetable is not None:
            self._timetable.stop()
        for server in self._servers:
            server.close()
        for site in self._sites:
            site.end_connections()
        for server in self._servers:
            await server.wait_closed()
        self._servers.clear()
        self._sites.clear()
        self.endpoints.clear()
        self.resources.clear()
        self.cloud_endpoint = ""

    def _resource(self, name: str, settings: ResourceSettings, directory: Directory | None) -> Resource:
        made = Resource(
            name,
            settings,
            faults=self.faults,
            truth=self.truth,
            clock=self._clock,
            quotas=self._quotas,
            seed=self._settings.seed,
            directory=directory,
            time_factor=self._settings.time_factor,
        )
        self.resources[name] = made
        return made

    def _cloud(self, directory: Directory, *, scheme: str) -> Cloud:
        return Cloud(directory, accounts=self.resources, endpoints=self.endpoints, clock=self._clock, scheme=scheme)

    def _site(self, serving: Serving, control: Control | None) -> Site:
        return Site(serving, control, date_line=self._date_line, connections_max=self._settings.connections_max)

    async def _listen(self, name: str, site: Site, port: int | None, tls: ssl.SSLContext | None) -> str:
        loop = asyncio.get_running_loop()
        pace = self._pace(loop)
        try:
            server = await loop.create_server(
                lambda: Connection(site, pace), self._settings.host, port or 0, ssl=tls, backlog=_BACKLOG
            )
        except OSError as error:
            await self.stop()
            address = f"{self._settings.host}:{port or 0}"
            raise CannotListenError(f"{name}: cannot listen on {address}: {error.strerror}") from error
        self._servers.append(server)
        self._sites.append(site)
        host, bound = server.sockets[0].getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        return f"{'https' if tls else 'http'}://{shown}:{bound}"

    def _pace(self, loop: asyncio.AbstractEventLoop) -> asyncio.AbstractEventLoop:
        factor = self._settings.time_factor
        return loop if factor == 1 else cast("asyncio.AbstractEventLoop", FasterLoop(loop, factor))

    def _date_line(self) -> bytes:
        return self._dates.line(self._clock.now())


def _cassettes(settings: ResourceSettings) -> Serving | None:
    if settings.cassettes is None:
        return None
    folder = Path(settings.cassettes.folder)
    return Recorder(folder, settings.cassettes.record_from) if settings.cassettes.record_from else Replay(folder)


def _context(settings: SimulatorSettings) -> ssl.SSLContext | None:
    if settings.tls is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(settings.tls.certificate, settings.tls.key)
    return context


def run(
    settings: SimulatorSettings, *, announce: Callable[[dict[str, str]], None], scenario: Scenario | None = None
) -> None:
    """Run until SIGINT or SIGTERM; ``announce`` is given the endpoints once all listen; then the scenario begins.

    Raises:
        CannotListenError: when a port is in use or not allowed.
    """
    uvloop.run(_run(settings, announce, scenario))


async def _run(
    settings: SimulatorSettings, announce: Callable[[dict[str, str]], None], scenario: Scenario | None
) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    simulator = Simulator(settings)
    await simulator.start()
    cloud = {"cloud": simulator.cloud_endpoint} if simulator.cloud_endpoint else {}
    announce(simulator.endpoints | cloud)
    if scenario is not None:
        simulator.play(scenario)
    try:
        await stopping.wait()
    finally:
        await simulator.stop()
