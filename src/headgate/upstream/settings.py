"""What can be set about backends and their deployments."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from headgate.config.marking import SECRET
from headgate.core.deployment import DeploymentKind

Seconds = Annotated[float, Meta(gt=0)]
Count = Annotated[int, Meta(ge=1)]


class ApiKeyCredential(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="api-key"):
    """Send a key of the resource."""

    key: Annotated[str, SECRET, Meta(min_length=1)]
    """The key; write ``${env:NAME}`` or ``${file:PATH}``, never the key itself."""


class ManagedIdentityCredential(
    Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="managed-identity"
):
    """Send an Entra token of the machine's managed identity."""

    client_id: str | None = None
    """Of a user-assigned identity; without it, the system-assigned one."""
    scope: str = "https://cognitiveservices.azure.com/.default"
    """What the token is for; newer resources also take ``https://ai.azure.com/.default``."""


class NoCredential(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="none"):
    """Send nothing: for a backend that needs no credential, such as an app behind the gate."""


Credential = ApiKeyCredential | ManagedIdentityCredential | NoCredential


class DeploymentSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A model deployed on a backend."""

    model: str
    """The model that is deployed, as Azure names it: ``gpt-4o``. Prices are found by it."""
    version: str = ""
    """Its version: ``2024-11-20``. Exchanges overflow only to the same model and version."""
    kind: DeploymentKind = "standard"
    """How its capacity is bought: Azure's deployment types."""
    ptu: Count | None = None
    """Provisioned throughput units; provisioned kinds only."""
    tokens_per_minute: Count | None = None
    """The deployment's own quota, for reports; Azure enforces it."""
    requests_per_minute: Count | None = None
    """Likewise."""
    weight: Count = 1
    """Share of the traffic under ``strategy: weighted``."""


class BackendSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """One Azure OpenAI (or OpenAI-compatible) resource."""

    endpoint: str
    """``https://contoso-eastus.openai.azure.com``; ``https://api.example.com/v1`` for ``api: openai``."""
    deployments: dict[str, DeploymentSettings]
    """By the name they have on the resource."""
    credential: Credential
    """What Headgate shows the backend; callers' own credentials never reach it."""
    region: str = ""
    """Where the resource is: ``eastus``. For records and reports."""
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
