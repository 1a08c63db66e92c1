from typing import Any

from tests.unit.simulator.apis.keeping import Keeper

BEGIN = {"filename": "big.jsonl", "purpose": "batch", "bytes": 6, "mime_type": "application/jsonl"}


def _part(keeper: Keeper, upload: dict[str, Any], data: bytes) -> str:
    part_id: str = keeper.form(f"uploads/{upload['id']}/parts", data=data).json["id"]
    return part_id


def test_parts_become_a_file_in_the_order_that_is_named() -> None:
    keeper = Keeper()
    upload = keeper.post("uploads", BEGIN).json
    second, first = _part(keeper, upload, b"def"), _part(keeper, upload, b"abc")

    done = keeper.post(f"uploads/{upload['id']}/complete", {"part_ids": [first, second]}).json

    assert (upload["status"], done["status"]) == ("pending", "completed")
    assert keeper.get(f"files/{done['file']['id']}/content").body == b"abcdef"
    assert keeper.post(f"uploads/{upload['id']}/cancel").error["message"].endswith("is completed.")


def test_more_or_less_than_was_announced_is_400() -> None:
    keeper = Keeper()
    upload = keeper.post("uploads", BEGIN).json
    part = _part(keeper, upload, b"abc")

    assert keeper.form(f"uploads/{upload['id']}/parts", data=b"defg").status == 400
    assert "3 bytes" in keeper.post(f"uploads/{upload['id']}/complete", {"part_ids": [part]}).error["message"]
    assert keeper.post(f"uploads/{upload['id']}/complete", {"part_ids": ["part_x"]}).status == 400
    assert keeper.form(f"uploads/{upload['id']}/parts", other=b"").error["param"] == "data"


def test_an_upload_can_be_given_up_and_expires() -> None:
    keeper = Keeper()
    cancelled, expired = keeper.post("uploads", BEGIN).json, keeper.post("uploads", BEGIN).json

    assert keeper.post(f"uploads/{cancelled['id']}/cancel").json["status"] == "cancelled"
    keeper.clock.seconds += 3600
    assert keeper.post(f"uploads/{expired['id']}/cancel").error["message"].endswith("is expired.")
    assert keeper.post("uploads/upload_x/cancel").status == 404
