"""The simulator beside recorded exchanges of Azure OpenAI, by the month of the recording.

Any folder of cassettes can be compared: HEADGATE_RECORDINGS=DIR make test ARGS=tests/conformance
"""

import pytest

from tests.conformance.asked_again import comparable, original, simulated
from tests.conformance.compare import differences
from tests.recordings import Recording
from tests.requirements import require

require("recordings")

each_recording = pytest.mark.parametrize("recording", list(comparable()), ids=lambda recording: recording.name)


@each_recording
def test_the_simulator_cannot_be_told_from_the_recording(recording: Recording) -> None:
    assert differences(original(recording), simulated(recording)) == []
