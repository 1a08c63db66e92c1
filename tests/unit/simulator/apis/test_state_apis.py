import pytest

from tests.unit.simulator.apis.keeping import Keeper


@pytest.mark.parametrize("path", ["responses/x", "files/x", "files/x/content", "batches/x", "vector_stores/x"])
def test_an_id_of_another_resource_is_not_found_here(path: str) -> None:
    said = Keeper().get(path)

    assert said.status == 404
    assert "not found" in said.error["message"]


def test_what_one_resource_keeps_another_does_not_know() -> None:
    east, west = Keeper("eastus"), Keeper("westus")
    file_id = east.file(b"notes")

    assert east.get(f"files/{file_id}").status == 200
    assert west.get(f"files/{file_id}").status == 404
