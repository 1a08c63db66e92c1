"""What a model decides on in one leg of a run: to search, to compute, to have functions called, to write a message."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field, structs

from headgate.core.usage import Usage
from headgate.simulator import fitting, ids, text, tokens, writing
from headgate.simulator.apis import conversation
from headgate.simulator.apis.conversation import Function, Task
from headgate.simulator.apis.response_search import SearchRun
from headgate.simulator.state import vector_stores
from headgate.simulator.state.threads import Json, PlannedStep, Run, StepKind
from headgate.simulator.state.vector_stores import VectorStore
from headgate.simulator.threads import code, tools
from headgate.simulator.threads.prompt import Prompt
from headgate.simulator.threads.tools import Ranking, SearchOptions, Tool
from headgate.simulator.writing import Written

_NOTHING = Written(tokens=[], finish="length")
"""The caller's maximum is used up."""


class Work(Struct, frozen=True):
    """What a leg is decided from."""

    run: Run
    prompt: Prompt
    stores: list[VectorStore]
    tokens_max: int | None
    """Completion tokens that are left."""
    thought: int = 0
    """Tokens that the model thinks before it does anything."""
    filtered_after: int | None = None


class Plan(Struct, frozen=True):
    """The steps of a leg."""

    steps: list[PlannedStep]
    cut_off: bool = False
    """Whether the caller's maximum of completion tokens ended it."""
    waits: bool = False
    """Whether it ends with functions that the caller has to carry out."""

    @property
    def usage(self) -> Usage:
        """Of all steps."""
        return Usage(
            prompt_tokens=sum(step.usage.prompt_tokens for step in self.steps),
            completion_tokens=sum(step.usage.completion_tokens for step in self.steps),
            reasoning_tokens=sum(step.usage.reasoning_tokens for step in self.steps),
        )


class _Found(Struct, frozen=True):
    """What Azure's own tools have come to, before the model answers or calls functions."""

    prompt_tokens: int
    """Of the prompt, with what they have come to."""
    steps: list[PlannedStep] = field(default_factory=list)
    known: str | None = None
    """What the message says because of them."""
    search: SearchRun | None = None


def planned(work: Work) -> Plan:
    """The plan of a leg.

    Raises:
        AzureError: a 400 for a schema that is none.
    """
    offered = tools.read(work.run.tools)
    found = _found(work, offered)
    spent = sum(step.usage.completion_tokens for step in found.steps) + work.thought
    left = None if work.tokens_max is None else work.tokens_max - spent
    task = _task(work, [] if found.steps else _called(work, offered), found.known, left)
    written = _NOTHING if left is not None and left <= 0 else writing.filtered(task.write(), work.filtered_after)
    used = Usage(
        prompt_tokens=found.prompt_tokens,
        completion_tokens=work.thought + written.token_count,
        reasoning_tokens=work.thought,
    )
    if written.tool and written.finish != "length":
        return Plan(steps=[*found.steps, _function_step(written, used)], waits=True)
    if written.tool:
        written = _NOTHING  # half a call is none, though it is paid for
    message = _message_step(written, used, None if task.json else found.search)
    return Plan(steps=[*found.steps, message], cut_off=written.finish == "length")


def _found(work: Work, offered: Sequence[Tool]) -> _Found:
    choice, prompt = work.run.tool_choice, work.prompt
    if prompt.by_user and work.stores and _uses(offered, choice, "file_search"):
        search = _searched(work, offered)
        tokens_with_it = prompt.with_found([hit.text for hit in search.hits])
        return _Found(tokens_with_it, [_search_step(work, offered, search)], search.quote, search)
    if prompt.by_user and _uses(offered, choice, "code_interpreter") and _computes(work, choice):
        executed = code.execute(prompt.asked)
        known = None if executed.result is None else f"The result is {executed.result}."
        tokens_with_it = prompt.tokens + tokens.count(executed.code) + tokens.count(executed.logs)
        return _Found(tokens_with_it, [_code_step(work, executed)], known)
    return _Found(prompt.tokens)


def _uses(offered: Sequence[Tool], choice: str | Json, kind: StepKind) -> bool:
    """Whether a tool of Azure's own may be used, or must."""
    there = any(tool.type == kind for tool in offered)
    return there and (choice.get("type") == kind if isinstance(choice, Mapping) else choice != "none")


def _computes(work: Work, choice: str | Json) -> bool:
    return isinstance(choice, Mapping) or choice == "required" or code.wanted(work.prompt.asked)


