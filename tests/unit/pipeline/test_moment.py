import asyncio

import pytest

from headgate.edge.running import Running
from headgate.pipeline.moment import Moment


async def test_who_waits_goes_on_within_the_call_that_says_it_happened() -> None:
    running, moment, told = Running(), Moment(), []

    async def wait() -> None:
        await moment
        told.append("on")

    running.start(wait())
    assert told == []
    moment.happen()
    assert told == ["on"]


async def test_those_who_wait_go_on_in_the_order_in_which_they_came() -> None:
    running, moment, told = Running(), Moment(), []

    async def wait(name: str) -> None:
        await moment
        told.append(name)

    for name in ("first", "second", "third"):
        running.start(wait(name))
    moment.happen()
    assert told == ["first", "second", "third"]


async def test_what_has_happened_is_not_waited_for() -> None:
    moment = Moment()
    moment.happen()
    await moment


async def test_a_failure_is_given_to_each_who_waits() -> None:
    running, moment, told = Running(), Moment(), []

    async def wait() -> None:
        try:
            await moment
        except OSError as error:
            told.append(str(error))

    running.start(wait())
    running.start(wait())
    moment.happen(OSError("full"))
    assert told == ["full", "full"]
    with pytest.raises(OSError, match="full"):
        await moment


async def test_it_happens_once() -> None:
    moment = Moment()
    moment.happen()
    with pytest.raises(AssertionError):
        moment.happen()


async def test_tasks_of_asyncio_wait_for_it_too() -> None:
    moment, told = Moment(), []

    async def wait(name: str) -> None:
        await moment
        told.append(name)

    waiting = asyncio.gather(wait("one"), wait("two"))
    await asyncio.sleep(0)
    moment.happen()
    assert told == []  # a task goes on in a turn of its own
    await waiting
    assert told == ["one", "two"]
