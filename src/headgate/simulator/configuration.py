"""From a configuration file to the settings of a simulator; every mistake is told with its file, line and key."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import structs

from headgate.config.load import Loaded, load
from headgate.config.nodes import KeyPath
from headgate.core.errors import ConfigurationError
from headgate.simulator.settings import ResourceSettings, SimulatorSettings

Finding = tuple[KeyPath, str]


def load_simulator(path: Path, env: Mapping[str, str]) -> SimulatorSettings:
    """Read and check a configuration; paths in the settings are absolute afterwards.

    ``env`` is where ``${env:NAME}`` looks. Raises ``ConfigurationError`` with every mistake found.
    """
    loaded = load(path, None, SimulatorSettings, env=env, read_file=read_file)
    settings = require(loaded)
    found = [loaded.at(place, message) for place, message in _findings(settings)]
    if found:
        raise ConfigurationError(loaded.in_order(found))
    return _absolute_paths(settings, path.parent.absolute())


def require(loaded: Loaded[SimulatorSettings]) -> SimulatorSettings:
    """Return the settings; raises ``ConfigurationError`` when there are mistakes instead."""
    if loaded.settings is None:
        raise ConfigurationError(loaded.mistakes)
    return loaded.settings


def read_file(path: Path, bytes_max: int) -> bytes:
    """Read the beginning of a file."""
    with path.open("rb") as file:
        return file.read(bytes_max)


def _findings(settings: SimulatorSettings) -> Iterator[Finding]:
    if not settings.resources:
        yield ("resources",), "names none; a simulator needs at least one resource"
    ports: dict[int, str] = {}
    for name, resource in settings.resources.items():
        here = ("resources", name)
        if resource.port and ports.setdefault(resource.port, name) != name:
            yield (*here, "port"), f"{resource.port} is the port of {ports[resource.port]} already"
        if not resource.deployments and resource.cassettes is None:
            yield (*here, "deployments"), "names none; nothing could be asked of this resource"
        principals = settings.cloud.principals if settings.cloud else {}
        for principal in set(resource.roles) - set(principals):
            yield (*here, "roles", principal), f"is no principal of `cloud`; known: {', '.join(principals) or 'none'}"
        if resource.local_auth_disabled and settings.cloud is None:
            yield (*here, "local_auth_disabled"), "leaves no way in without a `cloud` that issues tokens"
        yield from _deployment_findings(settings, resource, (*here, "deployments"))
    if settings.cloud and settings.cloud.port in ports:
        yield ("cloud", "port"), f"{settings.cloud.port} is the port of {ports[settings.cloud.port]} already"


def _deployment_findings(settings: SimulatorSettings, resource: ResourceSettings, here: KeyPath) -> Iterator[Finding]:
    standard = [name for name, deployment in resource.deployments.items() if not deployment.provisioned]
    quotas = {(quota.subscription, quota.region, quota.model): quota.tokens_per_minute for quota in settings.quotas}
    for name, deployment in resource.deployments.items():
        if deployment.spillover and deployment.spillover not in standard:
            known = ", ".join(standard) or "none"
            yield (*here, name, "spillover"), f"names no standard deployment of this resource; known: {known}"
        quota = quotas.get((resource.subscription, resource.region, deployment.model))
        if deployment.dynamic_quota and quota is None:
            yield (*here, name, "dynamic_quota"), "needs a quota of this subscription, region and model under `quotas`"
        if quota is not None and (deployment.tokens_per_minute or 0) > quota:
            yield (*here, name, "tokens_per_minute"), f"is more than the quota of {quota} under `quotas`"


def _absolute_paths(settings: SimulatorSettings, folder: Path) -> SimulatorSettings:
    resources = {name: _with_folder(resource, folder) for name, resource in settings.resources.items()}
    settings = structs.replace(settings, resources=resources)
    if settings.tls is None:
        return settings
    tls = settings.tls
    paths = structs.replace(tls, certificate=str(folder / tls.certificate), key=str(folder / tls.key))
    return structs.replace(settings, tls=paths)


def _with_folder(resource: ResourceSettings, folder: Path) -> ResourceSettings:
    if resource.cassettes is None:
        return resource
    cassettes = structs.replace(resource.cassettes, folder=str(folder / resource.cassettes.folder))
    return structs.replace(resource, cassettes=cassettes)
