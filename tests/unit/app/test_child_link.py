import asyncio
import os
import signal
import socket
from collections.abc import Iterator

import pytest

from headgate.app.channel import Channel, ChannelClosedError
from headgate.app.child_link import ChildLink
from headgate.app.messages import FromChild, Ready, Rejected, Reload, Reloaded, Start, decode_from_child
from headgate.core.errors import ConfigurationError, Mistake
from headgate.settings import Settings
from tests.unit.app.samples import SETTINGS

Pair = tuple[Channel[FromChild], ChildLink]
MISTAKE = Mistake("headgate.yaml", 1, "gate", "wrong")


@pytest.fixture
def pair() -> Iterator[Pair]:
    theirs, ours = socket.socketpair()
    supervisor = Channel(theirs, decode_from_child)
    yield supervisor, ChildLink(ours)
    supervisor.close()
    ours.close()


async def within_reason(event: asyncio.Event) -> None:
    await asyncio.wait_for(event.wait(), 20)


async def answers(supervisor: Channel[FromChild]) -> list[FromChild]:
    return await asyncio.to_thread(supervisor.receive)


def test_the_first_message_says_what_to_do(pair: Pair) -> None:
    supervisor, link = pair
    start = Start("gate-0", SETTINGS, 7)

    supervisor.send(start)

    assert link.wait_for_start() == start


def test_without_a_supervisor_there_is_nothing_to_do(pair: Pair) -> None:
    supervisor, link = pair
    supervisor.close()

    with pytest.raises(ChannelClosedError):
        link.wait_for_start()


def test_another_first_message_is_refused(pair: Pair) -> None:
    supervisor, link = pair
    supervisor.send(Reload(SETTINGS, "d"))

    with pytest.raises(ChannelClosedError, match="not Start"):
        link.wait_for_start()


async def test_new_settings_are_worked_with_and_answered(pair: Pair) -> None:
    supervisor, link = pair
    seen: list[Settings] = []

    link.attach(seen.append)
    supervisor.send(Reload(SETTINGS, "d"))

    assert await answers(supervisor) == [Reloaded("d")]
    assert seen == [SETTINGS]


async def test_a_reload_right_behind_the_start_is_not_lost(pair: Pair) -> None:
    supervisor, link = pair
    supervisor.send(Start("gate-0", SETTINGS, 7))
    supervisor.send(Reload(SETTINGS, "d"))
    link.wait_for_start()
    seen: list[Settings] = []

    link.attach(seen.append)

    assert await answers(supervisor) == [Reloaded("d")]


async def test_settings_that_cannot_be_worked_with_are_rejected_with_the_mistakes(pair: Pair) -> None:
    supervisor, link = pair

    def refuse(_settings: Settings) -> None:
        raise ConfigurationError([MISTAKE])

    link.attach(refuse)
    supervisor.send(Reload(SETTINGS, "d"))

    assert await answers(supervisor) == [Rejected("d", (MISTAKE,))]


async def test_readiness_is_told(pair: Pair) -> None:
    supervisor, link = pair

    link.say_ready()

    assert await answers(supervisor) == [Ready()]


async def test_sigterm_asks_to_stop_and_a_second_one_to_hurry(pair: Pair) -> None:
    _, link = pair
    link.attach(lambda _settings: None)

    os.kill(os.getpid(), signal.SIGTERM)
    await within_reason(link.stop)
    assert not link.hurry.is_set()

    os.kill(os.getpid(), signal.SIGTERM)
    await within_reason(link.hurry)
    asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)


async def test_a_supervisor_that_is_gone_asks_to_stop(pair: Pair) -> None:
    supervisor, link = pair
    link.attach(lambda _settings: None)

    supervisor.close()

    await within_reason(link.stop)


async def test_a_word_to_a_supervisor_that_is_gone_asks_to_stop(pair: Pair) -> None:
    supervisor, link = pair
    supervisor.close()

    link.say_ready()

    assert link.stop.is_set()
