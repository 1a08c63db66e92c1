from typing import Any

from tests.unit.simulator.apis.keeping import Keeper

DAM = b"The north dam was built in 1911. Its spillway opens at 4.2 metres."
FISH = b"Salmon return to the upper river in October."


def _store(keeper: Keeper, *files: bytes, **asked: Any) -> str:
    made = keeper.post("vector_stores", {"name": "notes", "file_ids": [keeper.file(each) for each in files], **asked})
    store_id: str = made.json["id"]
    return store_id


def test_a_store_is_made_changed_listed_and_deleted() -> None:
    keeper = Keeper()
    store_id = _store(keeper, DAM)

    shown = keeper.get(f"vector_stores/{store_id}").json
    assert (shown["status"], shown["usage_bytes"], shown["file_counts"]["completed"]) == ("completed", len(DAM), 1)
    assert keeper.post(f"vector_stores/{store_id}", {"name": "dams"}).json["name"] == "dams"
    assert [each["id"] for each in keeper.get("vector_stores").json["data"]] == [store_id]
    assert keeper.delete(f"vector_stores/{store_id}").json["deleted"] is True
    assert keeper.get(f"vector_stores/{store_id}").status == 404


def test_the_text_that_answers_is_found() -> None:
    keeper = Keeper()
    store_id = _store(keeper, FISH, DAM)

    found = keeper.post(f"vector_stores/{store_id}/search", {"query": "spillway level", "max_num_results": 1}).json
    (hit,) = found["data"]
    assert hit["content"][0]["text"] == DAM.decode()
    wrong = {"query": "x", "filters": {"type": "like"}}
    assert keeper.post(f"vector_stores/{store_id}/search", wrong).error["param"] == "filters"


def test_files_of_a_store_have_attributes_and_content() -> None:
    keeper = Keeper()
    store_id, file_id = _store(keeper), keeper.file(DAM)
    path = f"vector_stores/{store_id}/files"

    added = keeper.post(path, {"file_id": file_id, "attributes": {"year": 1911}}).json
    assert (added["status"], added["attributes"]) == ("completed", {"year": 1911})
    assert keeper.get(f"{path}/{file_id}").json == added
    assert keeper.post(f"{path}/{file_id}", {"attributes": {"year": 1}}).json["attributes"] == {"year": 1}
    assert keeper.get(f"{path}/{file_id}/content").json["data"][0]["text"] == DAM.decode()
    assert [each["id"] for each in keeper.get(path).json["data"]] == [file_id]
    assert keeper.delete(f"{path}/{file_id}").json["deleted"] is True
    assert keeper.get(f"{path}/{file_id}").status == 404
    assert keeper.get(f"files/{file_id}").status == 200


def test_several_files_are_added_together() -> None:
    keeper = Keeper()
    store_id = _store(keeper)
    path = f"vector_stores/{store_id}/file_batches"

    batch = keeper.post(path, {"file_ids": [keeper.file(DAM), keeper.file(b"\xff\xfe")]}).json
    assert (batch["file_counts"]["completed"], batch["file_counts"]["failed"]) == (1, 1)
    assert keeper.get(f"{path}/{batch['id']}").json == batch
    statuses = {each["status"] for each in keeper.get(f"{path}/{batch['id']}/files").json["data"]}
    assert statuses == {"completed", "failed"}


def test_chunks_are_cut_as_asked_and_within_bounds() -> None:
    keeper = Keeper()

    def asked(overlap: int) -> dict[str, Any]:
        sizes = {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": overlap}
        file_ids = [keeper.file(b"word " * 300)]
        return {"file_ids": file_ids, "chunking_strategy": {"type": "static", "static": sizes}}

    store_id = keeper.post("vector_stores", asked(50)).json["id"]
    (file,) = keeper.get(f"vector_stores/{store_id}/files").json["data"]
    assert len(keeper.get(f"vector_stores/{store_id}/files/{file['id']}/content").json["data"]) > 3
    assert keeper.post("vector_stores", asked(51)).error["param"] == "chunking_strategy"


def test_a_store_that_is_not_used_expires() -> None:
    keeper = Keeper()
    store_id = _store(keeper, expires_after={"anchor": "last_active_at", "days": 1})
    keeper.clock.seconds += 80_000
    keeper.post(f"vector_stores/{store_id}/search", {"query": "x"})
    keeper.clock.seconds += 80_000
    assert keeper.get(f"vector_stores/{store_id}").status == 200

    keeper.clock.seconds += 80_000
    assert keeper.get(f"vector_stores/{store_id}").status == 404
