"""What clients may send in a realtime conversation, in the names of the GA protocol (OpenAI reference, 2026).

Values are checked here and kept as they came: the session shows them again.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=0)]
TokensMax = Annotated[int, Meta(ge=1, le=4096)] | Literal["inf"]
Modalities = list[Literal["text", "audio"]]

APPENDED_BYTES_MAX = 15_728_640
"""Of one piece of sound (Microsoft Learn: 15 MiB an event)."""


class _Known(Struct, forbid_unknown_fields=True):
    """Members that are not named here are refused, as the service does."""


class FormatAsk(_Known):
    """A format of sound."""

    type: Literal["audio/pcm", "audio/pcmu", "audio/pcma"]
    rate: Literal[24000] | None = None


class DetectionAsk(_Known):
    """How turns are told apart."""

    type: Literal["server_vad", "semantic_vad"]
    threshold: Annotated[float, Meta(ge=0, le=1)] | None = None
    prefix_padding_ms: Count | None = None
    silence_duration_ms: Count | None = None
    idle_timeout_ms: Annotated[int, Meta(ge=5_000, le=30_000)] | None = None
    create_response: bool | None = None
    interrupt_response: bool | None = None
    eagerness: Literal["low", "medium", "high", "auto"] | None = None


class TranscriptionAsk(Struct):
    """Which deployment writes down what the caller says."""

    model: str
    language: str | None = None
    prompt: str | None = None


class InputAsk(_Known):
    """How a session listens."""

    format: FormatAsk | None = None
    transcription: TranscriptionAsk | None = None
    noise_reduction: dict[str, Any] | None = None
    turn_detection: DetectionAsk | None = None


class OutputAsk(_Known):
    """How a session speaks."""

    format: FormatAsk | None = None
    voice: str | dict[str, Any] | None = None
    speed: Annotated[float, Meta(ge=0.25, le=1.5)] | None = None


class AudioAsk(_Known):
    """Both of them."""

    input: InputAsk | None = None
    output: OutputAsk | None = None


class ToolAsk(Struct):
    """A function the model may call."""

    type: Literal["function"]
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None


class _SpeechAsk(_Known, kw_only=True):
    """What sessions and single responses set alike."""

    output_modalities: Modalities | None = None
    instructions: str | None = None
    tools: list[ToolAsk] | None = None
    tool_choice: str | dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None
    max_output_tokens: TokensMax | None = None
    audio: AudioAsk | None = None
    prompt: dict[str, Any] | None = None
    reasoning: dict[str, Any] | None = None
    temperature: Annotated[float, Meta(ge=0.6, le=1.2)] | None = None
    """Of the beta protocol alone."""


class SessionAsk(_SpeechAsk, kw_only=True):
    """What a session is set to."""

    type: Literal["realtime"]
    model: str | None = None
    tracing: str | dict[str, Any] | None = None
    truncation: str | dict[str, Any] | None = None
    include: list[str] | None = None


class PartAsk(Struct):
    """A part of a message."""

    type: Literal["input_text", "input_audio", "input_image", "output_text", "output_audio"]
    text: str | None = None
    audio: str | None = None
    transcript: str | None = None
    image_url: str | None = None
    detail: Literal["auto", "low", "high"] | None = None


class ItemAsk(Struct):
    """Something for the conversation."""

    type: Literal["message", "function_call", "function_call_output", "item_reference"]
    id: Annotated[str, Meta(max_length=32)] | None = None
    role: Literal["system", "user", "assistant"] | None = None
    content: list[PartAsk] | None = None
    call_id: str | None = None
    name: str | None = None
    arguments: str | None = None
    output: str | None = None


class ResponseAsk(_SpeechAsk, kw_only=True):
    """What is special about one response."""

    conversation: Literal["auto", "none"] | None = None
    input: list[ItemAsk] | None = None
    metadata: dict[str, str] | None = None


class Event(Struct, tag_field="type", kw_only=True):
    """One thing a client sends."""

    event_id: str | None = None


class SessionUpdate(Event, tag="session.update"):
    """Set the session."""

    session: SessionAsk


class ItemCreate(Event, tag="conversation.item.create"):
    """Add to the conversation."""

    item: ItemAsk
    previous_item_id: str | None = None


class ItemRetrieve(Event, tag="conversation.item.retrieve"):
    """Show a piece of it."""

    item_id: str


class ItemTruncate(Event, tag="conversation.item.truncate"):
    """Cut what was spoken to what was heard."""

    item_id: str
    content_index: Count
    audio_end_ms: Count


class ItemDelete(Event, tag="conversation.item.delete"):
    """Remove a piece of it."""

    item_id: str


class AudioAppend(Event, tag="input_audio_buffer.append"):
    """More sound, in base64."""

    audio: str


class AudioCommit(Event, tag="input_audio_buffer.commit"):
    """The sound so far is a message."""


class AudioClear(Event, tag="input_audio_buffer.clear"):
    """Forget the sound so far."""


class ResponseCreate(Event, tag="response.create"):
    """Have the model answer."""

    response: ResponseAsk | None = None


class ResponseCancel(Event, tag="response.cancel"):
    """Have it stop."""

    response_id: str | None = None


ClientEvent = (
    SessionUpdate
    | ItemCreate
    | ItemRetrieve
    | ItemTruncate
    | ItemDelete
    | AudioAppend
    | AudioCommit
    | AudioClear
    | ResponseCreate
    | ResponseCancel
)
TYPES = tuple(
    each.__struct_config__.tag
    for each in (
        SessionUpdate,
        ItemCreate,
        ItemRetrieve,
        ItemTruncate,
        ItemDelete,
        AudioAppend,
        AudioCommit,
        AudioClear,
        ResponseCreate,
        ResponseCancel,
    )
)
"""The types of client events."""
