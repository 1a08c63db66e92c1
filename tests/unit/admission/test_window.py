from hypothesis import given
from hypothesis import strategies as st

from headgate.admission.window import MinuteWindow, seconds_until_room

STEPS = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 9)), max_size=40)


def test_what_is_taken_counts_for_sixty_seconds() -> None:
    window = MinuteWindow()
    window.advance(100)
    window.add(100, 0, 5)
    window.advance(159)
    assert window.tokens == 5
    window.advance(160)
    assert window.tokens == 0


def test_time_does_not_go_back() -> None:
    window = MinuteWindow()
    window.advance(100)
    window.add(100, 0, 5)
    window.advance(50)

    assert window.tokens == 5


def test_giving_back_counts_in_the_second_it_was_taken() -> None:
    window = MinuteWindow()
    window.advance(100)
    window.add(100, 0, 50)
    window.advance(130)
    window.add(130, 0, 7)
    window.add(100, 0, -40)
    assert window.tokens == 17
    window.advance(160)
    assert window.tokens == 7


def test_giving_back_too_late_changes_nothing() -> None:
    window = MinuteWindow()
    window.advance(100)
    window.add(100, 0, 50)
    window.advance(160)
    window.add(160, 0, 7)
    window.add(100, 0, -40)

    assert window.tokens == 7


@given(STEPS)
def test_it_counts_exactly_the_last_sixty_slots(steps: list[tuple[int, int]]) -> None:
    window = MinuteWindow()
    taken: list[tuple[int, int]] = []
    second = 0
    for pause, amount in steps:
        second += pause
        window.advance(second)
        window.add(second, 0, amount)
        taken.append((second, amount))
        assert window.tokens == sum(each for when, each in taken if second - when < 60)


@given(STEPS, st.integers(0, 30))
def test_after_the_wait_there_is_room_and_not_before(steps: list[tuple[int, int]], room: int) -> None:
    window = MinuteWindow()
    second = 0
    for pause, amount in steps:
        second += pause
        window.advance(second)
        window.add(second, 0, amount)

    wait = seconds_until_room(window.token_slots, window.tokens, second, room)
    if wait:
        window.advance(second + wait - 1)
        assert window.tokens > room
    window.advance(second + wait)
    assert window.tokens <= room


def test_requests_and_tokens_are_counted_apart() -> None:
    window = MinuteWindow()
    window.advance(100)
    window.add(100, 1, 50)
    window.add(100, 1, 0)
    assert (window.requests, window.tokens) == (2, 50)
    window.advance(160)
    assert (window.requests, window.tokens) == (0, 0)
