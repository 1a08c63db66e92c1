"""What a provisioned throughput unit (PTU) carries, by model, and in which sizes it is sold: from throughput.yaml."""

import datetime
import functools
from pathlib import Path

import msgspec
from msgspec import Struct

_FILE = Path(__file__).with_name("throughput.yaml")


class Sizes(Struct, frozen=True, forbid_unknown_fields=True):
    """The sizes of deployments, in PTU."""

    least: int
    step: int

    def sold(self, ptu: int) -> bool:
        """Whether there is a deployment of this size."""
        return ptu >= self.least and (ptu - self.least) % self.step == 0


class Throughput(Struct, frozen=True, forbid_unknown_fields=True):
    """What one PTU of a model carries."""

    model: str
    input_tpm_per_ptu: int
    """Input tokens a minute."""
    output_weight: int
    """How many input tokens an output token weighs."""
    wide: Sizes
    """Of global and data zone deployments."""
    regional: Sizes


class ThroughputTable(Struct, frozen=True, forbid_unknown_fields=True):
    """What was published on a day."""

    source: str
    read: datetime.date
    models: tuple[Throughput, ...]


@functools.cache
def throughputs() -> ThroughputTable:
    """Return the table."""
    return msgspec.yaml.decode(_FILE.read_bytes(), type=ThroughputTable)


def throughput(model: str) -> Throughput | None:
    """Return what a PTU of a model carries; None when nothing is published for it."""
    return next((one for one in throughputs().models if one.model == model.lower()), None)
