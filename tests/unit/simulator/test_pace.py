import pytest

from headgate.core.usage import Usage
from headgate.simulator.answer import Answer
from headgate.simulator.pace import Pace
from headgate.simulator.settings import LatencySettings


def _times(pace: Pace, usage: Usage | None = None, *, token_by_token: bool = True) -> tuple[float, float]:
    answer = Answer(usage=usage or Usage(prompt_tokens=100, completion_tokens=10))
    pace.set(answer, token_by_token=token_by_token)
    return answer.first_token_seconds, answer.between_tokens_seconds


def test_an_answer_takes_what_is_set() -> None:
    pace = Pace(LatencySettings(first_token_seconds=0.5, between_tokens_seconds=0.01), seed="")

    assert _times(pace) == (0.5, 0.01)
    assert _times(pace, token_by_token=False) == (0.5, 0.0)


def test_a_prompt_is_read_before_the_first_token_and_cached_tokens_are_not() -> None:
    pace = Pace(LatencySettings(first_token_seconds=0.5, prompt_tokens_per_second=1000), seed="")

    assert _times(pace, Usage(prompt_tokens=2000))[0] == 2.5
    assert _times(pace, Usage(prompt_tokens=2000, cached_tokens=1920))[0] == pytest.approx(0.58)


def test_pictures_and_sound_take_time_of_their_own() -> None:
    pace = Pace(LatencySettings(first_token_seconds=1, image_seconds=5, audio_factor=0.1), seed="")

    for answer, seconds in ((Answer(pictures=2), 11), (Answer(heard_seconds=60), 7)):
        pace.set(answer, token_by_token=False)
        assert answer.first_token_seconds == seconds


def test_sketches_come_while_a_picture_is_drawn() -> None:
    pace = Pace(LatencySettings(first_token_seconds=1, between_tokens_seconds=9, image_seconds=8), seed="")
    usage = Usage(completion_tokens=400)
    streamed = Answer(events=iter(()), pictures=1, sketches=3, usage=usage)
    pace.set(streamed, token_by_token=True)

    assert (streamed.first_token_seconds, streamed.between_tokens_seconds) == (3, 0.02)
    assert streamed.first_token_seconds + 300 * streamed.between_tokens_seconds == 9, "as long as one that is plain"


def test_jitter_stays_within_its_share_and_one_seed_draws_alike() -> None:
    settings = LatencySettings(first_token_seconds=1, between_tokens_seconds=0.1, jitter=0.2)
    one, same, other = (Pace(settings, seed=seed) for seed in ("a", "a", "b"))
    drawn = [_times(one) for _ in range(200)]

    assert drawn == [_times(same) for _ in range(200)]
    assert drawn != [_times(other) for _ in range(200)]
    assert all(0.8 <= first <= 1.2 for first, _ in drawn)
    assert max(first for first, _ in drawn) > 1.15


def test_factors_stretch_everything_together() -> None:
    pace = Pace(LatencySettings(first_token_seconds=1, between_tokens_seconds=0.1), seed="")
    pace.factors += [2, 1.5]

    assert _times(pace) == pytest.approx((3, 0.3))
