"""Batches: each line of a file is a request, really served by this resource, at half the price and in its own time.

A batch advances while time passes and is brought up to date whenever it is looked at.
"""

from collections.abc import Container
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from headgate.simulator import errors, ids
from headgate.simulator.answer import Answer
from headgate.simulator.apis import files
from headgate.simulator.apis.limits import checked_metadata
from headgate.simulator.apis.state_call import StateCall, answered, found
from headgate.simulator.state.batches import Batch, BatchLine
from headgate.simulator.state.paging import page

_ENDPOINTS = ("/chat/completions", "/completions", "/embeddings", "/responses")
_LINES_MAX = 10_000
"""Azure takes 100,000; all answers are kept in memory."""
_VALIDATING_SECONDS = 1.0
_LINES_PER_SECOND = 50
_LINES_PER_LOOK = 500
"""Answered at most before others get their turn: some tens of milliseconds."""
_WINDOW_SECONDS = 86_400


class BatchAsk(Struct):
    """A request for a batch."""

    input_file_id: str
    endpoint: str
    completion_window: str = "24h"
    metadata: dict[str, str] | None = None


class _Line(Struct):
    custom_id: str
    url: str
    body: dict[str, Any]
    method: str = "POST"


_CREATE = msgspec.json.Decoder(BatchAsk)
_LINE = msgspec.json.Decoder(_Line)


def create(call: StateCall) -> Answer:
    """Begin a batch; mistakes in its lines are found while it is validated, as on Azure."""
    ask = call.read(_CREATE)
    if _plain(ask.endpoint) not in _ENDPOINTS:
        raise errors.invalid(f"Invalid value: '{ask.endpoint}'.", param="endpoint", code="invalid_value")
    if ask.completion_window != "24h":
        message = f"Invalid value: '{ask.completion_window}'. Supported values are: '24h'."
        raise errors.invalid(message, param="completion_window", code="invalid_value")
    file = files.kept(call, ask.input_file_id)
    if file.purpose != "batch":
        raise errors.invalid("The file's purpose is not 'batch'.", param="input_file_id", code="invalid_file_purpose")
    lines, mistakes = _lines(file.content, ask.endpoint, call.models.deployments)
    batch = Batch(
        id="batch_" + ids.uuid().decode(),
        endpoint=ask.endpoint,
        input_file_id=file.id,
        created_at=call.now,
        expires_at=call.now + _WINDOW_SECONDS,
        metadata=checked_metadata(ask.metadata),
        lines=lines,
        errors=mistakes,
    )
    call.state.batches.put(batch.id, batch, size=len(file.content))
    return answered(_shown(batch, call.version))


def get(call: StateCall) -> Answer:
    """How far it is."""
    return answered(_shown(_kept(call), call.version))


def list_all(call: StateCall) -> Answer:
    """A page of the batches, newest first."""
    for batch in call.state.batches:
        _advance(call, batch)
    listed = page(
        call.state.batches, call.query, id_of=lambda each: each.id, shown=lambda each: _shown(each, call.version)
    )
    return answered(listed)


def cancel(call: StateCall) -> Answer:
    """Stop it; what is answered is kept."""
    batch = _kept(call)
    if batch.status in ("validating", "in_progress", "cancelling"):
        batch.status = "cancelled"
        batch.cancelled_at = call.now
        _write_files(call, batch)
        return answered(_shown(batch, call.version) | {"status": "cancelling", "cancelled_at": None})
    if batch.status != "cancelled":
        message = f"Cannot cancel a batch with status '{batch.status}'."
        raise errors.AzureError(409, errors.invalid(message, code="invalid_batch_status").body)
    return answered(_shown(batch, call.version))


def _kept(call: StateCall) -> Batch:
    batch = found(call.state.batches.get(call.id), "Batch", call.id)
    _advance(call, batch)
    return batch


def _plain(endpoint: str) -> str:
    return endpoint.removeprefix("/openai").removeprefix("/v1")


def _lines(content: bytes, endpoint: str, deployments: Container[str]) -> tuple[list[BatchLine], list[dict[str, Any]]]:
    """The requests in a file, and what is wrong with it."""
    lines: list[BatchLine] = []
    mistakes: list[dict[str, Any]] = []
    seen: set[str] = set()
    written = [line for line in content.splitlines() if line.strip()]
    if not written:
        mistakes.append(_mistake("empty_file", "The input file is empty.", None))
    if len(written) > _LINES_MAX:
        mistakes.append(_mistake("too_many_tasks", f"The input file has more than {_LINES_MAX} requests.", None))
        written = []
    for number, line in enumerate(written, start=1):
        try:
            asked = _LINE.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            mistakes.append(_mistake("invalid_json_line", f"This line is not parseable: {error}.", number))
            continue
        if problem := _problem(asked, endpoint, deployments, seen):
            mistakes.append(_mistake(*problem, number))
        seen.add(asked.custom_id)
        asked.body.pop("stream", None)
        body = msgspec.json.encode(asked.body)
        lines.append(BatchLine(number=number, custom_id=asked.custom_id, method=asked.method, url=asked.url, body=body))
    return lines, mistakes


