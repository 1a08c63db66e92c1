import struct

import pytest

from headgate.simulator.media import reading_aloud, recordings, silence

MP4 = struct.pack(">I4s4sI", 16, b"ftyp", b"M4A ", 0) + struct.pack(">I4s4xII", 28, b"mvhd", 0, 0)
VORBIS = b"OggS" + bytes(24) + b"\x01vorbis" + struct.pack("<IBI", 0, 1, 44_100)


def test_a_recording_says_how_long_it_is() -> None:
    assert recordings.seconds_of(reading_aloud.wav(bytes(96_000))) == 2
    assert recordings.seconds_of(b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128) + silence.mp3(3)) == pytest.approx(
        3, abs=0.1
    )
    assert recordings.seconds_of(VORBIS + b"OggS\x00\x04" + struct.pack("<q", 88_200)) == 2
    assert recordings.seconds_of(MP4 + struct.pack(">II", 1_000, 4_500)) == 4.5
    long = struct.pack(">I4s4sI", 16, b"ftyp", b"M4A ", 0) + b"\x00\x00\x00\x28mvhd\x01\x00\x00\x00" + bytes(16)
    assert recordings.seconds_of(long + struct.pack(">IQ", 1_000, 2_500)) == 2.5


def test_a_wave_file_written_as_a_stream_lasts_as_long_as_it_is() -> None:
    wave = bytearray(reading_aloud.wav(bytes(48_000)))
    wave[40:44] = b"\xff\xff\xff\xff"

    assert recordings.seconds_of(bytes(wave)) == 1


def test_chunks_before_the_sound_are_passed_over() -> None:
    wave = reading_aloud.wav(bytes(48_000))

    assert recordings.seconds_of(wave[:36] + b"LIST\x03\x00\x00\x00abc\x00" + wave[36:]) == 1


def test_a_recording_that_claims_to_last_for_years_is_not_believed() -> None:
    claimed = VORBIS + b"OggS\x00\x04" + struct.pack("<q", 1 << 60)

    assert recordings.seconds_of(claimed) == len(claimed) / 16_000


def test_what_is_not_understood_goes_by_its_size() -> None:
    assert recordings.seconds_of(bytes(32_000)) == 2
    assert recordings.seconds_of(b"RIFF" + bytes(15_996)) == 1
    assert recordings.seconds_of(b"") == 0


@pytest.mark.parametrize("kind", ["mp3", "aac", "opus", "flac", "wav"])
def test_a_recording_cut_anywhere_has_some_length(kind: str) -> None:
    whole = reading_aloud.spoken("ab", kind)

    assert all(recordings.seconds_of(whole[:length]) >= 0 for length in range(min(len(whole), 600)))


def test_a_second_that_is_heard_is_ten_tokens() -> None:
    assert recordings.tokens_heard(2.5) == 25
    assert recordings.tokens_heard(0) == 1
