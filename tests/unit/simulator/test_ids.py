import re

from headgate.simulator import ids


def test_ids_look_as_recorded() -> None:
    assert re.fullmatch(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", ids.uuid())
    assert re.fullmatch(rb"chatcmpl-[0-9A-Za-z]{29}", ids.completion())
    assert re.fullmatch(rb"cmpl-[0-9A-Za-z]{29}", ids.text_completion())
    assert re.fullmatch(rb"call_[0-9A-Za-z]{24}", ids.call())


def test_ids_are_unique() -> None:
    assert len({ids.uuid() for _ in range(1000)}) == 1000


def test_the_ids_of_one_response_share_a_prefix() -> None:
    response = ids.ResponseIds(created=0x69F23D09)
    first, second = response.new("resp"), response.new("msg")

    assert re.fullmatch(r"resp_[0-9a-f]{16}0069f23d09[0-9a-f]{24}", first)
    assert first[5:31] == second[4:30]
    assert first[31:] != second[30:]
