import pytest

from headgate.simulator.apis import voices
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.calls import error_of


def test_every_voice_may_be_asked_for_and_ones_own() -> None:
    for voice in (*voices.VOICES, {"id": "voice_1"}):
        voices.check_voice(voice, "voice")


def test_a_voice_that_nobody_has_is_400() -> None:
    with pytest.raises(AzureError) as refused:
        voices.check_voice("bob", "audio.voice")

    assert error_of(refused.value.body)["param"] == "audio.voice"
