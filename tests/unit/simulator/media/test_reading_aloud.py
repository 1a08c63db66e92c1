import struct
from array import array

import pytest

from headgate.simulator.media import reading_aloud, recordings, silence

TEXT = "The gate is open, and the water runs down to the fields."


@pytest.mark.parametrize("kind", ["mp3", "aac", "opus", "flac", "wav"])
def test_every_format_lasts_as_long_as_the_text_takes_to_read(kind: str) -> None:
    """Within one frame, whose length is that of the format."""
    spoken = reading_aloud.spoken(TEXT, kind)

    assert recordings.seconds_of(spoken) == pytest.approx(reading_aloud.seconds_of_text(TEXT), abs=0.2)


def test_pcm_has_a_beep_for_each_word() -> None:
    samples = array("h", reading_aloud.pcm("ab cde"))

    at_word, at_gap = samples[:3_200], samples[3_200:4_800]
    assert max(at_word) > 3_000
    assert not any(at_gap)
    assert len(samples) == reading_aloud.RATE * 7 // 15
    assert reading_aloud.pcm("") == bytes(3_200)


def test_pcm_is_the_inside_of_a_wave_file() -> None:
    wave = reading_aloud.spoken(TEXT, "wav")

    assert wave[:4] + wave[8:16] == b"RIFFWAVEfmt "
    assert struct.unpack_from("<I", wave, 4)[0] == len(wave) - 8
    assert wave[44:] == reading_aloud.spoken(TEXT, "pcm") == reading_aloud.spoken(TEXT, "pcm16")


def test_every_format_has_a_content_type() -> None:
    assert all(reading_aloud.spoken("a", kind) for kind in reading_aloud.CONTENT_TYPES)
    assert reading_aloud.RATE == silence.RATE


def test_a_second_of_speech_is_twenty_tokens() -> None:
    assert reading_aloud.tokens_spoken("x" * 149) == 200
    assert reading_aloud.tokens_spoken("") == 1