def _problem(asked: _Line, endpoint: str, deployments: Container[str], seen: set[str]) -> tuple[str, str] | None:
    if asked.custom_id in seen:
        return "duplicate_custom_id", f"The custom id '{asked.custom_id}' is used more than once."
    if _plain(asked.url) != _plain(endpoint):
        return "url_mismatch", f"The url '{asked.url}' does not match the endpoint '{endpoint}' of the batch."
    if asked.body.get("model") not in deployments:
        return "model_not_found", f"The deployment '{asked.body.get('model')}' does not exist."
    return None


def _mistake(code: str, message: str, line: int | None) -> dict[str, Any]:
    return {"code": code, "message": message, "param": None, "line": line}


def _advance(call: StateCall, batch: Batch) -> None:
    """Bring a batch to where it is by now."""
    if batch.status == "validating" and call.now >= batch.created_at + _VALIDATING_SECONDS:
        if batch.errors:
            batch.status, batch.failed_at = "failed", call.now
        else:
            batch.status, batch.in_progress_at = "in_progress", batch.created_at + _VALIDATING_SECONDS
    if batch.status != "in_progress" or batch.in_progress_at is None:
        return
    due = min(len(batch.lines), int((call.now - batch.in_progress_at) * _LINES_PER_SECOND))
    for line in batch.lines[batch.answered : min(due, batch.answered + _LINES_PER_LOOK)]:
        _answer(call, batch, line)
    if batch.answered == len(batch.lines):
        batch.status, batch.completed_at = "completed", call.now
        _write_files(call, batch)


def _answer(call: StateCall, batch: Batch, line: BatchLine) -> None:
    status, body, request_id = call.inner(f"/openai/v1{_plain(line.url)}", line.body)
    batch.answered += 1
    response = {"request_id": request_id, "status_code": status, "body": msgspec.Raw(_one_line(body))}
    written = {
        "id": f"batch_req_{ids.base62(24).decode()}",
        "custom_id": line.custom_id,
        "response": response,
        "error": None,
    }
    if status == 200:
        batch.output.append(msgspec.json.encode(written))
    else:
        batch.failed += 1
        batch.faulty.append(msgspec.json.encode(written))


def _one_line(body: bytes) -> bytes:
    return msgspec.json.format(body.strip(), indent=-1)


def _write_files(call: StateCall, batch: Batch) -> None:
    """Put what was answered into files; of a batch without faults there is no file of errors."""
    for lines, name in ((batch.output, "output"), (batch.faulty, "error")):
        if not lines:
            continue
        file = files.new_file(
            call, filename=f"{batch.id}_{name}.jsonl", purpose="batch_output", content=b"\n".join(lines) + b"\n"
        )
        setattr(batch, f"{name}_file_id", file.id)
        lines.clear()
    batch.lines = [] if batch.status == "completed" else batch.lines


def _shown(batch: Batch, version: str) -> dict[str, Any]:
    """The batch object: on dated paths with times as text, and its first status capitalised (Microsoft Learn)."""
    moment = _moment if version == "v1" else _text_moment
    waiting = batch.status == "validating"
    status = "Validating" if waiting and version != "v1" else batch.status
    total = batch.answered if batch.status == "completed" else len(batch.lines)
    counts: dict[str, int | None] = {"total": total, "completed": batch.answered - batch.failed, "failed": batch.failed}
    if waiting and version != "v1":
        counts = dict.fromkeys(counts)  # null until it is validated
    failures = batch.errors if batch.status == "failed" else []
    return {
        "id": batch.id,
        "object": "batch",
        "endpoint": batch.endpoint,
        "errors": {"object": "list", "data": failures} if failures else None,
        "input_file_id": batch.input_file_id,
        "completion_window": "24h",
        "status": status,
        "output_file_id": batch.output_file_id or None,
        "error_file_id": batch.error_file_id or None,
        "created_at": moment(batch.created_at),
        "in_progress_at": moment(batch.in_progress_at),
        "expires_at": moment(batch.expires_at),
        "finalizing_at": moment(batch.completed_at),
        "completed_at": moment(batch.completed_at),
        "failed_at": moment(batch.failed_at),
        "expired_at": None,
        "cancelling_at": moment(batch.cancelled_at),
        "cancelled_at": moment(batch.cancelled_at),
        "request_counts": counts,
        "metadata": batch.metadata or None,
    }


def _moment(at: float | None) -> int | None:
    return None if at is None else int(at)


def _text_moment(at: float | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="microseconds")
