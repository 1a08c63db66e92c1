import pytest

from headgate.simulator.media import silence


@pytest.mark.parametrize("make", [silence.mp3, silence.aac, silence.opus, silence.flac])
def test_no_sound_is_too_short_to_be_heard(make: object) -> None:
    assert callable(make)
    assert 0 < len(make(0)) < len(make(1.0)) < len(make(2.0))


def test_mp3_is_frames_of_417_bytes() -> None:
    sound = silence.mp3(1.0)

    assert len(sound) == 39 * 417
    assert all(sound[at : at + 2] == b"\xff\xfb" for at in range(0, len(sound), 417))


def test_aac_frames_say_their_length() -> None:
    sound = silence.aac(0.5)
    length = (sound[3] & 3) << 11 | sound[4] << 3 | sound[5] >> 5

    assert sound == sound[:length] * 12


def test_pages_of_ogg_are_numbered_and_the_last_says_so() -> None:
    pages = [b"OggS" + page for page in silence.opus(2.5).split(b"OggS")[1:]]

    assert [int.from_bytes(page[18:22], "little") for page in pages] == list(range(5))
    assert [page[5] for page in pages] == [2, 0, 0, 0, 4]
    assert int.from_bytes(pages[-1][6:14], "little") == 125 * 960


def test_frames_of_flac_are_checked() -> None:
    """The checksum of a frame's head, by its slow definition."""
    sound = silence.flac(0.5)
    first = sound.index(b"\xff\xf8", 42)

    value = 0
    for byte in sound[first : first + 5]:
        value ^= byte
        for _ in range(8):
            value = (value << 1 ^ 0x07) & 0xFF if value & 0x80 else value << 1
    assert sound[first + 5] == value
