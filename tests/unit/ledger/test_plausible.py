import pytest

from headgate.core.records import JournalStart
from headgate.core.usage import Usage
from headgate.ledger.plausible import QUANTITY_MAX, check_usage, why_implausible
from tests.unit.ledger.samples import attempt, closed, denied, opened


def test_what_happens_every_day_is_plausible() -> None:
    records = (closed("x1"), opened("x1"), denied(), JournalStart(version=1, worker="w", boot="b", at=0.0))

    assert [why_implausible(record) for record in records] == [""] * 4


@pytest.mark.parametrize(
    "record",
    [
        closed("x1", at=-0.1),
        closed("x1", at=float("inf")),
        closed("x1", status=-1),
        closed("x1", bytes_in=10**20),
        closed("x1", code="\ud800"),
        closed("x1", attempt(usage=Usage(cached_tokens=QUANTITY_MAX + 1))),
        opened("x1", prompt=10**20),
        denied(10**20),
    ],
)
def test_what_cannot_be_is_told(record: closed) -> None:  # type: ignore[valid-type]
    assert why_implausible(record)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [name for name in Usage.__struct_fields__ if name != "estimated"])
@pytest.mark.parametrize("quantity", [-1, QUANTITY_MAX + 1])
def test_every_quantity_of_a_usage_is_bounded(name: str, quantity: int) -> None:
    with pytest.raises(OverflowError):
        check_usage(Usage(**{name: quantity}))

    check_usage(Usage(**{name: QUANTITY_MAX}))
