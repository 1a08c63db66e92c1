import msgspec
import pytest

from headgate.core.records import Attempt, Closed, Denied, JournalRecord, JournalStart, Opened, Resent, Skipped
from headgate.core.usage import Usage

ATTEMPT = Attempt(
    backend="westus",
    deployment="gpt-4o",
    deployed_model="gpt-4o",
    version="2024-11-20",
    kind="standard",
    outcome="answered",
    started_ms=0.4,
    duration_ms=812.0,
    status=200,
    usage=Usage(prompt_tokens=12, completion_tokens=34),
    skipped=(Skipped("eastus/gpt-4o-ptu", "throttled for 3.2 s"),),
)
RECORDS = [
    JournalStart(version=1, worker="gate-0", boot="b1", at=1.0),
    Opened("x1", 1.0, "bot", "key:a", "gpt-4o", "chat.completions", "eastus", "d", "gpt-4o", "v", "standard", 12),
    Resent("x1", 2.0, 2, "westus", "d", "gpt-4o", "v", "standard"),
    Closed("x1", 1.0, 812.4, "bot", "key:a", "gpt-4o", "chat.completions", 200, "answered", (ATTEMPT,)),
    Denied(at=1.0, code="invalid_key", status=401, count=7),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_comes_back_from_its_line_as_it_was(record: JournalRecord) -> None:
    line = msgspec.json.encode(record)

    assert msgspec.json.decode(line, type=JournalRecord) == record


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_line_says_which_event_it_tells(record: JournalRecord) -> None:
    events = {JournalStart: "journal", Opened: "opened", Resent: "resent", Closed: "closed", Denied: "denied"}

    assert msgspec.json.decode(msgspec.json.encode(record))["event"] == events[type(record)]


def test_fields_of_a_later_version_are_passed_over() -> None:
    line = b'{"event":"denied","at":1.0,"code":"invalid_key","status":401,"count":7,"added":"later"}'

    assert msgspec.json.decode(line, type=JournalRecord) == RECORDS[-1]


def test_what_is_not_known_takes_no_room() -> None:
    assert b"traceparent" not in msgspec.json.encode(RECORDS[3])
