from tests.unit.simulator.apis.keeping import Keeper


def test_a_file_is_kept_listed_read_and_deleted() -> None:
    keeper = Keeper()
    made = keeper.form("files", purpose="batch", file=b"line\n").json

    assert (made["object"], made["bytes"], made["filename"], made["status"]) == ("file", 5, "notes.txt", "processed")
    assert keeper.get(f"files/{made['id']}").json == made
    assert keeper.get(f"files/{made['id']}/content").body == b"line\n"
    assert [each["id"] for each in keeper.get("files?purpose=batch").json["data"]] == [made["id"]]
    assert keeper.get("files?purpose=vision").json["data"] == []
    assert keeper.delete(f"files/{made['id']}").json["deleted"] is True
    assert keeper.get(f"files/{made['id']}").status == 404


def test_files_for_assistants_are_named_so() -> None:
    assert Keeper().file(b"text").startswith("assistant-")


def test_files_are_reached_by_dated_paths_too() -> None:
    keeper = Keeper()
    file_id = keeper.file(b"text")

    assert keeper.get(f"/openai/files/{file_id}?api-version=2024-10-21").status == 200


def test_a_file_expires_when_it_was_asked_to() -> None:
    keeper = Keeper()
    expiry = {"expires_after[anchor]": "created_at", "expires_after[seconds]": "3600"}
    made = keeper.form("files", purpose="batch", file=b"line\n", **expiry).json
    assert made["expires_at"] == made["created_at"] + 3600

    keeper.clock.seconds += 3600
    assert keeper.get(f"files/{made['id']}").status == 404


def test_a_purpose_that_is_none_and_a_form_without_file_are_400() -> None:
    assert Keeper().form("files", purpose="fun", file=b"x").error["param"] == "purpose"
    assert Keeper().form("files", purpose="batch").error["param"] == "file"
