"""A deployment: a model deployed on a backend."""

from dataclasses import dataclass, field
from typing import Literal

DeploymentKind = Literal[
    "standard",
    "global-standard",
    "data-zone-standard",
    "provisioned",
    "global-provisioned",
    "data-zone-provisioned",
    "global-batch",
    "data-zone-batch",
    "developer",
]
"""How capacity is bought: Azure's deployment types, in the words of its documentation."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """One deployment of one backend, as routing, metering and the records name it."""

    backend: str
    name: str
    model: str
    version: str
    kind: DeploymentKind
    region: str = ""
    ptu: int = 0
    weight: int = 1

    key: str = field(init=False)
    """``backend/deployment``, as a model's pools name it; made of the two."""

    def __post_init__(self) -> None:
        """Make the key once: it is asked for several times in every exchange."""
        object.__setattr__(self, "key", f"{self.backend}/{self.name}")

    @property
    def provisioned(self) -> bool:
        """Whether capacity is reserved by PTU instead of paid by the token."""
        return self.kind.endswith("provisioned")
