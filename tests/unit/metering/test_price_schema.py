from typing import get_args

import pytest

from headgate.core.deployment import DeploymentKind
from headgate.metering.price_schema import Kind, KindRates, LongEntry, PriceEntry, PriceFile, RateEntry
from headgate.metering.prices import Rates


def test_every_kind_that_is_charged_by_the_token_can_be_priced() -> None:
    charged = {kind for kind in get_args(DeploymentKind) if not kind.endswith("provisioned")}

    assert set(get_args(Kind)) == charged | {"any"}
    assert {name.replace("_", "-") for name in KindRates.__struct_fields__} == set(get_args(Kind))


def test_every_rate_can_be_written() -> None:
    renamed = {"minute": "microsecond", "characters": "character", "searches": "search"}
    written = {renamed.get(name, name) for name in RateEntry.__struct_fields__} - {"like", "times"}

    assert written == set(Rates.__struct_fields__)


@pytest.mark.parametrize("struct", [PriceFile, PriceEntry, KindRates, RateEntry, LongEntry])
def test_unknown_keys_are_refused(struct: type) -> None:
    assert struct.__struct_config__.forbid_unknown_fields  # type: ignore[attr-defined]
