"""What clients may send."""

import pytest

from headgate.simulator.realtime import asks
from tests.unit.simulator.realtime.dialogues import Talking


@pytest.mark.parametrize("kind", asks.TYPES)
def test_every_event_is_known_by_its_name(kind: str) -> None:
    told = Talking().tell({"type": kind})

    assert not any(each["type"] == "error" and each["error"]["param"] == "type" for each in told)


def test_an_unknown_event_is_told_the_known_ones() -> None:
    error = Talking().error({"type": "dance"})

    assert all(f"'{kind}'" in error["message"] for kind in asks.TYPES)
