"""Options that several commands share, so that they are called alike and mean the same."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from cyclopts import Parameter

ConfigOption: TypeAlias = Annotated[
    Path, Parameter(name=["--config", "-c"], help="The configuration file.", negative=())
]
"""Use with ``DEFAULT_CONFIG``."""

EnvironmentOption: TypeAlias = Annotated[
    str | None,
    Parameter(name=["--environment", "-e"], help="Lay this environment's file over it: prod for headgate.prod.yaml."),
]

FormatOption: TypeAlias = Annotated[
    Literal["table", "json"], Parameter(name="--format", help="For people, or for programs.")
]

DEFAULT_CONFIG = Path("headgate.yaml")
"""In the current folder."""
