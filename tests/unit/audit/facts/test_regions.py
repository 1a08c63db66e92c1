from pathlib import Path

import pytest

from headgate.audit.facts.regions import BadRegionTableError, carries, read_region_table, region_table


def test_the_table_that_comes_along_says_where_it_is_from() -> None:
    table = region_table()

    assert "Microsoft Learn" in table.source
    assert table.read.year == 2026


def test_a_version_of_a_model_is_carried_by_some_regions() -> None:
    found = carries(region_table(), "GPT-4o", "2024-11-20", "standard")

    assert found is not None
    assert "swedencentral" in found
    assert "westeurope" not in found


def test_what_the_table_does_not_know_is_not_taken_for_nowhere() -> None:
    assert carries(region_table(), "gpt-4o", "2024-11-20", "global-standard") is None


def test_a_table_of_ones_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "regions.yaml"
    path.write_text(
        "source: az\nread: 2026-11-01\noffers: [{model: m, version: '1', kind: standard, regions: [eastus]}]"
    )

    assert carries(read_region_table(path), "m", "1", "standard") == ("eastus",)


@pytest.mark.parametrize("text", ["offers: 3", "[", "source: x"])
def test_a_file_that_is_no_table_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "regions.yaml"
    path.write_text(text)

    with pytest.raises(BadRegionTableError, match="is no table of regions"):
        read_region_table(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRegionTableError, match="cannot be read"):
        read_region_table(tmp_path / "none.yaml")
