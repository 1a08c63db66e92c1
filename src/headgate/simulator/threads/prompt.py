"""What a model is shown of a thread: instructions, the messages that fit, and what tools have come to in this run."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from headgate.simulator.apis import conversation, parts
from headgate.simulator.apis.parts import BesideText
from headgate.simulator.apis.state_call import StateCall
from headgate.simulator.state.threads import Message, Run, Thread
from headgate.simulator.threads import contents


class Prompt(Struct, frozen=True):
    """A prompt, counted."""

    texts: list[str]
    asked: str
    """What the user said last."""
    by_user: bool
    """Whether the user spoke last: no tool has been called since."""
    tokens: int
    beside: list[BesideText]
    """Pictures, by message."""
    definitions: str

    @property
    def words(self) -> str:
        """What was said, without the definitions of tools."""
        return "\n".join(self.texts)

    @property
    def text(self) -> str:
        """The whole, as text; of pictures what stands for them."""
        return "\n".join((*self.texts, self.definitions)) + self.marks

    @property
    def marks(self) -> str:
        """What stands for the pictures."""
        return "".join(each.marks for each in self.beside)

    @property
    def image_tokens(self) -> int:
        """Tokens of the pictures."""
        return sum(each.image for each in self.beside)

    def with_found(self, found: Sequence[str]) -> int:
        """Tokens once the passages that a search found are in it too."""
        return _count([*self.texts, *found], self.beside, self.definitions)


def of(call: StateCall, thread: Thread, run: Run, *, model: str, tokens_max: int) -> Prompt:
    """The prompt of a run's next leg; the oldest messages are left out until it fits, but never the last.

    ``model`` is what counts pictures, ``tokens_max`` what fits.
    """
    shown = [each for each in thread.messages.values() if each.status == "completed"]
    if run.truncation["type"] == "last_messages" and run.truncation["last_messages"]:
        shown = shown[-run.truncation["last_messages"] :]
    pictures = {each.id: parts.beside_text([contents.pictures_of(call, each)], model) for each in shown}
    prompt = _counted(shown, run, pictures)
    while prompt.tokens > tokens_max and len(shown) > 1:
        shown = shown[1 + len(shown) // 8 :]
        prompt = _counted(shown, run, pictures)
    return prompt


def _counted(messages: list[Message], run: Run, pictures: Mapping[str, BesideText]) -> Prompt:
    texts = [run.instructions] if run.instructions else []
    texts += [contents.text_of(each) for each in messages]
    called = [call["function"] for step in run.steps if step.kind == "function" for call in step.tool_calls]
    texts += [text for each in called for text in (each["arguments"], each["output"] or "")]
    beside = [pictures[each.id] for each in messages]
    definitions = msgspec.json.encode(run.tools).decode() if run.tools else ""
    last = messages[-1] if messages else None
    asked = next((contents.text_of(each) for each in reversed(messages) if each.role == "user"), "")
    return Prompt(
        texts=texts,
        asked=asked,
        by_user=last is not None and last.role == "user" and not called,
        tokens=_count(texts, beside, definitions),
        beside=beside,
        definitions=definitions,
    )


def _count(texts: Sequence[str], beside: Sequence[BesideText], definitions: str) -> int:
    return conversation.count(texts, beside_text=sum(each.total for each in beside), definitions=definitions)
