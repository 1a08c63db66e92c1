import base64
import json

import pytest

from headgate.simulator.apis import spoken
from headgate.simulator.errors import AzureError
from headgate.simulator.media import reading_aloud
from headgate.simulator.state.resource_state import ResourceState

TRANSCRIPT = ["The", " gate", " is", " open", "."]


def test_an_answer_is_spoken_in_the_format_that_was_asked_for() -> None:
    whole = json.loads(spoken.speak(TRANSCRIPT, "mp3", created=100).whole())

    assert (whole["transcript"], whole["expires_at"]) == ("The gate is open.", 3_701)
    assert base64.b64decode(whole["data"]) == reading_aloud.spoken("The gate is open.", "mp3")
    assert whole["id"].startswith("audio_")


def test_the_pieces_of_an_answer_are_counted_to_its_end() -> None:
    long = spoken.speak(TRANSCRIPT * 40, "pcm16", created=100)
    pieces = list(long.pieces())

    assert [b'"id"' in piece for piece, _ in pieces] == [True] + [False] * (len(pieces) - 1)
    sound = [json.loads(piece) for piece, _ in pieces if b'"data"' in piece]
    assert len(sound) > 10
    assert b"".join(base64.b64decode(piece["data"]) for piece in sound) == reading_aloud.pcm(long.text)
    assert sum(b'"data"' in piece for piece, _ in pieces[: len(pieces) // 2]) > 4, "words and sound come together"
    assert sum(tokens for _, tokens in pieces) == len(long.transcript) + long.audio_tokens


def test_an_answer_is_kept_for_an_hour_by_the_resource_that_gave_it() -> None:
    state, other = ResourceState("one"), ResourceState("other")
    answer = spoken.speak(TRANSCRIPT, "mp3", created=100)
    spoken.keep(answer, state)

    said = spoken.said_before(answer.id, state, now=3_700)
    assert (said.transcript, said.audio_tokens) == ("The gate is open.", answer.audio_tokens)
    for place, now in ((other, 100), (state, 3_701)):
        with pytest.raises(AzureError) as refused:
            spoken.said_before(answer.id, place, now)
        assert refused.value.status == 404


def test_the_maximum_has_room_for_the_sound() -> None:
    assert spoken.transcript_max(80, choices=1) == 10
    assert spoken.transcript_max(1, choices=1) == 1
    assert spoken.transcript_max(1_000_000, choices=1) == 2_048
    assert spoken.transcript_max(1_000_000, choices=128) == 16
