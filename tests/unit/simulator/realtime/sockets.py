"""A client's side of a realtime conversation, over a socket, frame by frame."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Request, TextMessage

from headgate.simulator.realtime import sound
from headgate.simulator.server import Simulator
from tests.unit.simulator.settings_for_tests import KEY

GA = "/openai/v1/realtime?model=voice"
BETA = "/openai/realtime?api-version=2025-04-01-preview&deployment=voice"
WRITTEN = {"type": "session.update", "session": {"type": "realtime", "output_modalities": ["text"]}}
TOOL = {
    "type": "function",
    "name": "look",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
}


class Talk:
    """A client's side of it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, frames: WSConnection) -> None:
        self.reader, self.writer, self.frames = reader, writer, frames
        self._heard: list[Any] = []

    def send(self, *events: dict[str, Any]) -> None:
        for event in events:
            self.writer.write(self.frames.send(TextMessage(json.dumps(event))))

    async def next(self) -> Any:
        text = ""
        while True:
            while not self._heard:
                data = await self.reader.read(65536)
                self.frames.receive_data(data or None)
                self._heard += list(self.frames.events())
            event = self._heard.pop(0)
            if not isinstance(event, TextMessage):
                return event
            text += event.data
            if event.message_finished:
                return json.loads(text)

    async def until(self, kind: str) -> list[dict[str, Any]]:
        events = [await self.next()]
        while events[-1]["type"] != kind:
            events.append(await self.next())
        return events


@asynccontextmanager
async def talk(simulator: Simulator, target: str, key: str = KEY) -> AsyncIterator[Talk]:
    host, _, port = simulator.endpoints["eastus"].rpartition("//")[2].rpartition(":")
    async with asyncio.timeout(10):
        reader, writer = await asyncio.open_connection(host, int(port))
        frames = WSConnection(ConnectionType.CLIENT)
        headers = [(b"api-key", key.encode())] if key else []
        writer.write(frames.send(Request(host=host, target=target, extra_headers=headers, subprotocols=["realtime"])))
        one = Talk(reader, writer, frames)
        try:
            first = await one.next()
            assert isinstance(first, AcceptConnection), first
            yield one
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


def say(text: str) -> dict[str, Any]:
    content = [{"type": "input_text", "text": text}]
    return {"type": "conversation.item.create", "item": {"type": "message", "role": "user", "content": content}}


def spoken(seconds: float, silence: float = 0.5) -> dict[str, Any]:
    voice = sound.voice(sound.PCM) * round(seconds * 5) + bytes(round(48_000 * silence))
    return {"type": "input_audio_buffer.append", "audio": base64.b64encode(voice).decode()}
