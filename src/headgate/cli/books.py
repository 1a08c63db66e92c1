"""Opening the books for a command: where they are, brought up to date with the journal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeAlias

from cyclopts import Parameter

from headgate.cli.console import complain
from headgate.cli.options import DEFAULT_CONFIG
from headgate.cli.usage_error import UsageError
from headgate.ledger import Ledger, open_ledger
from headgate.ledger.catch_up import catch_up
from headgate.metering.price_file import load_prices
from headgate.settings_load import load_settings

DataOption: TypeAlias = Annotated[
    Path | None,
    Parameter(name="--data", help="The data folder, instead of a configuration that names it.", negative=()),
]

BooksConfigOption: TypeAlias = Annotated[
    Path | None,
    Parameter(
        name=["--config", "-c"],
        help="The configuration file; headgate.yaml here, or else the folder ./data.",
        negative=(),
    ),
]


@contextmanager
def up_to_date_books(config: Path | None, environment: str | None, data: Path | None) -> Iterator[Ledger]:
    """Give the ledger of a data folder, with everything in it that the journal holds now."""
    folder, prices = _where(config, environment, data)
    if not folder.is_dir():
        raise UsageError(f"there is no data folder {folder}; name one with --data, or a configuration with --config")
    ledger = open_ledger(folder)
    try:
        for alarm in catch_up(folder / "journal", ledger, load_prices(prices)):
            complain(f"headgate: {alarm}")
        yield ledger
    finally:
        ledger.close()


def _where(config: Path | None, environment: str | None, data: Path | None) -> tuple[Path, str]:
    """Return the data folder and the prices: from the configuration, if one is named or stands here."""
    if data is not None and config is None:
        beside = data / "headgate.yaml"
        return data, load_settings(beside, environment, os.environ).settings.prices if beside.is_file() else "builtin"
    if config is None and not DEFAULT_CONFIG.is_file():
        return Path("data"), "builtin"
    settings = load_settings(config or DEFAULT_CONFIG, environment, os.environ).settings
    return data or Path(settings.data), settings.prices
