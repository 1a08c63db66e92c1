"""Where constructors refuse what the types alone let through."""

from typing import Any

import pytest
from msgspec import Struct
from msgspec import inspect as types

from headgate.config.constructors import unfit


class Span(Struct, frozen=True):
    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("low is above high")


class Point(Struct, frozen=True, tag_field="kind", tag="point"):
    at: int


class Range(Struct, frozen=True, tag_field="kind", tag="range"):
    span: Span


class Whole(Struct, frozen=True):
    named: dict[str, Span] = {}
    listed: list[Span] = []
    one: Span | None = None
    either: Point | Range | None = None

    def __post_init__(self) -> None:
        if len(self.named) > 2:
            raise ValueError("too many names")


GOOD, BAD = {"low": 1, "high": 2}, {"low": 2, "high": 1}


@pytest.mark.parametrize(
    "tree,places",
    [
        ({"named": {"a": GOOD}, "listed": [GOOD], "one": None}, []),
        ({"named": {"a": GOOD, "b": BAD}}, [("named", "b")]),
        ({"listed": [GOOD, BAD], "one": BAD}, [("listed", 1), ("one",)]),
        ({"either": {"kind": "range", "span": BAD}}, [("either", "span")]),
        ({"named": {"a": GOOD, "b": GOOD, "c": GOOD}}, [()]),
        ({"named": {"a": GOOD, "b": GOOD, "c": BAD}}, [("named", "c")]),
    ],
)
def test_each_refusal_is_told_with_its_place(tree: dict[str, Any], places: list[tuple[str | int, ...]]) -> None:
    assert [path for path, _ in unfit(tree, types.type_info(Whole))] == places


def test_the_constructors_own_words_are_kept() -> None:
    assert list(unfit(BAD, types.type_info(Span))) == [((), "low is above high")]
