"""Closing what a dead worker left open: an exchange that was sent, and whose end nobody saw.

It may well have been served and billed, so it is charged with the usage estimated when it was sent, and flagged.
Only the last deployment it was sent to is charged: it was sent on because the ones before gave no answer, though
what exactly became of them died with the worker.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

import msgspec

from headgate.core.records import Attempt, Closed, Opened, Resent
from headgate.core.usage import Usage
from headgate.ledger.batch import OpenLine
from headgate.ledger.plausible import QUANTITY_MAX, why_implausible

UNSEEN = "the worker died before the end of the exchange was recorded"
UNSEEN_EARLIER = "sent on to another deployment; why died with the worker"

_decode = msgspec.json.Decoder(Opened | Resent).decode


def lost_exchanges(lines: Iterable[OpenLine]) -> list[Closed]:
    """Return a closed record, outcome ``lost``, for each exchange of ``lines``; lines are sorted by exchange, number.

    Resent lines without their opened one (it was not readable) say too little to charge and are left out, and so is
    what no ledger could keep.
    """
    lost = []
    for _, group in groupby(lines, key=attrgetter("exchange_id")):
        records = [_decode(line.line) for line in group]
        opened = records[0]
        if isinstance(opened, Opened) and not any(map(why_implausible, records)) and _keepable(opened):
            lost.append(_lost(opened, records))
    return lost


def _keepable(opened: Opened) -> bool:
    return opened.prompt_tokens <= QUANTITY_MAX and opened.completion_tokens <= QUANTITY_MAX


def _lost(opened: Opened, sendings: list[Opened | Resent]) -> Closed:
    usage = Usage(prompt_tokens=opened.prompt_tokens, completion_tokens=opened.completion_tokens, estimated=True)
    earlier = [_attempt(sending, opened, None, UNSEEN_EARLIER) for sending in sendings[:-1]]
    return Closed(
        id=opened.id,
        at=opened.at,
        duration_ms=0.0,
        use_case=opened.use_case,
        caller=opened.caller,
        model=opened.model,
        api=opened.api,
        status=0,
        outcome="lost",
        attempts=(*earlier, _attempt(sendings[-1], opened, usage, UNSEEN)),
        stream=opened.stream,
    )


def _attempt(sending: Opened | Resent, opened: Opened, usage: Usage | None, error: str) -> Attempt:
    return Attempt(
        backend=sending.backend,
        deployment=sending.deployment,
        deployed_model=sending.deployed_model,
        version=sending.version,
        kind=sending.kind,
        region=sending.region,
        outcome="lost",
        started_ms=max((sending.at - opened.at) * 1000, 0.0),
        duration_ms=0.0,
        usage=usage,
        error=error,
    )
