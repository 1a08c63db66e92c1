import json
from typing import Any

import pytest

from tests.unit.simulator.apis.keeping import Keeper

ENDPOINT = "/v1/chat/completions"


def _line(custom_id: str, content: Any = "Hello", **changed: Any) -> str:
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": content}]}
    return json.dumps({"custom_id": custom_id, "method": "POST", "url": ENDPOINT, "body": body, **changed})


def _batch(keeper: Keeper, *lines: str, **asked: Any) -> Any:
    file_id = keeper.file("\n".join(lines).encode(), purpose="batch")
    return keeper.post(
        "batches", {"input_file_id": file_id, "endpoint": ENDPOINT, "completion_window": "24h", **asked}
    ).json


def test_every_line_is_really_served() -> None:
    keeper = Keeper()
    batch = _batch(keeper, _line("one"), _line("two", 7), metadata={"team": "x"})
    assert (batch["status"], batch["request_counts"]["total"]) == ("validating", 2)

    keeper.clock.seconds += 1
    assert keeper.get(f"batches/{batch['id']}").json["status"] == "in_progress"
    keeper.clock.seconds += 1
    done = keeper.get(f"batches/{batch['id']}").json

    assert (done["status"], done["metadata"]) == ("completed", {"team": "x"})
    assert done["request_counts"] == {"total": 2, "completed": 1, "failed": 1}
    (answered,) = _lines(keeper, done["output_file_id"])
    assert answered["custom_id"] == "one"
    assert answered["response"]["body"]["choices"][0]["message"]["content"]
    (refused,) = _lines(keeper, done["error_file_id"])
    assert (refused["custom_id"], refused["response"]["status_code"]) == ("two", 400)
    sums = keeper.truth.usage().resources["eastus"].deployments["gpt-4o"]
    assert sums.completion_tokens == answered["response"]["body"]["usage"]["completion_tokens"]


def _lines(keeper: Keeper, file_id: str) -> list[Any]:
    return [json.loads(line) for line in keeper.get(f"files/{file_id}/content").body.splitlines()]


@pytest.mark.parametrize(
    "lines,code",
    [
        (["{"], "invalid_json_line"),
        ([_line("a"), _line("a")], "duplicate_custom_id"),
        ([_line("a", url="/v1/embeddings")], "url_mismatch"),
        ([_line("a", body={"model": "nobody"})], "model_not_found"),
        ([""], "empty_file"),
    ],
)
def test_a_file_with_a_mistake_fails_and_names_the_line(lines: list[str], code: str) -> None:
    keeper = Keeper()
    batch = _batch(keeper, *lines)
    keeper.clock.seconds += 1

    failed = keeper.get(f"batches/{batch['id']}").json
    mistake = failed["errors"]["data"][-1]
    assert (failed["status"], mistake["code"]) == ("failed", code)
    assert mistake["line"] == (None if code == "empty_file" else len(lines))


def test_a_cancelled_batch_keeps_what_is_answered() -> None:
    keeper = Keeper()
    batch = _batch(keeper, *(_line(str(number)) for number in range(80)))
    keeper.clock.seconds += 2
    keeper.get("batches")

    assert keeper.post(f"batches/{batch['id']}/cancel").json["status"] == "cancelling"
    cancelled = keeper.get(f"batches/{batch['id']}").json
    assert cancelled["status"] == "cancelled"
    assert len(_lines(keeper, cancelled["output_file_id"])) == cancelled["request_counts"]["completed"] == 50
    assert keeper.post(f"batches/{batch['id']}/cancel").json["status"] == "cancelled"


def test_dated_paths_show_times_as_text() -> None:
    keeper = Keeper()
    file_id = keeper.file(_line("a").encode(), purpose="batch")
    asked = {"input_file_id": file_id, "endpoint": "/chat/completions", "completion_window": "24h"}
    batch = keeper.post("/openai/batches?api-version=2024-10-21", asked).json

    assert (batch["status"], batch["request_counts"]["total"]) == ("Validating", None)
    assert batch["created_at"].startswith("2026-03-31T13:12:26.000000+00:00")


def test_what_is_no_batch_is_refused() -> None:
    keeper = Keeper()
    wrong_file = keeper.file(b"x")
    asked = {"input_file_id": wrong_file, "endpoint": ENDPOINT}

    assert keeper.post("batches", asked).error["code"] == "invalid_file_purpose"
    assert keeper.post("batches", {**asked, "input_file_id": "file-x"}).status == 404
    assert keeper.post("batches", {**asked, "endpoint": "/v1/files"}).error["param"] == "endpoint"
    assert keeper.post("batches", {**asked, "completion_window": "1h"}).error["param"] == "completion_window"
