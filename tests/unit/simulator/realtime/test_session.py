"""How a session is set, step by step; what cannot be set changes nothing."""

from typing import Any

import pytest

from headgate.simulator.apis.call import convert
from headgate.simulator.errors import AzureError
from headgate.simulator.realtime.asks import ResponseAsk, SessionAsk
from headgate.simulator.realtime.session import SECONDS_MAX, Session


def updated(session: Session, **settings: Any) -> dict[str, Any]:
    raw = {"type": "realtime", **settings}
    session.update(convert(raw, SessionAsk), raw)
    return session.shown


def test_a_session_begins_with_the_settings_of_the_service() -> None:
    shown = Session("gpt-realtime", now=1_000).shown

    assert shown["expires_at"] == 1_000 + SECONDS_MAX
    assert shown["output_modalities"] == ["audio"]
    assert shown["audio"]["input"]["turn_detection"]["type"] == "server_vad"


def test_what_is_not_named_stays() -> None:
    session = Session("gpt-realtime", now=0)
    updated(session, instructions="Be brief.", audio={"output": {"voice": "marin"}})
    shown = updated(session, audio={"input": {"turn_detection": {"type": "server_vad", "threshold": 0.9}}})

    assert shown["instructions"] == "Be brief."
    assert shown["audio"]["output"]["voice"] == "marin"
    assert shown["audio"]["input"]["turn_detection"]["threshold"] == 0.9
    assert shown["audio"]["input"]["turn_detection"]["silence_duration_ms"] == 200


def test_null_switches_detection_and_transcription_off() -> None:
    session = Session("gpt-realtime", now=0)
    on = updated(session, audio={"input": {"transcription": {"model": "ears"}}})["audio"]["input"]
    off = updated(session, audio={"input": {"transcription": None, "turn_detection": None}})["audio"]["input"]

    assert on["transcription"]["model"] == "ears"
    assert (off["transcription"], off["turn_detection"]) == (None, None)
    assert session.detection is None


def test_a_response_has_settings_of_its_own() -> None:
    session = Session("gpt-realtime", now=0)
    raw: dict[str, Any] = {"instructions": "Shout.", "metadata": {"a": "b"}, "output_modalities": ["text"]}
    settings = session.for_response(convert(raw, ResponseAsk), raw)

    assert (settings["instructions"], settings["metadata"]) == ("Shout.", {"a": "b"})
    assert session.shown["instructions"] != "Shout."
    assert session.for_response(None, {}) is session.shown


@pytest.mark.parametrize("settings, place", [
    ({"output_modalities": []}, "session.output_modalities"),
    ({"output_modalities": ["text", "audio"]}, "session.output_modalities"),
    ({"tools": [{"type": "function", "name": str(number)} for number in range(129)]}, "session.tools"),
    ({"audio": {"output": {"voice": "marin"}}}, "session.audio.output.voice"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(settings: dict[str, Any], place: str) -> None:
    session = Session("gpt-realtime", now=0)
    session.spoke = True
    before = session.shown
    with pytest.raises(AzureError, match=place):
        updated(session, instructions="New", **settings)

    assert session.shown == before
