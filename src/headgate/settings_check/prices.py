"""Prices: a price file that can be read, and a price for every deployment that is paid by use."""

import datetime
from pathlib import Path
from typing import Final

from headgate.config.nodes import KeyPath
from headgate.core.errors import ConfigurationError
from headgate.metering.charges import PriceBook
from headgate.metering.price_file import load_prices
from headgate.metering.prices import Product
from headgate.settings import Settings
from headgate.settings_check.findings import Findings
from headgate.settings_check.readable import check_readable
from headgate.upstream.settings import DeploymentSettings

BUILTIN: Final = "builtin"


def check_prices(settings: Settings, findings: Findings, *, today: datetime.date) -> None:
    """Read the price file, and look up each deployment as of ``today`` (UTC); mistakes in it are told at its lines."""
    if settings.prices != BUILTIN and not check_readable(("prices",), Path(settings.prices), findings):
        return
    try:
        book = load_prices(settings.prices)
    except ConfigurationError as error:
        findings.add(error.mistakes)
        return
    for name, backend in settings.backends.items():
        for deployment, deployed in backend.deployments.items():
            path = ("backends", name, "deployments", deployment)
            _check_priced(path, deployed, backend.region, book, today, findings)


def _check_priced(
    path: KeyPath,
    deployed: DeploymentSettings,
    region: str,
    book: PriceBook,
    today: datetime.date,
    findings: Findings,
) -> None:
    if deployed.kind.endswith("provisioned"):
        return
    found = book.find(Product(deployed.model, deployed.version, deployed.kind, region), today)
    if isinstance(found, str):
        what = " ".join(part for part in (deployed.model, deployed.version, deployed.kind) if part)
        findings.warn(path, f"{found} for {what}: its usage is counted, its cost is not; add one in a price file")
