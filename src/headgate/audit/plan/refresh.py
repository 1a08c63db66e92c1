"""A newer table of regions, from what ``az cognitiveservices model list --location REGION -o json`` prints."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from headgate.audit.facts.regions import BYTES_MAX, BadRegionTableError, Offer, RegionTable

_KINDS = {
    "standard": "standard",
    "globalstandard": "global-standard",
    "datazonestandard": "data-zone-standard",
    "provisionedmanaged": "provisioned",
    "globalprovisionedmanaged": "global-provisioned",
    "datazoneprovisionedmanaged": "data-zone-provisioned",
    "globalbatch": "global-batch",
    "datazonebatch": "data-zone-batch",
}


def refreshed(exports: Mapping[str, Path], today: datetime.date) -> RegionTable:
    """Return the table that exports of regions give. Raises ``BadRegionTableError`` naming the file."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for region, path in exports.items():
        for key in sorted(set(_offers(path))):
            found[key].append(region)
    offers = tuple(
        Offer(model=model, version=version, kind=kind, regions=tuple(sorted(regions)))
        for (model, version, kind), regions in sorted(found.items())
    )
    return RegionTable(source="az cognitiveservices model list, of one subscription", read=today, offers=offers)


def _offers(path: Path) -> list[tuple[str, str, str]]:
    try:
        with path.open("rb") as file:
            data: Any = msgspec.json.decode(file.read(BYTES_MAX))
    except OSError as error:
        raise BadRegionTableError(f"{path}: cannot be read: {error.strerror}") from None
    except msgspec.DecodeError as error:
        raise BadRegionTableError(f"{path}: is not JSON: {error}") from None
    if not isinstance(data, list):
        raise BadRegionTableError(f"{path}: expected the list that az cognitiveservices model list prints")
    offers = []
    for entry in data:
        model = entry.get("model") if isinstance(entry, dict) else None
        if not isinstance(model, dict) or not model.get("name"):
            raise BadRegionTableError(f"{path}: expected entries with a model in each")
        for sku in model.get("skus") or ():
            kind = _KINDS.get(str(sku.get("name", "")).lower()) if isinstance(sku, dict) else None
            if kind is not None:
                offers.append((str(model["name"]).lower(), str(model.get("version", "")).lower(), kind))
    return offers
