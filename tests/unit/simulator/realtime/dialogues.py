"""A realtime conversation without socket or clock: events in, events out, and time that passes when a test says so."""

import base64
import json
from typing import Any, cast

from headgate.simulator.books import Books
from headgate.simulator.deployment import Deployment
from headgate.simulator.realtime import sound
from headgate.simulator.realtime.dialogue import Dialogue
from headgate.simulator.realtime.model import Model
from headgate.simulator.routes import Route
from headgate.simulator.settings import LatencySettings
from headgate.simulator.truth import Ending, Sums, Truth
from tests.unit.simulator.settings_for_tests import AT_ONCE, deployment
from tests.unit.simulator.standing_loop import StandingLoop

CREATE = {"type": "response.create"}
CANCEL = {"type": "response.cancel"}
TRANSCRIBERS = {"ears": "gpt-4o-transcribe", "whisper": "whisper"}
SLOW = LatencySettings(first_token_seconds=1, between_tokens_seconds=0.5)

Json = dict[str, Any]


def text(said: str, **members: Any) -> Json:
    """A message of the user."""
    content = [{"type": "input_text", "text": said}]
    return {
        "type": "conversation.item.create",
        "item": {"type": "message", "role": "user", "content": content},
        **members,
    }


def session(**settings: Any) -> Json:
    """A change of the session, in the names of GA."""
    return {"type": "session.update", "session": {"type": "realtime", **settings}}


def voice(seconds: float, silence: float = 0.0) -> Json:
    """Somebody speaks, and falls silent."""
    audio = sound.voice(sound.PCM) * round(seconds * 5) + bytes(round(48_000 * silence))
    return {"type": "input_audio_buffer.append", "audio": base64.b64encode(audio).decode()}


class Talking:
    """A conversation that has begun."""

    def __init__(
        self,
        *,
        in_beta: bool = False,
        latency: LatencySettings = AT_ONCE,
        transcribers: dict[str, str] = TRANSCRIBERS,
        **settings: Any,
    ) -> None:
        """``transcribers`` are deployments with their models, beside the one that speaks."""
        self.loop = StandingLoop()
        self.truth = Truth(100)
        deployments = {
            name: Deployment(name, deployment(model), region="eastus") for name, model in transcribers.items()
        }
        deployments["voice"] = Deployment(
            "voice", deployment("gpt-realtime", latency=latency, **settings), region="eastus"
        )
        model = Model(deployments["voice"], deployments, self._books(), Route(api="realtime", deployment="voice"))
        self._told: list[Json] = []
        self.dialogue = Dialogue(model, in_beta=in_beta, now=0, loop=cast("Any", self.loop), send=self._take)
        self.dialogue.begin()
        [self.created] = self.tell()

    def tell(self, *events: Json) -> list[Json]:
        """Send events; what is answered at once, or was answered since the last time."""
        for event in events:
            self.dialogue.hear(json.dumps(event).encode())
        told, self._told = self._told, []
        return told

    def after(self, seconds: float) -> list[Json]:
        """What is said in this time."""
        self.loop.advance(seconds)
        return self.tell()

    def whole(self, *events: Json) -> list[Json]:
        """Send events; all that is said until nothing more is to come."""
        return [*self.tell(*events), *self.after(600)]

    def error(self, event: Json) -> Json:
        """The one error that an event is answered with."""
        [told] = self.tell(event)
        assert told["type"] == "error", told
        found: Json = told["error"]
        return found

    @property
    def counted(self) -> Sums:
        """What the deployment has been counted for."""
        return self.truth.usage().resources["eastus"].deployments["voice"]

    def end(self, ended: Ending = "client_gone") -> None:
        """The connection is gone."""
        self.dialogue.end(ended)

    def _take(self, message: bytes) -> None:
        self._told.append(json.loads(message))

    def _books(self) -> Books:
        return Books(
            open=lambda name, api: self.truth.open(
                at=0, resource="eastus", deployment=name, api=api, request_id="", attempt=""
            ),
            admit=lambda deployment, demand, _entry: deployment.capacity.admit(demand, self.loop.time()),
            settle=lambda entry, _deployment, _demand, ended, status, usage: self.truth.close(
                entry, ended=ended, status=status, usage=usage
            ),
            close=lambda entry, ended, status, usage: self.truth.close(entry, ended=ended, status=status, usage=usage),
        )


def kinds(events: list[Json]) -> list[str]:
    """Their types, each once in a row."""
    found = [event["type"] for event in events]
    return [kind for at, kind in enumerate(found) if at == 0 or found[at - 1] != kind]


def of(events: list[Json], kind: str) -> list[Json]:
    """Those of one type."""
    return [event for event in events if event["type"] == kind]


def done(events: list[Json]) -> Json:
    """The response that ends with them."""
    [last] = of(events, "response.done")
    found: Json = last["response"]
    return found
