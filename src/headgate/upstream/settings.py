"""What can be set about backends and their deployments."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from headgate.core.deployment import DeploymentKind

Seconds = Annotated[float, Meta(gt=0)]
Count = Annotated[int, Meta(ge=1)]


class ApiKeyCredential(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="api-key"):
    """Send a key of the resource."""

    key: str
    """The key; write ``${env:NAME}`` or ``${file:PATH}``, never the key itself."""


class ManagedIdentityCredential(
    Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="managed-identity"
):
    """Send an Entra token of the machine's managed identity."""

    client_id: str | None = None
    """Of a user-assigned identity; without it, the system-assigned one."""
    scope: str = "https://cognitiveservices.azure.com/.default"


class NoCredential(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="none"):
    """Send nothing: for a backend that needs no credential, such as an app behind the gate."""


Credential = ApiKeyCredential | ManagedIdentityCredential | NoCredential


class DeploymentSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A model deployed on a backend."""

    model: str
    version: str = ""
    kind: DeploymentKind = "standard"
    ptu: Count | None = None
    """Provisioned throughput units; provisioned kinds only."""
    tokens_per_minute: Count | None = None
    """The deployment's own quota, for reports; Azure enforces it."""
    requests_per_minute: Count | None = None
    weight: Count = 1
    """Share of the traffic under ``strategy: weighted``."""


class BackendSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """One Azure OpenAI (or OpenAI-compatible) resource."""

    endpoint: str
    """``https://contoso-eastus.openai.azure.com``; ``https://api.example.com/v1`` for ``api: openai``."""
    deployments: dict[str, DeploymentSettings]
    """By the name they have on the resource."""
    credential: Credential
    region: str = ""
    api: Literal["azure", "openai"] = "azure"
    """``openai`` for a resource that only knows ``/v1`` paths with the model in the body."""
    ca_file: str | None = None
    """A private certificate authority to trust for this backend, PEM; without it, the system's."""
    connections_max: Count = 512
    """Open connections per worker; past it exchanges wait, then fail over."""
    idle_seconds: Seconds = 55.0
    """How long an unused connection is kept. (Azure's front end closes after 60 s or more.)"""
    connect_timeout_seconds: Seconds = 5.0
    """TCP and TLS together."""
    read_timeout_seconds: Seconds = 300.0
    """The longest silence of a backend: before the head, or between two reads of the body."""
