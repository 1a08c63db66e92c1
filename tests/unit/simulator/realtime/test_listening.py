"""The ear: where a voice begins and ends, however the sound comes in, and what it keeps."""

import pytest

from headgate.simulator.errors import AzureError
from headgate.simulator.realtime import listening, sound
from headgate.simulator.realtime.listening import Ear, Heard

DETECTION = {"threshold": 0.5, "silence_duration_ms": 200, "prefix_padding_ms": 0}
VOICE = sound.voice(sound.PCM)


def silence(milliseconds: int) -> bytes:
    return bytes(48 * milliseconds)


@pytest.mark.parametrize("kind", sound.BYTES_PER_SECOND)
def test_the_tone_is_a_voice_in_every_format_and_silence_is_none(kind: str) -> None:
    half = {sound.PCM: b"\0", sound.PCMU: b"\xff", sound.PCMA: b"\xd5"}[kind] * (sound.BYTES_PER_SECOND[kind] // 2)
    ear = Ear()
    ear.append(half + sound.voice(kind) + half)

    assert list(ear.listen(kind, DETECTION)) == [Heard("started", 500), Heard("stopped", 900)]


@pytest.mark.parametrize("size", [1, 7, 960, 1000, 50_000])
def test_how_sound_is_cut_into_pieces_means_nothing(size: int) -> None:
    said = silence(300) + VOICE * 2 + silence(300)
    ear = Ear()
    heard = []
    for at in range(0, len(said), size):
        ear.append(said[at : at + size])
        heard += ear.listen(sound.PCM, DETECTION)

    assert heard == [Heard("started", 300), Heard("stopped", 900)]


def test_padding_goes_before_a_voice_and_not_before_the_beginning() -> None:
    ear = Ear()
    ear.append(silence(500) + VOICE)
    [begun] = ear.listen(sound.PCM, {**DETECTION, "prefix_padding_ms": 300})
    early = Ear()
    early.append(silence(100) + VOICE)
    [at_once] = early.listen(sound.PCM, {**DETECTION, "prefix_padding_ms": 300})

    assert (begun.at_ms, at_once.at_ms) == (200, 0)


def test_a_short_pause_ends_no_turn_and_two_turns_are_two() -> None:
    ear = Ear()
    ear.append(VOICE + silence(100) + VOICE + silence(300) + VOICE + silence(300))
    heard, turns = [], []
    for each in ear.listen(sound.PCM, DETECTION):
        heard.append(each.what)
        if each.what == "stopped":
            turns.append(len(ear.take_turn(sound.PCM)))

    assert heard == ["started", "stopped", "started", "stopped"]
    assert turns[0] > turns[1] > 0


def test_times_go_on_after_a_turn_was_taken_or_cleared() -> None:
    ear = Ear()
    ear.append(VOICE + silence(300))
    list(ear.listen(sound.PCM, DETECTION))
    ear.take_turn(sound.PCM)
    ear.clear(sound.PCM)
    ear.append(silence(500) + VOICE)

    assert next(ear.listen(sound.PCM, DETECTION)) == Heard("started", 1_000)


def test_a_high_threshold_hears_only_what_is_loud() -> None:
    ear = Ear()
    quiet = b"".join(round(300 * (-1) ** (at // 40)).to_bytes(2, "little", signed=True) for at in range(9_600))
    ear.append(quiet)

    assert list(ear.listen(sound.PCM, {**DETECTION, "threshold": 1.0})) == []
    ear.append(VOICE)
    assert next(ear.listen(sound.PCM, {**DETECTION, "threshold": 1.0})).what == "started"


def test_silence_is_forgotten_and_sound_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_BYTES_MAX", 480_000)
    ear = Ear()
    for _ in range(100):
        ear.append(silence(1_000))
        assert list(ear.listen(sound.PCM, DETECTION)) == []

    with pytest.raises(AzureError, match="input_audio_buffer_full"):
        ear.append(bytes(480_000))


def test_too_little_cannot_be_committed() -> None:
    ear = Ear()
    ear.append(silence(99))
    with pytest.raises(AzureError, match=r"only has 99\.00ms of audio"):
        ear.take_all(sound.PCM)
    ear.append(silence(1))

    assert len(ear.take_all(sound.PCM)) == 4_800
