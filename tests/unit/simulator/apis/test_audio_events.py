from headgate.simulator.apis import audio_events


def test_events_of_sound_end_their_lines_with_carriage_returns() -> None:
    """Recorded of transcription and of speech."""
    assert audio_events.event({"type": "speech.audio.delta"}) == b'data: {"type":"speech.audio.delta"}\r\n\r\n'


def test_a_stream_of_sound_says_that_it_is_done() -> None:
    events = list(audio_events.ended(iter([(b"one", 1)])))

    assert events == [(b"one", 1), (b"data: [DONE]\r\n\r\n", 0)]
