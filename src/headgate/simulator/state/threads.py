"""Assistants, threads and what hangs on a thread: messages, runs and the steps of runs, as a resource keeps them."""

from typing import Any, Literal

from msgspec import Struct, field

from headgate.core.usage import Usage

Json = dict[str, Any]
RunStatus = Literal[
    "queued",
    "in_progress",
    "requires_action",
    "cancelling",
    "cancelled",
    "failed",
    "completed",
    "incomplete",
    "expired",
]
StepStatus = Literal["in_progress", "cancelled", "failed", "completed", "expired"]
StepKind = Literal["message", "file_search", "code_interpreter", "function"]

OVER = frozenset({"cancelled", "failed", "completed", "incomplete", "expired"})
"""What a run does not leave again."""


class Assistant(Struct):
    """A model with its instructions and tools."""

    id: str
    created_at: int
    """Unix seconds, as all times here."""
    model: str
    """The name of a deployment."""
    name: str | None
    description: str | None
    instructions: str | None
    tools: list[Json]
    tool_resources: Json
    metadata: dict[str, str]
    temperature: float | None
    top_p: float | None
    response_format: str | Json
    reasoning_effort: str | None


class Message(Struct):
    """What somebody said in a thread."""

    id: str
    created_at: int
    role: Literal["user", "assistant"]
    content: list[Json]
    """Its parts, as they are shown."""
    attachments: list[Json]
    metadata: dict[str, str]
    assistant_id: str | None = None
    run_id: str | None = None
    status: Literal["in_progress", "incomplete", "completed"] = "completed"
    completed_at: int | None = None
    incomplete_at: int | None = None
    incomplete_reason: str | None = None
    size: int = 0
    """Bytes of its content."""


class Step(Struct):
    """One thing that a run did: it called tools, or wrote a message."""

    id: str
    kind: StepKind
    created_at: int
    status: StepStatus = "in_progress"
    message_id: str = ""
    """Of the message it wrote."""
    tool_calls: list[Json] = field(default_factory=list)
    """As they are shown."""
    ended_at: int | None = None
    error: Json | None = None
    usage: Usage | None = None
    """None until it is completed."""


class PlannedStep(Struct, frozen=True):
    """A step that the model has decided on, before it is seen how far it is."""

    id: str
    kind: StepKind
    pieces: list[str]
    """What it writes, token by token: a message, code; of calls of functions, the arguments of all of them."""
    tool_calls: list[Json] = field(default_factory=list)
    """As they are when the step is done, without what only the caller knows."""
    message_id: str = ""
    annotations: list[Json] = field(default_factory=list)
    """Of the message; their places are in its text."""
    cut_off: str | None = None
    """Why the message is incomplete."""
    usage: Usage = field(default_factory=Usage)
    """What it costs."""


class Leg(Struct, frozen=True):
    """What a run does without anybody's help: from its beginning, or from the outputs of tools, to where it stops."""

    began_at: float
    """Unix seconds."""
    first_token_seconds: float
    between_tokens_seconds: float
    steps: list[PlannedStep] = field(default_factory=list)
    ends: RunStatus = "completed"
    """Where the run then is."""
    error: Json | None = None
    incomplete_reason: str | None = None
    usage: Usage = field(default_factory=Usage)
    """Of all steps; what the model was set to writing is billed, whether or not the run is cancelled."""
    size: int = 0
    """Bytes of what is written and found in it."""

    def at(self, tokens: int) -> float:
        """The Unix time at which so many tokens are written."""
        return self.began_at + self.first_token_seconds + max(0, tokens - 1) * self.between_tokens_seconds

    @property
    def ends_at(self) -> float:
        """The Unix time at which it is over."""
        return self.at(sum(step.usage.completion_tokens for step in self.steps))


class Run(Struct):
    """An assistant at work on a thread."""

    id: str
    created_at: float
    assistant_id: str
    model: str
    instructions: str
    tools: list[Json]
    tool_resources: Json
    """Of the assistant, when the run was made."""
    metadata: dict[str, str]
    temperature: float | None
    top_p: float | None
    response_format: str | Json
    reasoning_effort: str | None
    tool_choice: str | Json
    parallel_tool_calls: bool
    max_prompt_tokens: int | None
    max_completion_tokens: int | None
    truncation: Json
    expires_at: float
    status: RunStatus = "queued"
    started_at: float | None = None
    ended_at: float | None = None
    """When it came to one of the states it does not leave."""
    error: Json | None = None
    incomplete_reason: str | None = None
    legs: list[Leg] = field(default_factory=list)
    """The last is under way, unless the run is over or waits for outputs."""
    steps: list[Step] = field(default_factory=list)
    """Those that have begun."""
    asked_size: int = 0
    """Bytes of the request for it, and of the outputs it was given."""

    @property
    def size(self) -> int:
        """Bytes, about."""
        return self.asked_size + sum(leg.size for leg in self.legs)

    @property
    def active(self) -> bool:
        """Whether the thread is not free for another run."""
        return self.status not in OVER


class Thread(Struct):
    """A conversation."""

    id: str
    created_at: int
    metadata: dict[str, str]
    tool_resources: Json
    messages: dict[str, Message] = field(default_factory=dict)
    """Oldest first."""
    runs: dict[str, Run] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of what is in it, about."""
        return sum(each.size for each in self.messages.values()) + sum(each.size for each in self.runs.values())

    @property
    def active_run(self) -> Run | None:
        """The run that has not ended; there is one at most."""
        last = next(reversed(self.runs.values()), None)
        return last if last is not None and last.active else None
