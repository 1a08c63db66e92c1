"""What can be set about the simulated resources, in the words of the gate's own configuration."""

from typing import Annotated

from msgspec import Meta, Struct, field

from headgate.core.deployment import DeploymentKind
from headgate.simulator.profiles import DEFAULT, profile_of
from headgate.simulator.shapes import ContentFilter

Count = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(ge=0)]
Port = Annotated[int, Meta(ge=0, le=65535)]

DEMO_KEYS = ("headgate-simulator-key-1", "headgate-simulator-key-2")
"""The two keys of a resource that names none: known to everyone, worth nothing."""


class LatencySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How long a deployment thinks and how fast it writes."""

    first_token_seconds: Seconds = 0.01
    """From the complete request to the first token."""
    between_tokens_seconds: Seconds = 0.001
    """From one token to the next; an answer that is not streamed waits for all of them."""


class DeploymentSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A model deployed on a simulated resource."""

    model: str
    version: str = ""
    kind: DeploymentKind = "standard"
    ptu: Count | None = None
    """Provisioned throughput units; provisioned kinds need them, others have none."""
    tokens_per_minute: Count | None = None
    """Quota of a pay-as-you-go deployment; without it tokens are not limited."""
    requests_per_minute: Count | None = None
    """Without it: follows from ``tokens_per_minute`` by the model's ratio, as Azure sets it."""
    latency: LatencySettings = field(default_factory=LatencySettings)
    content_filter: ContentFilter = "default"
    """Annotations with every piece (`default`), after the text (`asynchronous`), or none (`off`)."""
    context_tokens: Count = 128_000
    """Longest prompt the deployment takes; past it 400 ``context_length_exceeded``."""
    reasoning_tokens: Annotated[int, Meta(ge=0)] = 0
    """Tokens a reasoning model spends before each answer."""

    @property
    def provisioned(self) -> bool:
        """Whether capacity is reserved by PTU instead of paid by the token."""
        return self.kind.endswith("provisioned")

    def __post_init__(self) -> None:
        """Hold kind and PTU together."""
        if self.provisioned and self.ptu is None:
            raise ValueError(f"a {self.kind} deployment needs `ptu`")
        if not self.provisioned and self.ptu is not None:
            raise ValueError(f"a {self.kind} deployment has no `ptu`")


class ResourceSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """One simulated Azure OpenAI resource, on a port of its own."""

    region: str
    """``eastus``; headers show its display name."""
    deployments: dict[str, DeploymentSettings]
    port: Port | None = None
    """Without it, or 0: a free one."""
    keys: list[str] = field(default_factory=lambda: list(DEMO_KEYS))
    """Accepted in ``api-key`` and as ``Authorization: Bearer``."""
    profile: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}$")] = DEFAULT
    """The month whose shapes and headers it answers with, from `2024-02` on."""

    def __post_init__(self) -> None:
        """Refuse a month of which nothing is known."""
        profile_of(self.profile)


class CertificateSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A certificate to listen with."""

    certificate: str
    """Path of the certificate chain, PEM."""
    key: str
    """Path of the private key, PEM."""


class SimulatorSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A simulator: its resources by name."""

    resources: dict[str, ResourceSettings]
    host: str = "127.0.0.1"
    """Address to listen on; the keys are public, so keep it off public networks."""
    tls: CertificateSettings | None = None
    """Listen with TLS; without it, plain HTTP."""
    requests_kept: Count = 200_000
    """How many requests ``GET /simulator/requests`` remembers: some 100 MB at most."""
    connections_max: Count = 20_000
    """Open connections per resource; past it new ones are closed at once."""
