"""Types in words."""

import datetime
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, Struct
from msgspec import inspect as types

from headgate.config.phrases import phrase


class Part(Struct):
    """Something with keys."""


@pytest.mark.parametrize(
    "wanted, words",
    [
        (str, "text"),
        (Annotated[str, Meta(pattern="^a$")], "text that matches ^a$"),
        (bool, "true or false"),
        (int, "a whole number"),
        (Annotated[int, Meta(ge=1, le=64)], "a whole number of at least 1 and at most 64"),
        (Annotated[float, Meta(gt=0, lt=0.5)], "a number of more than 0 and less than 0.5"),
        (datetime.date, "a date (2027-01-31)"),
        (Literal["b", "a"], "one of a, b"),
        (list[str], "a list, each text"),
        (dict[str, int], "a mapping of names, each a whole number"),
        (Part, "a mapping"),
        (Part | None, "a mapping"),
        (int | None, "a whole number"),
        (Annotated[str, Meta(extra={"secret": "whole"})], "text"),
    ],
)
def test_a_type_says_what_it_takes(wanted: Any, words: str) -> None:
    assert phrase(types.type_info(wanted)) == words


def test_a_type_no_setting_may_have_is_a_bug() -> None:
    with pytest.raises(TypeError, match="settings cannot hold a BytesType"):
        phrase(types.type_info(bytes))
