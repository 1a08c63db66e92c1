"""A deployment: a model deployed on a backend."""

from typing import Literal

from msgspec import Struct

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


class Deployment(Struct, frozen=True):
    """One deployment of one backend, as routing, metering and the records name it."""

    backend: str
    name: str
    model: str
    version: str
    kind: DeploymentKind
    region: str = ""
    ptu: int = 0
    weight: int = 1

    @property
    def key(self) -> str:
        """``backend/deployment``, as a model's pools name it."""
        return f"{self.backend}/{self.name}"

    @property
    def provisioned(self) -> bool:
        """Whether capacity is reserved by PTU instead of paid by the token."""
        return self.kind.endswith("provisioned")
