"""Formats of sound: length, loudness, and the tone."""

import pytest

from headgate.simulator.realtime import sound


@pytest.mark.parametrize("kind", sound.BYTES_PER_SECOND)
def test_the_tone_lasts_as_long_as_a_spoken_token(kind: str) -> None:
    assert sound.milliseconds(kind, len(sound.voice(kind))) == sound.VOICE_MS


@pytest.mark.parametrize("kind", sound.BYTES_PER_SECOND)
def test_the_tone_is_as_loud_in_every_format(kind: str) -> None:
    assert sound.loudness(kind, sound.voice(kind)) == pytest.approx(
        sound.loudness(sound.PCM, sound.voice(sound.PCM)), rel=0.05
    )


@pytest.mark.parametrize(
    "kind, silent, loudest",
    [(sound.PCM, b"\0\0", b"\xff\x7f"), (sound.PCMU, b"\xff", b"\x80"), (sound.PCMA, b"\xd5", b"\xaa")],
)
def test_silence_and_full_loudness(kind: str, silent: bytes, loudest: bytes) -> None:
    assert sound.loudness(kind, silent * 80) < 0.001
    assert sound.loudness(kind, loudest * 80) > 0.97
    assert sound.loudness(kind, b"") == 0
