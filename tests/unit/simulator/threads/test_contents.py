from typing import Any

import pytest

from headgate.simulator.threads import contents
from tests.unit.simulator.threads.crew import Crew


def test_words_and_pictures_are_shown_as_parts() -> None:
    crew = Crew()
    file_id = crew.file(b"\x89PNG", purpose="vision")
    parts = [
        {"type": "text", "text": "Look"},
        {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}},
        {"type": "image_file", "image_file": {"file_id": file_id}},
    ]

    assert crew.say(parts).json["content"] == [
        {"type": "text", "text": {"value": "Look", "annotations": []}},
        {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}},
        {"type": "image_file", "image_file": {"file_id": file_id, "detail": "auto"}},
    ]


@pytest.mark.parametrize(
    "content,status,param",
    [
        ("", 400, "content"),
        ([], 400, "content"),
        ([{"type": "text"}], 400, "content"),
        ([{"type": "text", "text": "a"}, {"type": "image_url"}], 400, "content[1].image_url"),
        ([{"type": "image_file", "image_file": {"file_id": "file-x"}}], 404, None),
        ("x" * 256_001, 400, "content[0]"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused(content: Any, status: int, param: str | None) -> None:
    refused = Crew().say(content)

    assert (refused.status, refused.error["param"]) == (status, param)


def test_a_full_thread_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_BYTES_MAX", 10)
    crew = Crew("a long first message")

    assert crew.say("more").error["code"] == "quotaExceeded"
    assert crew.start().error["code"] == "quotaExceeded"


def test_what_is_deleted_and_what_is_forgotten_makes_room() -> None:
    crew = Crew("Repeat: 'a'", tools=[{"type": "file_search"}])
    thread = crew.resource._state.threads.get(crew.thread)
    assert thread is not None
    before = thread.size
    crew.done()
    assert thread.size > before

    for each in crew.messages():
        crew.delete(f"threads/{crew.thread}/messages/{each['id']}")
    thread.runs.clear()
    assert thread.size == 0
