import pytest

from headgate.metering.rough import rough_body_tokens, rough_prompt_tokens


@pytest.mark.parametrize("length, tokens", [(0, 0), (1, 1), (4, 1), (5, 2), (33_554_432, 8_388_608)])
def test_four_bytes_are_a_token_rounded_up(length: int, tokens: int) -> None:
    assert rough_prompt_tokens(length) == tokens


def test_a_picture_counts_as_a_picture_and_not_as_the_letters_it_is_written_in() -> None:
    body = b'{"messages":[{"image_url":{"url":"data:image/png;base64,' + b"A" * 5_000_000 + b'"}}]}'
    assert 1_000 <= rough_body_tokens(body) <= 1_100


def test_a_sound_counts_as_a_sound() -> None:
    body = b'{"content":[{"type":"input_audio","input_audio":{"data": "' + b"A" * 100_000 + b'","format":"wav"}}]}'
    assert 1_000 <= rough_body_tokens(body) <= 1_100


def test_text_that_only_speaks_of_pictures_counts_as_text() -> None:
    body = b'{"content":"' + b"a picture ;base64, and no more. " * 1_000 + b'"}'
    assert rough_body_tokens(body) >= 1_000


@pytest.mark.parametrize("torn", [b";base64,", b'"input_audio"', b'"input_audio":{"data"', b'"input_audio":{"data":'])
def test_torn_bodies_are_counted_too(torn: bytes) -> None:
    assert rough_body_tokens(b" " * 20_000 + torn) >= 5_000
