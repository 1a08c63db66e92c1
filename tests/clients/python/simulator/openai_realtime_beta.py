"""Realtime conversations in the names of the beta, which dated api-versions speak.

Without TLS: the synchronous client uses one TLS connection from two threads, which now and then stops in Python 3.11.
"""

import base64
import os
from typing import Any

from openai import AzureOpenAI
from openai.resources.beta.realtime.realtime import RealtimeConnection
from shown import shown

MODEL = "gpt-4o-realtime-preview"
LOUD = base64.b64encode(b"\x00\x20\x00\xe0" * 6_000).decode()
"""Half a second of a tone, 16-bit PCM at 24 kHz."""
SILENT = base64.b64encode(bytes(24_000)).decode()
TOOL = {"type": "function", "name": "open_gate", "parameters": {"type": "object", "properties": {}}}


def until(connection: RealtimeConnection, kind: str) -> list[Any]:
    """The events up to the next of this kind."""
    events: list[Any] = [connection.recv()]
    while events[-1].type != kind:
        assert events[-1].type != "error", events[-1]
        events.append(connection.recv())
    return events


def write(connection: RealtimeConnection, text: str) -> None:
    """Say something in writing."""
    content = [{"type": "input_text", "text": text}]
    connection.conversation.item.create(item={"type": "message", "role": "user", "content": content})


def converse(connection: RealtimeConnection) -> None:
    """In writing, aloud, and with a function."""
    assert until(connection, "session.created")[-1].session.modalities == ["audio", "text"]
    transcription = {"model": "whisper-1"}
    connection.session.update(
        session={"voice": "alloy", "input_audio_transcription": transcription, "temperature": 0.7}
    )
    assert until(connection, "session.updated")[-1].session.temperature == 0.7
    write(connection, "What does a headgate do?")
    connection.response.create(response={"modalities": ["text"]})
    events = until(connection, "response.done")
    text = "".join(event.delta for event in events if event.type == "response.text.delta")
    assert text == events[-1].response.output[0].content[0].text
    assert "conversation.item.created" in {event.type for event in events}
    shown("realtime", "beta: written turns")

    connection.input_audio_buffer.append(audio=LOUD)
    connection.input_audio_buffer.append(audio=SILENT)
    events = until(connection, "response.done")
    assert "conversation.item.input_audio_transcription.completed" in {event.type for event in events}
    assert any(event.type == "response.audio.delta" for event in events)
    assert any(event.type == "response.audio_transcript.done" for event in events)
    assert events[-1].response.usage.input_token_details.audio_tokens
    shown("realtime", "beta: spoken turns", "beta: transcription")

    connection.session.update(session={"tools": [TOOL], "modalities": ["text"]})
    until(connection, "session.updated")
    write(connection, "Open it.")
    connection.response.create()
    [call] = until(connection, "response.done")[-1].response.output
    assert call.name == "open_gate"
    result = {"type": "function_call_output", "call_id": call.call_id, "output": "open"}
    connection.conversation.item.create(item=result)
    connection.response.create()
    assert until(connection, "response.done")[-1].response.output[0].type == "message"
    shown("realtime", "beta: function calls")


def interrupt(connection: RealtimeConnection) -> None:
    """Stopped, and cut to what was heard."""
    until(connection, "session.created")
    write(connection, "Tell me of the canal.")
    connection.response.create()
    item_id = until(connection, "response.audio.delta")[-1].item_id
    connection.input_audio_buffer.append(audio=LOUD)
    until(connection, "input_audio_buffer.speech_started")
    assert until(connection, "response.done")[-1].response.status_details.reason == "turn_detected"
    connection.conversation.item.truncate(item_id=item_id, content_index=0, audio_end_ms=100)
    until(connection, "conversation.item.truncated")
    connection.input_audio_buffer.clear()
    connection.response.create()
    until(connection, "response.created")
    connection.response.cancel()
    assert until(connection, "response.done")[-1].response.status == "cancelled"
    shown("realtime", "beta: interruption", "beta: truncation", "beta: cancellation")


with AzureOpenAI(websocket_base_url=os.environ["SIMULATOR_ENDPOINT"].replace("http", "ws", 1) + "/openai") as azure:
    with azure.beta.realtime.connect(model=MODEL) as conversation:
        converse(conversation)
    with azure.beta.realtime.connect(model="slow-voice-beta") as conversation:
        interrupt(conversation)
