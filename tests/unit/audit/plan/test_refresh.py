import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from headgate.audit.facts.regions import BadRegionTableError, carries
from headgate.audit.plan.refresh import refreshed

TODAY = datetime.date(2026, 11, 24)


def export(folder: Path, name: str, data: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(data))
    return path


def model(name: str, version: str, *skus: str) -> dict[str, Any]:
    return {"kind": "OpenAI", "model": {"name": name, "version": version, "skus": [{"name": sku} for sku in skus]}}


def test_exports_of_regions_become_one_table(tmp_path: Path) -> None:
    east = export(tmp_path, "east.json", [model("gpt-4o", "2024-11-20", "Standard", "GlobalStandard", "Other")])
    west = export(tmp_path, "west.json", [model("gpt-4o", "2024-11-20", "GlobalStandard"), model("none", "1")])

    table = refreshed({"westus": west, "eastus": east}, TODAY)

    assert carries(table, "gpt-4o", "2024-11-20", "global-standard") == ("eastus", "westus")
    assert carries(table, "gpt-4o", "2024-11-20", "standard") == ("eastus",)
    assert table.read == TODAY


@pytest.mark.parametrize("data", [{}, [1], [{"model": None}], [{"model": {}}]])
def test_a_file_that_is_no_such_export_is_told(tmp_path: Path, data: Any) -> None:
    with pytest.raises(BadRegionTableError, match="expected"):
        refreshed({"eastus": export(tmp_path, "x.json", data)}, TODAY)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("[")
    for name, told in (("none.json", "cannot be read"), ("bad.json", "is not JSON")):
        with pytest.raises(BadRegionTableError, match=told):
            refreshed({"eastus": tmp_path / name}, TODAY)
