"""Backends: endpoints that can be reached as meant, credentials that can be sent, deployments that make sense."""

import re
import ssl
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from headgate.config.address import is_loopback
from headgate.config.nodes import KeyPath
from headgate.settings import Settings
from headgate.settings_check.findings import Findings
from headgate.settings_check.readable import check_readable
from headgate.upstream.settings import ApiKeyCredential, BackendSettings, DeploymentSettings

_HEADER_VALUE: Final = re.compile(r"[\x21-\x7e]+")
"""What a key may be made of: anything else cannot stand in a header as it is."""

_ADDED_PATHS: Final = ("/openai/v1", "/openai", "/v1")
"""What people copy along with the endpoint; the longest first."""


def check_backends(settings: Settings, findings: Findings) -> None:
    """Check each backend and its deployments."""
    if not settings.backends:
        findings.mistake(("backends",), "no backend: nothing could answer")
    for name, backend in settings.backends.items():
        path = ("backends", name)
        _check_endpoint((*path, "endpoint"), backend, findings)
        _check_credential((*path, "credential", "key"), backend, findings)
        if backend.ca_file is not None:
            _check_authority((*path, "ca_file"), Path(backend.ca_file), findings)
        if not backend.deployments:
            findings.warn((*path, "deployments"), "no deployment: the backend is never used")
        for deployment, deployed in backend.deployments.items():
            _check_capacity((*path, "deployments", deployment), deployed, findings)


def _check_endpoint(path: KeyPath, backend: BackendSettings, findings: Findings) -> None:
    try:
        url = urlsplit(backend.endpoint)
        _ = url.port
    except ValueError:
        findings.mistake(path, "not a URL; expected https://host, such as https://contoso.openai.azure.com")
        return
    wrong = _wrong_endpoint(url, backend)
    if wrong:
        findings.mistake(path, wrong)
    elif url.scheme == "http" and not is_loopback(url.hostname or ""):
        findings.warn(path, "plain http: the credential, prompts and answers travel readable; use https")


def _wrong_endpoint(url: SplitResult, backend: BackendSettings) -> str:
    if url.scheme not in {"https", "http"} or not url.hostname:
        return "expected https://host, such as https://contoso.openai.azure.com"
    if url.username is not None or url.password is not None:
        return "no user or password belongs in an endpoint; use credential"
    if url.query or url.fragment:
        return "nothing may follow the path of an endpoint: api-version comes from the caller"
    if re.search(r"[\s\x00-\x1f\x7f-\uffff]", backend.endpoint):
        return "an endpoint is ASCII without spaces; write other host names in their xn-- form"
    added = [ending for ending in _ADDED_PATHS if url.path.rstrip("/").endswith(ending)]
    if backend.api == "azure" and added:
        return f"name the resource only, without {added[0]}: Headgate adds the path that the caller asks for"
    return ""


def _check_credential(path: KeyPath, backend: BackendSettings, findings: Findings) -> None:
    if not isinstance(backend.credential, ApiKeyCredential):
        return
    if not _HEADER_VALUE.fullmatch(backend.credential.key):
        findings.mistake(path, "holds spaces, line ends or other characters that no header can carry")
    elif not findings.is_filled(path):
        findings.warn(path, "the key itself stands in this file; write ${env:NAME} or ${file:PATH}")


def _check_authority(path: KeyPath, file: Path, findings: Findings) -> None:
    if not check_readable(path, file, findings):
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=str(file))
    except ssl.SSLError:
        findings.mistake(path, "holds no certificate that can be read (PEM)")


def _check_capacity(path: KeyPath, deployed: DeploymentSettings, findings: Findings) -> None:
    provisioned = deployed.kind.endswith("provisioned")
    if deployed.ptu is not None and not provisioned:
        findings.mistake((*path, "ptu"), f"only provisioned kinds have PTU; kind is {deployed.kind}")
    if deployed.ptu is None and provisioned:
        findings.warn(path, "ptu is not given: the share of its cost cannot be computed")