def _called(work: Work, offered: Sequence[Tool]) -> list[Function]:
    """The functions to call, if any; after outputs none is called again."""
    choice = work.run.tool_choice
    if not work.prompt.by_user or (isinstance(choice, Mapping) and choice.get("type") != "function"):
        return []
    functions = [
        Function(name=tool.function.name, parameters=tool.function.parameters or {})
        for tool in offered
        if tool.function is not None
    ]
    first = conversation.chosen(functions, choice, asked_by_user=True)
    if first is None:
        return []
    parallel = work.run.parallel_tool_calls and work.tokens_max is None
    return [first, *(conversation.called_beside(first, functions, choice) if parallel else ())]


def _task(work: Work, called: Sequence[Function], known: str | None, left: int | None) -> Task:
    run, prompt = work.run, work.prompt.words
    seed = writing.seed_of(prompt + work.prompt.marks)
    asked: Mapping[str, Any] = run.response_format if isinstance(run.response_format, Mapping) else {}
    return Task(
        seed=seed,
        tokens_max=left,
        function=called[0] if called else None,
        beside=tuple(called[1:]),
        json=str(asked.get("type")).startswith("json"),
        schema=(asked.get("json_schema") or {}).get("schema"),
        fitting=known or fitting.text_for(prompt) or "".join(text.natural(seed)),
    )


def _searched(work: Work, offered: Sequence[Tool]) -> SearchRun:
    options = _options(offered)
    ranking = options.ranking_options or Ranking()
    hits = vector_stores.search(work.stores, work.prompt.asked, filters=None, limit=options.max_num_results)
    return SearchRun(query=work.prompt.asked, hits=[hit for hit in hits if hit.score >= ranking.score_threshold])


def _options(offered: Sequence[Tool]) -> SearchOptions:
    return next((tool.file_search for tool in offered if tool.file_search is not None), SearchOptions())


def _search_step(work: Work, offered: Sequence[Tool], search: SearchRun) -> PlannedStep:
    ranking = _options(offered).ranking_options or Ranking()
    results = [
        {
            "file_id": hit.file.file_id,
            "file_name": hit.file.filename,
            "score": hit.score,
            "content": [{"type": "text", "text": hit.text}],
        }
        for hit in search.hits
    ]
    details = {
        "ranking_options": {"ranker": ranking.ranker, "score_threshold": ranking.score_threshold},
        "results": results,
    }
    used = Usage(prompt_tokens=work.prompt.tokens, completion_tokens=tokens.count(search.query))
    return _tool_step("file_search", details, [], used)


def _code_step(work: Work, executed: code.Executed) -> PlannedStep:
    pieces = tokens.split(executed.code)
    details = {"input": executed.code, "outputs": [{"type": "logs", "logs": executed.logs}]}
    used = Usage(prompt_tokens=work.prompt.tokens, completion_tokens=len(pieces))
    return _tool_step("code_interpreter", details, pieces, used)


def _tool_step(kind: StepKind, details: Json, pieces: list[str], used: Usage) -> PlannedStep:
    call = {"id": ids.call().decode(), "type": kind, kind: details}
    return PlannedStep(id=ids.of("step_"), kind=kind, pieces=pieces, tool_calls=[call], usage=used)


def _function_step(written: Written, used: Usage) -> PlannedStep:
    calls: list[Json] = [
        {
            "id": ids.call().decode(),
            "type": "function",
            "function": {"name": part.tool, "arguments": part.text, "output": None},
        }
        for part in written.parts
    ]
    pieces = [piece for part in written.parts for piece in part.tokens]
    return PlannedStep(id=ids.of("step_"), kind="function", pieces=pieces, tool_calls=calls, usage=used)


def _message_step(written: Written, used: Usage, search: SearchRun | None) -> PlannedStep:
    """A message; what was found in a file is followed by a mark that names the file."""
    pieces, annotations = list(written.tokens), []
    if search is not None and search.hits and written.finish == "stop":
        source = search.hits[0].file
        mark = f"【4:0†{source.filename}】"
        start = len(written.text)
        annotations = [
            {
                "type": "file_citation",
                "text": mark,
                "start_index": start,
                "end_index": start + len(mark),
                "file_citation": {"file_id": source.file_id},
            }
        ]
        pieces.append(mark)
        used = structs.replace(used, completion_tokens=used.completion_tokens + 1)
    cut_off = {"length": "max_tokens", "content_filter": "content_filter"}.get(written.finish)
    return PlannedStep(
        id=ids.of("step_"),
        kind="message",
        pieces=pieces,
        message_id=ids.of("msg_"),
        annotations=annotations,
        cut_off=cut_off,
        usage=used,
    )
