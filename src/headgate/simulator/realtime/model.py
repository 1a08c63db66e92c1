"""The deployment behind a realtime conversation: each response is a request of its own to its limiter."""

import math
import zlib
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from headgate.core.usage import Usage
from headgate.simulator import fitting, writing
from headgate.simulator.answer import Answer, Prepared
from headgate.simulator.apis import conversation
from headgate.simulator.books import Books
from headgate.simulator.capacity import Demand
from headgate.simulator.deployment import Deployment
from headgate.simulator.realtime.items import INPUT_TOKENS_PER_SECOND, Prompt
from headgate.simulator.realtime.speaking import AUDIO_TOKENS_PER_TEXT_TOKEN, Reply
from headgate.simulator.routes import Route
from headgate.simulator.truth import NOTHING, Ending, ServedRequest
from headgate.simulator.websocket.turn import Pacing

Json = dict[str, Any]
_BUILT_IN = "whisper-1"
"""The transcriber that the beta had without a deployment."""
_TOKENS_AROUND = 2
"""What a transcript costs beside its text (recorded)."""


class Taken(Struct, frozen=True):
    """A response that the deployment's limiter has let in."""

    reply: Reply
    pacing: Pacing
    demand: Demand
    entry: ServedRequest


class Transcript(Struct, frozen=True):
    """What somebody said."""

    tokens: list[str]
    usage: Json

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.tokens)


class Model:
    """What a conversation asks."""

    def __init__(
        self,
        deployment: Deployment,
        others: Mapping[str, Deployment],
        books: Books,
        route: Route,
        *,
        filtered_after: int | None = None,
    ) -> None:
        """``others`` are the deployments of the resource: one of them may transcribe."""
        self.name = deployment.settings.model
        self._deployment = deployment
        self._others = others
        self._books = books
        self._route = route
        self._filtered_after = filtered_after

    @property
    def prompt_tokens_max(self) -> int:
        """The longest prompt."""
        return self._deployment.context_tokens

    def answer(self, prompt: Prompt, settings: Json) -> Taken | str:
        """A response, or the limiter's words for refusing it.

        Raises:
            AzureError: a 400 when a tool's schema is none.
        """
        audio = "audio" in settings["output_modalities"]
        written = writing.filtered(_task(prompt, settings, audio=audio).write(), self._filtered_after)
        tokens_max = settings["max_output_tokens"]
        prepared = Prepared(
            compose=lambda _cached: Answer(),
            prompt_tokens=prompt.token_count,
            prompt_characters=len(prompt.text),
            prompt=prompt.text,
            completion_tokens_max=None if tokens_max == "inf" else tokens_max,
        )
        entry = self._books.open(self._deployment.name, "realtime")
        entry.stream = True
        demand = self._deployment.demand(prepared)
        if throttled := self._books.admit(self._deployment, demand, entry):
            self._books.close(entry, "served", 429, NOTHING)
            return self._deployment.refusal_message(throttled, self._route)
        self._deployment.remember(prepared)
        reply = Reply(written=written, prompt=prompt, cached_tokens=demand.cached_tokens, audio=audio)
        return Taken(reply=reply, pacing=self._pacing(reply), demand=demand, entry=entry)

    def settle(self, taken: Taken, ended: Ending, usage: Usage) -> None:
        """A response is over: this is what it used."""
        self._books.settle(taken.entry, self._deployment, taken.demand, ended, 200, usage)

    def transcript(self, name: str, audio: bytes, seconds: float) -> Transcript | None:
        """What was said, written down by a deployment; None when there is none of this name."""
        transcriber = self._others.get(name)
        if transcriber is None and name != _BUILT_IN:
            return None
        written = self.understood(audio)
        model = transcriber.settings.model if transcriber else "whisper"
        if model.startswith("whisper"):
            usage, shown = Usage(seconds=seconds), {"type": "duration", "seconds": math.ceil(seconds)}
        else:
            usage, shown = _by_tokens(len(written), seconds)
        if transcriber is not None:
            entry = self._books.open(name, "audio.transcriptions")
            self._books.close(entry, "served", 200, usage)
        return Transcript(tokens=written, usage=shown)

    def understood(self, audio: bytes) -> list[str]:
        """What the model hears: the same words for the same sound, as tokens; none where there is none."""
        return writing.write_text(zlib.crc32(audio), tokens_max=None, stop=()).tokens if audio else []

    def _pacing(self, reply: Reply) -> Pacing:
        usage = Usage(prompt_tokens=reply.prompt.token_count, cached_tokens=reply.cached_tokens)
        answer = Answer(usage=usage)
        self._deployment.pace.set(answer, token_by_token=True)
        return Pacing(
            first_token_seconds=answer.first_token_seconds, between_tokens_seconds=answer.between_tokens_seconds
        )


def _task(prompt: Prompt, settings: Json, *, audio: bool) -> conversation.Task:
    functions = [
        conversation.Function(name=tool["name"], parameters=tool.get("parameters") or {}) for tool in settings["tools"]
    ]
    choice = settings["tool_choice"]
    function = conversation.chosen(functions, choice, asked_by_user=prompt.by_user)
    parallel = bool(settings.get("parallel_tool_calls"))
    tokens_max = None if settings["max_output_tokens"] == "inf" else settings["max_output_tokens"]
    if audio and tokens_max is not None and function is None:
        tokens_max = max(1, tokens_max // (1 + AUDIO_TOKENS_PER_TEXT_TOKEN))
    return conversation.Task(
        seed=writing.seed_of(prompt.text),
        tokens_max=tokens_max,
        function=function,
        beside=conversation.called_beside(function, functions, choice) if parallel and tokens_max is None else (),
        fitting=fitting.text_for(prompt.text),
    )


def _by_tokens(said: int, seconds: float) -> tuple[Usage, Json]:
    heard, written = max(1, round(seconds * INPUT_TOKENS_PER_SECOND)), said + _TOKENS_AROUND
    usage = Usage(prompt_tokens=heard, audio_prompt_tokens=heard, completion_tokens=written)
    return usage, {
        "type": "tokens",
        "total_tokens": usage.total_tokens,
        "input_tokens": heard,
        "input_token_details": {"text_tokens": 0, "audio_tokens": heard},
        "output_tokens": written,
    }
