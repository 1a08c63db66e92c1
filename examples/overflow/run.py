"""One run: the same calls at the same times against everybody who takes part."""

import asyncio
import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.machine import commit, describe_machine
from examples.overflow.caller import Address, Answer, call
from examples.overflow.plan import SECONDS, Call, draw_calls
from examples.overflow.results import CallMade, Counted, Results
from examples.overflow.standing import Standing

RETRIES = {"alone": 0, "retrying": 2, "spilling": 0, "headgate": 0}
"""Who takes part, and how often its callers ask again: as often as the official clients do unless told otherwise."""


def measure(folder: Path, *, ptu: int, faster: float = 1.0, seed: int = 0) -> Results:
    """Run the demonstration; ``folder`` must not be there yet. With ``faster`` time passes so many times as fast."""
    calls = draw_calls(ptu, faster=faster, seed=seed)
    began = datetime.datetime.now(datetime.UTC)
    with Standing(folder, ptu=ptu, faster=faster) as standing:
        addresses = {name: standing.address(name) for name in RETRIES}
        made = asyncio.run(_send_to_all(addresses, calls))
        served = standing.served()
        books = standing.books()
    return Results(
        date=began.strftime("%Y-%m-%d %H:%M UTC"),
        commit=commit(),
        machine=describe_machine(),
        ptu=ptu,
        seconds=SECONDS / faster,
        faster=faster,
        calls=made,
        books={row["deployment"]: _counted(row, charge=row["charge"]) for row in books["rows"] if row["deployment"]},
        served={name: _counted(sums) for name, sums in served.items()},
    )


async def _send_to_all(addresses: dict[str, Address], calls: list[Call]) -> dict[str, list[CallMade]]:
    start = asyncio.get_running_loop().time() + 0.5
    made = await asyncio.gather(*(_send(address, calls, start, RETRIES[name]) for name, address in addresses.items()))
    return dict(zip(addresses, made, strict=True))


async def _send(address: Address, calls: list[Call], start: float, retries: int) -> list[CallMade]:
    """Send each call at its time, whatever became of those before."""
    loop = asyncio.get_running_loop()
    tasks = []
    for each in calls:
        await asyncio.sleep(start + each.at - loop.time())
        tasks.append(asyncio.create_task(call(address, each.body, retries=retries)))
    answers = await asyncio.gather(*tasks)
    return [_made(each, answer) for each, answer in zip(calls, answers, strict=True)]


def _made(sent: Call, answer: Answer) -> CallMade:
    return CallMade(
        at=round(sent.at, 4),
        status=answer.status,
        tries=answer.tries,
        first_token=round(answer.first_token, 4),
        ended=round(answer.ended, 4),
        prompt_tokens=answer.prompt_tokens,
        completion_tokens=answer.completion_tokens,
        deployment=answer.deployment,
        failure="" if answer.status in {200, 429} else answer.failure,
    )


def _counted(row: Mapping[str, Any], *, charge: object = None) -> Counted:
    return Counted(
        prompt_tokens=row["prompt_tokens"],
        cached_tokens=row["cached_tokens"],
        completion_tokens=row["completion_tokens"],
        charge="" if charge is None else str(charge),
    )
