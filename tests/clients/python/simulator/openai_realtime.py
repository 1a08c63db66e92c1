"""Realtime conversations in the GA protocol: written and spoken turns, functions, interruptions, what goes wrong.

Over TLS with the asynchronous client alone: see the program for the beta.
"""

import asyncio
import base64
import math
import os
import struct
from typing import Any

from openai import AsyncOpenAI, OpenAI
from openai.resources.realtime.realtime import AsyncRealtimeConnection, RealtimeConnection
from shown import shown
from websockets.exceptions import InvalidStatus

RATE = 24_000
TOOL = {
    "type": "function",
    "name": "get_water_level",
    "parameters": {"type": "object", "properties": {"gauge": {"type": "string"}}, "required": ["gauge"]},
}


def sound(voice_seconds: float, silence_seconds: float) -> str:
    """A tone and the silence after it: 16-bit PCM at 24 kHz, in base64."""
    tone = [round(6_000 * math.sin(at / 20)) for at in range(round(voice_seconds * RATE))]
    samples = tone + [0] * round(silence_seconds * RATE)
    return base64.b64encode(struct.pack(f"<{len(samples)}h", *samples)).decode()


def until(connection: RealtimeConnection, kind: str) -> list[Any]:
    """The events up to the next of this kind."""
    events: list[Any] = [connection.recv()]
    while events[-1].type != kind:
        assert events[-1].type != "error", events[-1]
        events.append(connection.recv())
    return events


def kinds(events: list[Any]) -> list[str]:
    """Their types, repetitions told once."""
    return list(dict.fromkeys(event.type for event in events))


def write(connection: RealtimeConnection, text: str) -> None:
    """Say something in writing."""
    content = [{"type": "input_text", "text": text}]
    connection.conversation.item.create(item={"type": "message", "role": "user", "content": content})


def written(client: OpenAI) -> None:
    """A conversation in writing, with a function in it."""
    with client.realtime.connect(model="gpt-realtime") as connection:
        until(connection, "session.created")
        connection.session.update(session={"type": "realtime", "output_modalities": ["text"], "tools": [TOOL]})
        until(connection, "session.updated")
        write(connection, "How high is the water?")
        connection.response.create()
        [call] = until(connection, "response.done")[-1].response.output
        assert call.name == "get_water_level"
        shown("realtime", "function calls")

        result = {"type": "function_call_output", "call_id": call.call_id, "output": "1.42 m"}
        connection.conversation.item.create(item=result)
        connection.response.create()
        events = until(connection, "response.done")
        text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
        [message] = events[-1].response.output
        assert message.content[0].text == text
        assert events[-1].response.usage.output_tokens
        shown("realtime", "written turns")

        connection.conversation.item.retrieve(item_id=message.id)
        assert until(connection, "conversation.item.retrieved")[-1].item.id == message.id
        connection.conversation.item.delete(item_id=message.id)
        assert until(connection, "conversation.item.deleted")[-1].item_id == message.id
        shown("realtime", "items")


def spoken(client: OpenAI) -> None:
    """A turn that ends by itself, one that the client ends, and the voice of the model."""
    with client.realtime.connect(model="gpt-realtime") as connection:
        until(connection, "session.created")
        listen = {"transcription": {"model": "gpt-4o-transcribe"}}
        connection.session.update(session={"type": "realtime", "audio": {"input": listen}})
        until(connection, "session.updated")
        connection.input_audio_buffer.append(audio=sound(0.5, 0.5))
        events = until(connection, "response.done")
        assert kinds(events)[:3] == [
            "input_audio_buffer.speech_started",
            "input_audio_buffer.speech_stopped",
            "input_audio_buffer.committed",
        ]
        voice = b"".join(base64.b64decode(each.delta) for each in events if each.type == "response.output_audio.delta")
        transcript = next(each for each in events if each.type == "response.output_audio_transcript.done").transcript
        usage = events[-1].response.usage
        assert len(voice) > RATE // 10
        assert transcript == events[-1].response.output[0].content[0].transcript
        assert usage.input_token_details.audio_tokens
        assert usage.output_token_details.audio_tokens
        assert "conversation.item.input_audio_transcription.completed" in kinds(events)
        shown("realtime", "spoken turns", "transcription")

        connection.session.update(session={"type": "realtime", "audio": {"input": {"turn_detection": None}}})
        until(connection, "session.updated")
        connection.input_audio_buffer.append(audio=sound(0.3, 0))
        connection.input_audio_buffer.clear()
        until(connection, "input_audio_buffer.cleared")
        connection.input_audio_buffer.append(audio=sound(0.3, 0))
        connection.input_audio_buffer.commit()
        connection.response.create(response={"instructions": "Be brief.", "output_modalities": ["text"]})
        assert until(connection, "response.done")[-1].response.status == "completed"
        shown("realtime", "buffer")


async def one(connection: AsyncRealtimeConnection, kind: str) -> Any:
    """The next event of this kind."""
    while (event := await connection.recv()).type != kind:
        assert event.type != "error", event
    return event


async def interrupted() -> None:
    """Talking over an answer, cutting it to what was heard, and having it stop."""
    async with (
        AsyncOpenAI(base_url=os.environ["SIMULATOR_TLS_ENDPOINT"] + "/openai/v1/") as client,
        client.realtime.connect(model="slow-voice") as connection,
    ):
        await one(connection, "session.created")
        content = [{"type": "input_text", "text": "Tell me of the canal."}]
        await connection.conversation.item.create(item={"type": "message", "role": "user", "content": content})
        await connection.response.create()
        delta = await one(connection, "response.output_audio.delta")
        await connection.input_audio_buffer.append(audio=sound(0.3, 0))
        await one(connection, "input_audio_buffer.speech_started")
        response = (await one(connection, "response.done")).response
        assert response.status == "cancelled"
        assert response.status_details.reason == "turn_detected"
        assert response.output[0].status == "incomplete"
        shown("realtime", "interruption")

        await connection.conversation.item.truncate(item_id=delta.item_id, content_index=0, audio_end_ms=100)
        assert (await one(connection, "conversation.item.truncated")).audio_end_ms == 100
        shown("realtime", "truncation")

        await connection.input_audio_buffer.clear()
        await connection.response.create()
        created = await one(connection, "response.created")
        await connection.response.cancel(response_id=created.response.id)
        response = (await one(connection, "response.done")).response
        assert response.status_details.reason == "client_cancelled"
        shown("realtime", "cancellation")


def refused(client: OpenAI) -> None:
    """At the handshake, and in a conversation that goes on."""
    with client.realtime.connect(model="gpt-realtime") as connection:
        until(connection, "session.created")
        connection.send({"type": "response.cancel", "event_id": "mine"})
        error = connection.recv()
        assert error.type == "error"
        assert (error.error.code, error.error.event_id) == ("response_cancel_not_active", "mine")
        connection.session.update(session={"type": "realtime", "output_modalities": ["text"]})
        until(connection, "session.updated")
    for model, key, status in (("gpt-9", None, 404), ("gpt-realtime", "guessed", 401), ("gpt-4o", None, 400)):
        try:
            with client.with_options(api_key=key or client.api_key).realtime.connect(model=model):
                raise AssertionError(f"{model} was let in")
        except InvalidStatus as error:
            assert error.response.status_code == status, error
    shown("realtime", "errors")


with OpenAI() as v1:
    written(v1)
    spoken(v1)
    refused(v1)
asyncio.run(interrupted())
