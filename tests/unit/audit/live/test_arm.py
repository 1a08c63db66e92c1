from collections.abc import AsyncIterator

import aiohttp
import pytest

from headgate.audit.live.arm import ATTEMPTS_MAX, ArmClient, LiveError, Refused
from tests.arm_stand_in import ArmStandIn, arm_stand_in


async def _token() -> str:
    return "a-token"


@pytest.fixture
async def wired() -> AsyncIterator[tuple[ArmStandIn, ArmClient]]:
    async with arm_stand_in() as (stand_in, trusting), aiohttp.ClientSession() as session:
        yield stand_in, ArmClient(session, _token, stand_in.url, trusting)


async def test_pages_are_followed(wired: tuple[ArmStandIn, ArmClient]) -> None:
    stand_in, client = wired
    stand_in.lists["/a"] = [{"id": "1"}, {"id": "2"}, {"id": "3"}]
    stand_in.rows = [{"id": str(number)} for number in range(5)]

    assert await client.items("/a?api-version=1") == [{"id": "1"}, {"id": "2"}, {"id": "3"}]
    assert await client.query(["s"], "resources", "1") == stand_in.rows
    assert stand_in.tokens == {"Bearer a-token"}


async def test_throttling_is_waited_out_as_long_as_it_asks(wired: tuple[ArmStandIn, ArmClient]) -> None:
    stand_in, client = wired
    stand_in.lists["/a"] = [{"id": "1"}]
    stand_in.statuses["/a"] = [429, 503]

    assert await client.items("/a") == [{"id": "1"}]
    assert stand_in.asked["/a"] == 3


async def test_what_does_not_end_is_refused(wired: tuple[ArmStandIn, ArmClient]) -> None:
    stand_in, client = wired
    stand_in.statuses["/a"] = [429] * 20

    assert await client.items("/a") == Refused(f"answered 429, {ATTEMPTS_MAX} times")


async def test_a_refusal_is_no_empty_list(wired: tuple[ArmStandIn, ArmClient]) -> None:
    stand_in, client = wired
    stand_in.statuses["/a"] = [403]

    assert await client.items("/a") == Refused("answered 403 Ordered")


async def test_the_token_goes_to_no_other_address(wired: tuple[ArmStandIn, ArmClient]) -> None:
    stand_in, client = wired
    stand_in.next_link = "https://elsewhere.example.com/a"

    assert await client.items("/a") == Refused("the next page of /a is at another address")


async def test_a_token_is_not_sent_in_the_open() -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(LiveError, match="only sent over https"):
            ArmClient(session, _token, "http://localhost")
