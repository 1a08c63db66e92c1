import pytest

from headgate.app.messages import Rejected, Reload, Start, decode_from_child, decode_to_child, encode
from headgate.core.errors import Mistake
from tests.unit.app.samples import SETTINGS


@pytest.mark.parametrize(
    "message", [Start("gate-0", SETTINGS, 7), Start("simulator", None, None), Reload(SETTINGS, "d")]
)
def test_what_a_child_is_told_arrives_as_it_was(message: Start | Reload) -> None:
    assert decode_to_child(encode(message)) == message


def test_a_rejection_carries_its_mistakes() -> None:
    rejection = Rejected("d", (Mistake("headgate.yaml", 3, "gate.tls", "no such file"),))

    assert decode_from_child(encode(rejection)) == rejection
