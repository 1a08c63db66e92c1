import pytest

from headgate.simulator.apis import limits
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.keeping import Keeper


def test_metadata_within_the_limits_is_kept() -> None:
    assert limits.checked_metadata(None) == {}
    assert limits.checked_metadata({"k" * 64: "v" * 512}) == {"k" * 64: "v" * 512}


@pytest.mark.parametrize(
    "metadata,words",
    [
        ({str(number): "" for number in range(17)}, "at most 16 properties, but got an object with 17"),
        ({"k" * 65: ""}, "Invalid 'metadata': string too long. Expected a string with maximum length 64"),
        ({"key": "v" * 513}, "Invalid 'metadata.key': string too long"),
    ],
)
def test_metadata_over_a_limit_is_refused_with_its_place(metadata: dict[str, str], words: str) -> None:
    with pytest.raises(AzureError) as caught:
        limits.checked_metadata(metadata)

    assert caught.value.status == 400
    assert words in caught.value.body.decode()


def test_a_list_that_is_too_long_is_refused() -> None:
    limits.check_count([1], "tools", 1)
    with pytest.raises(AzureError) as caught:
        limits.check_count([1, 2], "tools", 1)

    assert b"array_above_max_length" in caught.value.body


def test_metadata_has_the_same_limits_wherever_it_is_kept() -> None:
    keeper = Keeper()
    metadata = {"key": "v" * 513}
    file_id = keeper.file(b"{}", purpose="batch")
    batch = {"input_file_id": file_id, "endpoint": "/v1/responses", "completion_window": "24h"}
    asked = {"responses": {"model": "gpt-4o", "input": "x"}, "vector_stores": {}, "batches": batch, "threads": {}}

    for path, body in asked.items():
        refused = keeper.post(path, {**body, "metadata": metadata})
        assert (refused.status, refused.error["param"]) == (400, "metadata.key"), path
    store = keeper.post("vector_stores", {}).json["id"]
    assert keeper.post(f"vector_stores/{store}", {"metadata": metadata}).status == 400
