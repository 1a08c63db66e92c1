"""Recorded realtime conversations, and the same said to the simulator.

A cassette of messages has ``interactions`` of ``kind: message`` with ``direction`` and ``data``. Recorders cut sound
short, so that nothing can be heard in it: the first piece of sound of a turn stands for somebody who speaks and falls
silent.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from tests.conformance.compare import shape
from tests.requirements import RECORDINGS
from tests.unit.simulator.realtime.dialogues import Talking, voice

Json = dict[str, Any]

GA_SESSION = "realtime"
"""``session.type``: the beta, and other services with its events, have none."""
OF_OPENAI, OF_BOTH = "rate_limits.updated", "response.content_part.added"
"""OpenAI's own service tells limits, and a part once; Azure tells no limits, and the part twice."""
BESIDE_THE_ORDER = ("delta", "input_audio_transcription")
"""Words that events have in their names which come while others go on."""


class Conversation(NamedTuple):
    """One of them."""

    name: str
    messages: list[tuple[str, Json]]
    """Direction and event, in the order of the recording."""

    @property
    def received(self) -> list[Json]:
        return [event for direction, event in self.messages if direction == "received"]

    @property
    def sent(self) -> list[Json]:
        return [event for direction, event in self.messages if direction == "sent"]


def recorded_conversations() -> Iterator[Conversation]:
    """The recorded conversations in the GA protocol with a beginning; none where there are no recordings."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted(RECORDINGS.rglob("*.yaml")) if RECORDINGS.is_dir() else ():
        if "kind: message" in path.read_text():
            conversation = read(path.stem, yaml.load(path.read_text(), Loader=loader))  # noqa: TID251 - a safe loader
            if _is_of_azure(conversation.received):
                yield conversation


def _is_of_azure(received: list[Json]) -> bool:
    """Whether it begins at its beginning, in the GA protocol, and without what OpenAI alone tells."""
    begun = received[0] if received else {}
    foreign = any(
        event["type"] == OF_OPENAI or (event["type"] == OF_BOTH and "content" not in event) for event in received
    )
    return begun.get("type") == "session.created" and begun["session"].get("type") == GA_SESSION and not foreign


def read(name: str, cassette: Json) -> Conversation:
    """A cassette of messages; what else is in it is left out."""
    messages = [each for each in cassette["interactions"] if each.get("kind") == "message" and "data" in each]
    return Conversation(name, [(each["direction"], each["data"]) for each in messages])


def simulated(conversation: Conversation) -> list[Json]:
    """What the simulator says to what the client has sent."""
    talking = Talking(transcribers=_transcribers(conversation))
    said = [talking.created]
    calls: dict[str, str] = {}
    heard = False
    for event in conversation.sent:
        sounds = event["type"] == "input_audio_buffer.append"
        if not (sounds and heard):
            put = voice(1, silence=1) if sounds else _renamed(event, conversation, said, calls)
            said += talking.whole(put)
        heard = sounds
    return said


def _transcribers(conversation: Conversation) -> dict[str, str]:
    """The deployments that wrote down what was said, with their models as far as their bills tell."""
    named = _members(conversation.sent, "transcription")
    wrote = [each for each in conversation.received if each["type"].endswith("transcription.completed")]
    kind = wrote[0]["usage"]["type"] if wrote else ""
    model = "whisper" if kind == "duration" else "gpt-4o-transcribe"
    return {str(each["model"]): model for each in named if each} if wrote else {}


def _members(value: Any, name: str) -> list[Any]:
    if isinstance(value, list):
        return [found for each in value for found in _members(each, name)]
    if not isinstance(value, dict):
        return []
    named = [value[name]] if name in value else []
    return named + [found for each in value.values() for found in _members(each, name)]


def _renamed(event: Json, conversation: Conversation, said: list[Json], calls: dict[str, str]) -> Json:
    """The event with the simulator's ids of calls in place of the recorded ones, in their order."""
    recorded, here = _called(conversation.received), _called(said)
    calls |= dict(zip(recorded, here, strict=False))
    text = json.dumps(event)
    for there, mine in calls.items():
        text = text.replace(there, mine)
    return dict(json.loads(text))


def _called(events: list[Json]) -> list[str]:
    done = [each["item"] for each in events if each["type"] == "response.output_item.done"]
    return [item["call_id"] for item in done if "call_id" in item]


def differences(recorded: list[Json], here: list[Json]) -> list[str]:
    """What tells one from the other: the order of events, and the names, types and order of their members."""
    orders = [_order(side) for side in (recorded, here)]
    found = [] if orders[0] == orders[1] else [f"order: recorded {orders[0]}, simulated {orders[1]}"]
    for kind in dict.fromkeys(event["type"] for event in recorded):
        shapes = [[shape(each, alike=True) for each in side if each["type"] == kind] for side in (recorded, here)]
        unknown = [each for each in shapes[0] if each not in shapes[1]]
        if unknown:
            found.append(f"{kind}: recorded {unknown[0]}, simulated {shapes[1][:1]}")
    added = {each["type"] for each in here} - {each["type"] for each in recorded}
    return found + [f"only simulated: {kind}" for kind in sorted(added)]


def _order(events: list[Json]) -> list[str]:
    kinds = [each["type"] for each in events]
    return [kind for kind in kinds if not any(word in kind for word in BESIDE_THE_ORDER)]
