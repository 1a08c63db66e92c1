"""The items of a response's output: what each is when it is done, and what it consists of while it is written."""

import json
from typing import Any, Literal

from msgspec import Struct, field

from headgate.simulator import ids
from headgate.simulator.apis import logprobs
from headgate.simulator.shapes import Shapes
from headgate.simulator.state.vector_stores import Found
from headgate.simulator.writing import Written

ItemKind = Literal["reasoning", "message", "function_call", "file_search_call"]


class Item(Struct, frozen=True):
    """One item of the output."""

    kind: ItemKind
    done: dict[str, Any]
    """As it is at the end."""
    tokens: list[str] = field(default_factory=list)
    """What is written of it, piece by piece."""
    thought: int = 0
    """Completion tokens that are not shown."""
    told_of_others: int | None = None
    """Of how many other tokens the probability is told with each token; None: not even of the token."""

    @property
    def text(self) -> str:
        """What is written of it."""
        return "".join(self.tokens)


def of_reasoning(
    item_ids: ids.ResponseIds, thought: int, *, sealed: str | None, summary: str, with_content: bool = False
) -> Item:
    """Reasoning, of which a summary is shown if it was asked for, and the rest sealed.

    ``with_content``: its ``content`` is told, and is empty, as Azure's is.
    """
    shown = [{"type": "summary_text", "text": summary}] if summary else []
    hidden = {} if sealed is None else {"encrypted_content": sealed}
    done: dict[str, Any] = {"id": item_ids.new("rs"), "type": "reasoning"}
    done |= {"content": [], **hidden, "summary": shown} if with_content else {"summary": shown, **hidden}
    return Item(kind="reasoning", done=done, thought=thought)


def of_message(
    item_ids: ids.ResponseIds,
    written: Written,
    cited: list[Found],
    *,
    told_of_others: int | None = None,
    phase: str = "",
) -> Item:
    """A message whose text is complete, or cut off; without ``phase`` it tells none."""
    told = [] if told_of_others is None else logprobs.of_response(written.tokens, told_of_others)
    annotations = [
        {
            "type": "file_citation",
            "index": len(written.text),
            "file_id": hit.file.file_id,
            "filename": hit.file.filename,
        }
        for hit in cited
    ]
    done = {
        "id": item_ids.new("msg"),
        "type": "message",
        "status": "incomplete" if written.finish == "length" else "completed",
        "content": [text_part(written.text, annotations, told)],
        **({"phase": phase} if phase else {}),
        "role": "assistant",
    }
    return Item(kind="message", done=done, tokens=written.tokens, told_of_others=told_of_others)


def of_call(item_ids: ids.ResponseIds, written: Written) -> Item:
    """A call of a function, with all its arguments."""
    done = {
        "id": item_ids.new("fc"),
        "type": "function_call",
        "status": "incomplete" if written.finish == "length" else "completed",
        "arguments": written.text,
        "call_id": ids.call().decode(),
        "name": written.tool,
    }
    return Item(kind="function_call", done=done, tokens=written.tokens)


def of_file_search(item_ids: ids.ResponseIds, query: str, hits: list[Found], *, with_results: bool) -> Item:
    """A search in vector stores; its results are shown only if they were asked for."""
    results = [
        {
            "attributes": hit.file.attributes,
            "file_id": hit.file.file_id,
            "filename": hit.file.filename,
            "score": hit.score,
            "text": hit.text,
        }
        for hit in hits
    ]
    done = {
        "id": item_ids.new("fs"),
        "type": "file_search_call",
        "status": "completed",
        "queries": [query],
        "results": results if with_results else None,
    }
    return Item(kind="file_search_call", done=done)


def text_part(text: str, annotations: list[dict[str, Any]], told: list[dict[str, Any]]) -> dict[str, Any]:
    """The content of a message; ``told`` are its log probabilities."""
    return {"type": "output_text", "annotations": annotations, "logprobs": told, "text": text}


def content_filters(shapes: Shapes, characters: int, *, prompted: bool = True) -> list[dict[str, Any]]:
    """What the filter says of the prompt, and of so many characters of completion.

    A prompt that only brings the results of functions is not ``prompted``: nothing is said of it (recorded in August
    2026).
    """
    of_prompt = [_content_filter("prompt", shapes.prompt_results, characters=0)] if prompted else []
    return [*of_prompt, _content_filter("completion", shapes.completion_results, characters=characters)]


def _content_filter(source: str, results: bytes, *, characters: int) -> dict[str, Any]:
    return {
        "blocked": False,
        "source_type": source,
        "content_filter_raw": [],
        "content_filter_results": json.loads(results),
        "content_filter_offsets": {"start_offset": 0, "end_offset": characters, "check_offset": 0},
    }
