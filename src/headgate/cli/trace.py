"""``headgate trace``: one exchange's way through the gate."""

import datetime
from typing import Annotated

import msgspec
from cyclopts import Parameter

from headgate.cli import exit_codes
from headgate.cli.amounts import plain_amount
from headgate.cli.books import BooksConfigOption, DataOption, up_to_date_books
from headgate.cli.console import complain, say
from headgate.cli.options import EnvironmentOption, FormatOption
from headgate.ledger.history import AttemptHistory, ExchangeHistory, exchange_history


def trace(
    request_id: Annotated[str, Parameter(help="As in the answer's header x-headgate-request-id.")],
    /,
    *,
    config: BooksConfigOption = None,
    data: DataOption = None,
    environment: EnvironmentOption = None,
    format: FormatOption = "table",  # noqa: A002 - the option is called so
) -> int:
    """Show one exchange: where it was sent and why, and what it used and cost.

    What the journal holds is posted first, so that an exchange can be found as soon as it has ended.
    """
    with up_to_date_books(config, environment, data) as ledger:
        history = exchange_history(ledger, request_id)
    if history is None:
        complain(f"headgate: no exchange {request_id} is known here")
        return exit_codes.FAILED
    if format == "json":
        encoded = msgspec.json.Encoder(decimal_format="number").encode(history)
        say(msgspec.json.format(encoded, indent=2).decode())
    else:
        say("\n".join(_lines(history)))
    return exit_codes.OK


def _lines(history: ExchangeHistory) -> list[str]:
    at = datetime.datetime.fromtimestamp(history.at, datetime.UTC).isoformat(timespec="milliseconds")
    stream = ", streamed" if history.stream else ""
    code = f" {history.code}" if history.code else ""
    lines = [
        f"exchange   {history.id}",
        f"arrived    {at}",
        f"caller     {history.caller}, use case {history.use_case}",
        f"asked for  {history.model} by {history.api}{stream}; {history.bytes_in:,} bytes",
        f"outcome    {history.outcome}, status {history.status or 'none'}{code}; {history.bytes_out:,} bytes",
        f"timing     first byte {_ms(history.first_byte_ms)}, end {_ms(history.duration_ms)}",
        f"worker     {history.journal}",
    ]
    if history.client_request_id:
        lines.append(f"client id  {history.client_request_id}")
    if history.traceparent:
        lines.append(f"trace      {history.traceparent}")
    for attempt in history.attempts:
        lines += ["", *_attempt_lines(attempt)]
    return lines


def _attempt_lines(attempt: AttemptHistory) -> list[str]:
    product = " ".join(filter(None, (attempt.deployed_model, attempt.version)))
    region = f", {attempt.region}" if attempt.region else ""
    lines = [f"attempt {attempt.number}  {attempt.deployment} ({product}, {attempt.kind}{region})"]
    if attempt.why:
        lines.append(f"  chosen   {attempt.why}")
    lines += [f"  skipped  {skipped.deployment}: {skipped.reason}" for skipped in attempt.skipped]
    error = f"; {attempt.error}" if attempt.error else ""
    lines.append(f"  outcome  {attempt.outcome}, status {attempt.status or 'none'}{error}")
    lines.append(
        f"  timing   sent at {_ms(attempt.started_ms)}, head after {_ms(attempt.first_byte_ms)},"
        f" took {_ms(attempt.duration_ms)}"
    )
    if attempt.request_id or attempt.served_model:
        tier = f", tier {attempt.service_tier}" if attempt.service_tier else ""
        lines.append(
            f"  backend  request {attempt.request_id or 'unknown'}, {attempt.served_model or 'no model'}{tier}"
        )
    return [*lines, f"  usage    {_usage(attempt)}", f"  charge   {_charge(attempt)}"]


def _usage(attempt: AttemptHistory) -> str:
    used = ", ".join(f"{name.replace('_', ' ')} {quantity:,}" for name, quantity in attempt.usage.items())
    return f"{used or 'nothing'}{' (estimated)' if attempt.estimated else ''}"


def _charge(attempt: AttemptHistory) -> str:
    if attempt.billing == "ptu":
        return "covered by provisioned capacity"
    if attempt.billing == "unbilled":
        return "nothing to charge"
    amount = "" if attempt.charge is None else f"{plain_amount(attempt.charge)} {attempt.currency} by {attempt.price}"
    gap = f"a gap: {attempt.gap}" if attempt.gap else ""
    return "; ".join(filter(None, (amount, gap)))


def _ms(milliseconds: float | None) -> str:
    return "unknown" if milliseconds is None else f"{milliseconds:,.1f} ms"
