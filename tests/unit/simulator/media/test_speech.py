import struct
from array import array

import pytest

from headgate.simulator.media import recordings, silence, speech

TEXT = "The gate is open, and the water runs down to the fields."


@pytest.mark.parametrize("kind", ["mp3", "aac", "opus", "flac", "wav"])
def test_every_format_lasts_as_long_as_the_text_takes_to_read(kind: str) -> None:
    """Within one frame, whose length is that of the format."""
    spoken = speech.spoken(TEXT, kind)

    assert recordings.seconds_of(spoken) == pytest.approx(speech.seconds_of_text(TEXT), abs=0.2)


def test_pcm_has_a_beep_for_each_word() -> None:
    samples = array("h", speech.pcm("ab cde"))

    at_word, at_gap = samples[:3_200], samples[3_200:4_800]
    assert max(at_word) > 3_000
    assert not any(at_gap)
    assert len(samples) == speech.RATE * 7 // 15
    assert speech.pcm("") == bytes(3_200)


def test_pcm_is_the_inside_of_a_wave_file() -> None:
    wave = speech.spoken(TEXT, "wav")

    assert wave[:4] + wave[8:16] == b"RIFFWAVEfmt "
    assert struct.unpack_from("<I", wave, 4)[0] == len(wave) - 8
    assert wave[44:] == speech.spoken(TEXT, "pcm") == speech.spoken(TEXT, "pcm16")


def test_every_format_has_a_content_type() -> None:
    assert all(speech.spoken("a", kind) for kind in speech.CONTENT_TYPES)
    assert speech.RATE == silence.RATE


def test_a_second_of_speech_is_twenty_tokens() -> None:
    assert speech.tokens_spoken("x" * 149) == 200
    assert speech.tokens_spoken("") == 1
