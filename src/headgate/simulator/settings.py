"""What can be set about the simulated resources, in the words of the gate's own configuration."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from headgate.core.deployment import DeploymentKind
from headgate.simulator.cloud_settings import CloudSettings
from headgate.simulator.profiles import DEFAULT, profile_of
from headgate.simulator.roles import ROLES
from headgate.simulator.shapes import ContentFilter

Count = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(ge=0)]
Port = Annotated[int, Meta(ge=0, le=65535)]

DEMO_KEYS = ("headgate-simulator-key-1", "headgate-simulator-key-2")
"""The two keys of a resource that names none: known to everyone, worth nothing."""


RequestsSlice = Literal["minute", "10s", "1s"]
Estimator = Literal["documented", "characters"]


class LatencySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How long a deployment thinks and how fast it writes."""

    first_token_seconds: Seconds = 0.01
    """From the complete request to the first token."""
    between_tokens_seconds: Seconds = 0.001
    """From one token to the next; an answer that is not streamed waits for all of them."""
    prompt_tokens_per_second: Count | None = None
    """How fast the prompt is read before the first token; cached tokens need no reading. Without it, at once."""
    image_seconds: Seconds = 0.0
    """More for each picture made."""
    audio_factor: Seconds = 0.0
    """More for each second of audio heard: 0.1 takes six seconds for a minute."""
    jitter: Annotated[float, Meta(ge=0, lt=1)] = 0.0
    """Each answer takes up to this share more or less, drawn from the simulator's ``seed``."""


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
    requests_slice: RequestsSlice | None = None
    """Within what time the request quota is judged: of 600 a minute, `1s` takes 10 in a second. Without it: as Azure
    does for the model, `10s` where 1,000 tokens a minute bring 6 requests, `minute` where they bring another number."""
    estimator: Estimator = "documented"
    """What a request is charged: the prompt's characters / 4 and the caller's maximum, or the `characters` alone."""
    dynamic_quota: bool = False
    """Take more than ``tokens_per_minute`` while the shared quota (``quotas``) has room."""
    spillover: str = ""
    """The standard deployment of this resource that answers when this provisioned one cannot."""
    latency: LatencySettings = field(default_factory=LatencySettings)
    content_filter: ContentFilter = "default"
    """Annotations with every piece (`default`), after the text (`asynchronous`), or none (`off`)."""
    context_tokens: Count | None = None
    """Longest prompt it takes; past it 400 ``context_length_exceeded``. Without it: what the model takes."""
    reasoning_tokens: Annotated[int, Meta(ge=0)] | None = None
    """Tokens spent thinking before each answer, with medium effort. Without it: 64 by a model that thinks unasked."""

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
        if not self.provisioned and self.spillover:
            raise ValueError(f"a {self.kind} deployment has no `spillover`; provisioned ones have")
        if self.provisioned and self.dynamic_quota:
            raise ValueError(f"a {self.kind} deployment has no `dynamic_quota`")


class CassetteSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A folder of recorded exchanges in place of simulated deployments."""

    folder: str
    record_from: str = ""
    """Address of a real resource: requests go there and what comes back is recorded. Without it: replay the folder."""


class ResourceSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """One simulated Azure OpenAI resource, on a port of its own."""

    region: str
    """``eastus``; headers show its display name."""
    deployments: dict[str, DeploymentSettings]
    subscription: str = "simulated"
    """Quota is counted by subscription, region and model (``quotas``)."""
    port: Port | None = None
    """Without it, or 0: a free one."""
    keys: list[str] = field(default_factory=lambda: list(DEMO_KEYS))
    """Accepted in ``api-key`` and as ``Authorization: Bearer``."""
    profile: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}$")] = DEFAULT
    """The month whose shapes and headers it answers with, from `2024-02` on."""
    assistants: bool | None = None
    """Whether there are assistants, threads and runs; without it, as in the month of ``profile``: to August 2026."""
    roles: dict[str, list[str]] = field(default_factory=dict)
    """Roles on it, by the names of principals in `cloud`: `Cognitive Services OpenAI User`, …"""
    network: Literal["public", "selected", "private"] = "public"
    """`selected` and `private` let in only what comes by the private endpoint, and say so in different words."""
    cassettes: CassetteSettings | None = None
    """Record a real resource, or replay what was recorded; all else of this resource then means nothing."""
    local_auth_disabled: bool = False
    """Refuse keys; only tokens are good."""

    def __post_init__(self) -> None:
        """Refuse a month of which nothing is known, and roles that there are not."""
        profile_of(self.profile)
        for name in {role for held in self.roles.values() for role in held} - ROLES:
            raise ValueError(f"there is no role {name!r}; known: {', '.join(sorted(ROLES))}")


class QuotaSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What pay-as-you-go deployments of one subscription, region and model may use together."""

    region: str
    model: str
    tokens_per_minute: Count
    subscription: str = "simulated"


class CertificateSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A certificate to listen with."""

    certificate: str
    """Path of the certificate chain, PEM."""
    key: str
    """Path of the private key, PEM."""


class SimulatorSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A simulator: its resources by name."""

    resources: dict[str, ResourceSettings]
    cloud: CloudSettings | None = None
    """The issuer of tokens, Resource Manager, a Key Vault and Graph; without it, keys are the only credential."""
    host: str = "127.0.0.1"
    """Address to listen on; the keys are public, so keep it off public networks."""
    tls: CertificateSettings | None = None
    """Listen with TLS; without it, plain HTTP."""
    quotas: list[QuotaSettings] = field(default_factory=list)
    """Tokens per minute that deployments share; where none is set, each has only its own limit."""
    seed: int = 0
    """Of latencies: runs with one seed are alike."""
    time_factor: Annotated[float, Meta(ge=0.01, le=1000)] = 1.0
    """How many seconds pass in the simulator for one of the machine: 60 makes an hour a minute."""
    requests_kept: Count = 200_000
    """How many requests ``GET /simulator/requests`` remembers: some 120 MB at most."""
    connections_max: Count = 20_000
    """Open connections per resource; past it new ones are closed at once."""
