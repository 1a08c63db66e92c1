"""From settings to a snapshot: names resolved, keys by digest, backends connected to what they were before."""

import datetime
from collections.abc import Mapping
from pathlib import Path

from headgate.adapters.backend_pool import BackendPool, CredentialSource
from headgate.adapters.credential_api_key import StaticCredential, api_key_credential
from headgate.adapters.credential_managed_identity import managed_identity
from headgate.admission.limiter import Limiter
from headgate.core.caller import Caller
from headgate.core.deployment import Deployment
from headgate.identity.keys import Key, KeyRing
from headgate.pipeline.snapshot import Snapshot, UseCase
from headgate.routing.choice import Model, resolve_model
from headgate.settings import Settings
from headgate.upstream.settings import ApiKeyCredential, BackendSettings, ManagedIdentityCredential


def build_snapshot(settings: Settings, pools: Mapping[str, BackendPool], limiters: Mapping[str, Limiter]) -> Snapshot:
    """Resolve settings that have been checked as a whole."""
    return Snapshot(
        rings=(_key_ring(settings),),
        use_cases={
            name: UseCase(
                name=name,
                models=frozenset(use_case.models),
                limiter=limiters[name],
                on_disconnect=use_case.on_disconnect,
                deadline_seconds=use_case.deadline_seconds,
            )
            for name, use_case in settings.use_cases.items()
        },
        models=_models(settings),
        backends=dict(pools),
    )


def _key_ring(settings: Settings) -> KeyRing:
    use_case_of = {caller: name for name, use_case in settings.use_cases.items() for caller in use_case.callers}
    keys = {}
    for name, key in settings.keys.items():
        caller = f"key:{name}"
        if caller not in use_case_of:
            continue
        digest = bytes.fromhex(key.sha256)
        expires_at = float("inf")
        if key.expires is not None:
            day_after = key.expires + datetime.timedelta(days=1)
            expires_at = datetime.datetime.combine(day_after, datetime.time(), datetime.UTC).timestamp()
        keys[digest] = Key(name, digest, expires_at, Caller(caller, use_case_of[caller]))
    return KeyRing(keys)


def deployments_of(settings: Settings) -> dict[str, Deployment]:
    """Every deployment of a configuration, by ``backend/deployment``."""
    deployments = {}
    for backend_name, backend in settings.backends.items():
        for name, deployment in backend.deployments.items():
            deployments[f"{backend_name}/{name}"] = Deployment(
                backend=backend_name,
                name=name,
                model=deployment.model,
                version=deployment.version,
                kind=deployment.kind,
                region=backend.region,
                ptu=deployment.ptu or 0,
                weight=deployment.weight,
            )
    return deployments


def _models(settings: Settings) -> dict[str, Model]:
    deployments = deployments_of(settings)
    return {
        name: resolve_model(name, [[deployments[key] for key in pool] for pool in model.pools], model)
        for name, model in settings.models.items()
    }


def new_pool(name: str, settings: BackendSettings) -> BackendPool:
    """The pool of a backend, with its credential.

    Raises:
        HeadgateError: when the credential needs a package that is not installed.
    """
    credential: CredentialSource
    match settings.credential:
        case ApiKeyCredential(key=key):
            credential = api_key_credential(key, settings.api)
        case ManagedIdentityCredential(client_id=client_id, scope=scope):
            credential = managed_identity(client_id, scope)
        case _:
            credential = StaticCredential(b"")
    return BackendPool(name, settings, credential)


def journal_folder(data: Path) -> Path:
    """Where journals lie under the data folder."""
    return data / "journal"
