"""A chat request as it is read, and what a model refuses in it."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from headgate.simulator import catalog, errors
from headgate.simulator.apis import parts, reasoning
from headgate.simulator.apis.call import Call, read
from headgate.simulator.apis.conversation import Function
from headgate.simulator.apis.voices import check_voice

Count = Annotated[int, Meta(ge=1)]
AudioFormat = Literal["wav", "aac", "mp3", "flac", "opus", "pcm16"]

_WITHOUT_STOP = ("o3", "o4", "gpt-5", "gpt-6")
"""Models that think and take no stop sequences; ``o1`` and ``o3-mini`` do (OpenAI's description of the API, 2026)."""
_FIXED_WHILE_THINKING: dict[str, Any] = {
    "top_p": 1,
    "presence_penalty": 0,
    "frequency_penalty": 0,
    "logprobs": False,
    "logit_bias": {},
}
"""What a model does not take while it thinks, but for these values (Microsoft Learn, "Azure OpenAI reasoning
models")."""


class AudioReference(Struct):
    """An earlier answer that was spoken."""

    id: str


class Message(Struct):
    """A message of the conversation."""

    role: Literal["system", "assistant", "user", "function", "tool", "developer"]
    content: str | list[dict[str, Any]] | None = None
    name: str | None = None
    tool_calls: list[dict[str, Any]] | None = None
    tool_call_id: str | None = None
    audio: AudioReference | None = None
    function_call: dict[str, Any] | None = None


class FunctionTool(Struct):
    """A function's definition."""

    name: str
    parameters: dict[str, Any] | None = None
    description: str | None = None


class Tool(Struct):
    """A tool the model may use."""

    type: str = "function"
    function: FunctionTool | None = None


class JsonSchema(Struct):
    """The schema under ``response_format``."""

    schema: dict[str, Any] | None = None


class ResponseFormat(Struct):
    """The format the answer must have."""

    type: Literal["json_object", "json_schema", "text"] = "text"
    json_schema: JsonSchema | None = None


class StreamOptions(Struct):
    """What a stream carries beside its text."""

    include_usage: bool | None = None
    include_obfuscation: bool | None = None


class Prediction(Struct):
    """What the answer is expected to be."""

    content: str | list[dict[str, Any]]
    type: Literal["content"] = "content"

    @property
    def text(self) -> str:
        """All of it."""
        parts = [{"text": self.content}] if isinstance(self.content, str) else self.content
        return "".join(str(part.get("text") or "") for part in parts)


class AudioOptions(Struct):
    """How an answer is spoken."""

    format: AudioFormat
    voice: str | dict[str, Any]


class ChatAsk(Struct):
    """The members of a chat request that mean something here."""

    messages: Annotated[list[Message], Meta(min_length=1)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_tokens: Count | None = None
    max_completion_tokens: Count | None = None
    n: Annotated[int, Meta(ge=1, le=128)] | None = None
    stop: str | Annotated[list[str], Meta(max_length=4)] | None = None
    tools: list[Tool] | None = None
    tool_choice: str | dict[str, Any] | None = None
    functions: list[FunctionTool] | None = None
    """What there was before tools; likewise ``function_call`` before ``tool_choice``."""
    function_call: str | dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None
    """Several calls in one answer come only where they are asked for: programs that are tried out expect one."""
    response_format: ResponseFormat | None = None
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    top_p: Annotated[float, Meta(ge=0, le=1)] | None = None
    presence_penalty: Annotated[float, Meta(ge=-2, le=2)] | None = None
    frequency_penalty: Annotated[float, Meta(ge=-2, le=2)] | None = None
    logit_bias: dict[str, Annotated[float, Meta(ge=-100, le=100)]] | None = None
    logprobs: bool | None = None
    top_logprobs: Annotated[int, Meta(ge=0, le=20)] | None = None
    reasoning_effort: str | None = None
    modalities: list[Literal["text", "audio"]] | None = None
    audio: AudioOptions | None = None
    prediction: Prediction | None = None

    @property
    def tokens_max(self) -> int | None:
        """The caller's maximum, by either name."""
        return self.max_completion_tokens or self.max_tokens

    @property
    def callable(self) -> list[Function]:
        """The functions that the model may call."""
        if self.tools is None and self.functions is None:
            return []
        tools = [tool.function for tool in self.tools or () if tool.function is not None]
        named = (*tools, *(self.functions or ()))
        return [Function(name=each.name, parameters=each.parameters or {}) for each in named]

    @property
    def choice(self) -> str | dict[str, Any] | None:
        """Which of them it is to call."""
        return self.tool_choice if self.tool_choice is not None else self.function_call

    @property
    def logprobs_of_others(self) -> int | None:
        """Of how many other tokens the probability is told with each token; None: not even of the token."""
        return (self.top_logprobs or 0) if self.logprobs else None

    @property
    def spoken(self) -> bool:
        """Whether the answer is spoken."""
        return "audio" in (self.modalities or ())


_DECODER = msgspec.json.Decoder(ChatAsk)


def read_ask(call: Call) -> ChatAsk:
    """Read a chat request.

    Raises:
        AzureError: a 400 when it is not one, or asks what the model does not do.
    """
    ask = read(call.body, _DECODER)
    model = call.settings.model
    parts.check([each.content for each in ask.messages])
    if ask.top_logprobs is not None and not ask.logprobs:
        message = "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled."
        raise errors.invalid(message, param="top_logprobs")
    if reasoning.efforts_of(model) is not None:
        _check_reasoning(ask, model, thinks=reasoning.thinks(call.settings, ask.reasoning_effort))
    if not catalog.sees(model):
        _check_unseeing(ask)
    if ask.spoken:
        _check_spoken(ask, model)
    elif catalog.speaks(model) and not _is_heard(ask):
        message = "This model requires that either input content or output modality contain audio."
        raise errors.invalid(message, param="model", code="invalid_value")
    return ask


def _check_reasoning(ask: ChatAsk, model: str, *, thinks: bool) -> None:
    """Refuse in the words reported of GPT-5 and later, 2025 and 2026."""
    if ask.max_tokens is not None:
        raise _unsupported("max_tokens", instead="max_completion_tokens")
    if ask.stop and model.startswith(_WITHOUT_STOP) and not model.startswith("o3-mini"):
        raise _unsupported("stop")
    if ask.prediction is not None:
        raise _unsupported("prediction")
    if not thinks:
        return
    for name, fixed in _FIXED_WHILE_THINKING.items():
        if getattr(ask, name) not in (None, fixed):
            raise _unsupported(name)
    if ask.temperature not in (None, 1):
        message = (
            f"Unsupported value: 'temperature' does not support {ask.temperature:g} with this model. Only the default "
            "(1) value is supported."
        )
        raise errors.invalid(message, param="temperature", code="unsupported_value")


def _check_unseeing(ask: ChatAsk) -> None:
    """Refuse pictures, in the words of OpenAI (reported since 2024)."""
    for at, message in enumerate(ask.messages):
        for number, part in enumerate(message.content if isinstance(message.content, list) else ()):
            if part.get("type") == "image_url":
                text = "Invalid content type. image_url is only supported by certain models."
                raise errors.invalid(text, param=f"messages.[{at}].content.[{number}].type")


def _check_spoken(ask: ChatAsk, model: str) -> None:
    """Refuse what is not spoken; only the words about formats have been reported."""
    if not catalog.speaks(model):
        message = "This model does not support the requested output modalities: 'audio'."
        raise errors.invalid(message, param="modalities", code="invalid_value")
    if ask.audio is None:
        message = "Missing required parameter: 'audio'."
        raise errors.invalid(message, param="audio", code="missing_required_parameter")
    check_voice(ask.audio.voice, "audio.voice")
    if ask.stream and ask.audio.format != "pcm16":
        message = (
            f"Unsupported value: 'audio.format' does not support '{ask.audio.format}' when stream=true. Supported "
            "values are: 'pcm16'."
        )
        raise errors.invalid(message, param="audio.format", code="unsupported_value")


def _is_heard(ask: ChatAsk) -> bool:
    """Whether a message holds sound, or names an earlier answer that was spoken."""
    return any(message.audio is not None or _has_sound(message.content) for message in ask.messages)


def _has_sound(content: str | list[dict[str, Any]] | None) -> bool:
    return isinstance(content, list) and any(part.get("type") == "input_audio" for part in content)


def _unsupported(name: str, *, instead: str = "") -> errors.AzureError:
    hint = f" Use '{instead}' instead." if instead else ""
    message = f"Unsupported parameter: '{name}' is not supported with this model.{hint}"
    return errors.invalid(message, param=name, code="unsupported_parameter")
