"""``headgate simulate``: the simulator alone, for programs that are tried without a gate."""

import os
from collections.abc import Callable, Container, Mapping
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from msgspec import structs

from headgate.app.demo.certificate import demo_certificate
from headgate.cli.console import say_now
from headgate.cli.simulate_report import write_report
from headgate.cli.usage_error import UsageError
from headgate.simulator.configuration import load_simulator
from headgate.simulator.demo import demo_settings
from headgate.simulator.scenario import load_scenario
from headgate.simulator.server import run
from headgate.simulator.settings import DEMO_KEYS, CertificateSettings, SimulatorSettings

DEFAULT_PORT = 8082
"""Where `headgate up` has it."""
DEFAULT_FOLDER = Path("data")


def simulate(
    *,
    config: Annotated[
        Path | None,
        Parameter(
            name=["--config", "-c"],
            help="The resources to simulate, as docs/simulator.md explains; without it, the two of headgate up.",
            negative=(),
        ),
    ] = None,
    port: Annotated[
        int,
        Parameter(help="The first resource's port unless configured; others take the next ones. 0 finds free ones."),
    ] = DEFAULT_PORT,
    scenario: Annotated[
        Path | None, Parameter(help="What goes wrong when, from the start on; see docs/simulator.md.", negative=())
    ] = None,
    report: Annotated[
        Path | None,
        Parameter(
            help="Instead of listening: play a spike on a provisioned deployment; plot and numbers go here.",
            negative=(),
        ),
    ] = None,
    tls: Annotated[
        bool, Parameter(help="Listen with TLS, with a certificate made for it in --data.", negative=())
    ] = False,
    data: Annotated[Path, Parameter(help="Where the certificate is kept.")] = DEFAULT_FOLDER,
) -> None:
    """Run a simulated Azure OpenAI until told to stop."""
    if report is not None and (scenario is not None or tls):
        raise UsageError("simulate: --report listens to nobody and plays a spike of its own: no --scenario, no --tls")
    settings = demo_settings() if config is None else load_simulator(config, os.environ)
    if report is not None:
        write_report(settings, report)
        return
    settings = with_ports(settings, port)
    played = None if scenario is None else load_scenario(scenario, settings, os.environ)
    authority = None
    if tls and settings.tls is None:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = demo_certificate(data)
        authority = made.authority
        settings = structs.replace(settings, tls=CertificateSettings(certificate=str(made.chain), key=str(made.key)))
    run(settings, announce=_announcing(settings, authority), scenario=played)


def with_ports(settings: SimulatorSettings, first: int) -> SimulatorSettings:
    """Give each resource without a port the next one that nothing else has, from ``first`` on; with 0, any free one."""
    taken = {resource.port for resource in settings.resources.values()}
    if settings.cloud:
        taken.add(settings.cloud.port)
    resources = {}
    following = first
    for name, resource in settings.resources.items():
        port = resource.port
        if port is None:
            port = following = _next_free(following, taken) if first else 0
            taken.add(port)
        resources[name] = structs.replace(resource, port=port)
    return structs.replace(settings, resources=resources)


def _next_free(port: int, taken: Container[int | None]) -> int:
    while port in taken:
        port += 1
    return port


def _announcing(settings: SimulatorSettings, authority: Path | None) -> Callable[[Mapping[str, str]], None]:
    def announce(endpoints: Mapping[str, str]) -> None:
        for name, endpoint in endpoints.items():
            say_now(f"{name}: {endpoint}")
        if any(key in DEMO_KEYS for resource in settings.resources.values() for key in resource.keys):
            say_now(f"api-key: {DEMO_KEYS[0]}")
        if authority is not None:
            say_now(f"trust: {authority}")

    return announce
