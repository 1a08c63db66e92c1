import asyncio

import pytest

from headgate.edge.running import Running


async def test_the_first_part_runs_at_once() -> None:
    running, told = Running(), []

    async def work() -> None:
        told.append("begun")
        await asyncio.get_running_loop().create_future()

    running.start(work())
    assert (told, len(running)) == (["begun"], 1)


async def test_it_goes_on_when_what_it_awaits_is_done() -> None:
    running, told = Running(), []
    future: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def work() -> None:
        told.append(await future)

    running.start(work())
    future.set_result("done")
    await running.wait(1.0)

    assert (told, len(running)) == (["done"], 0)


async def test_a_future_that_is_done_is_not_waited_for() -> None:
    running, told = Running(), []
    future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    future.set_result("done")

    async def work() -> None:
        told.append(await future)

    running.start(work())
    assert told == ["done"]


async def test_failures_of_what_it_awaits_are_its_own_to_catch() -> None:
    running, told = Running(), []
    future: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def work() -> None:
        try:
            await future
        except OSError as error:
            told.append(str(error))

    running.start(work())
    future.set_exception(OSError("broken"))
    await running.wait(1.0)

    assert told == ["broken"]


async def test_several_may_await_the_same() -> None:
    running, told = Running(), []
    future: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def work(number: int) -> None:
        told.append((number, await future))

    for number in range(3):
        running.start(work(number))
    future.set_result("done")
    await running.wait(1.0)

    assert told == [(0, "done"), (1, "done"), (2, "done")]


async def test_tasks_may_be_awaited() -> None:
    running, told = Running(), []

    async def inner() -> str:
        await asyncio.sleep(0)
        return "done"

    async def work() -> None:
        told.append(await asyncio.get_running_loop().create_task(inner()))

    running.start(work())
    await running.wait(1.0)

    assert told == ["done"]


async def test_what_is_not_caught_ends_it_and_is_heard_of() -> None:
    running = Running()

    async def work() -> None:
        raise OSError("a bug")

    with pytest.raises(OSError, match="a bug"):
        running.start(work())
    assert len(running) == 0


async def test_the_end_is_waited_for_only_so_long() -> None:
    running = Running()

    async def work() -> None:
        await asyncio.get_running_loop().create_future()

    running.start(work())
    await running.wait(0.0)

    assert len(running) == 1
