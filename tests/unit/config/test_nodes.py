"""Marked values: how a path and a shape are named."""

import pytest

from headgate.config.nodes import KeyPath, Mapping, Mark, Node, Scalar, Sequence, dotted, shape

HERE = Mark("headgate.yaml", 3)


def scalar(text: str, style: str = "plain") -> Scalar:
    return Scalar(text=text, mark=HERE, style=style, written=text)


@pytest.mark.parametrize(
    "path, text",
    [
        ((), ""),
        (("gate",), "gate"),
        (("models", "gpt-4.1", "pools", 0, 1), "models.gpt-4.1.pools[0][1]"),
    ],
)
def test_a_path_is_written_as_people_write_it(path: KeyPath, text: str) -> None:
    assert dotted(path) == text


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_written_in_several_ways(text: str) -> None:
    assert scalar(text).is_null


def test_quotes_make_text_of_it() -> None:
    assert not scalar("null", "quoted").is_null
    assert not scalar("", "filled").is_null


@pytest.mark.parametrize(
    "node, name",
    [
        (Mapping(entries={}, mark=HERE), "a mapping"),
        (Sequence(items=[], mark=HERE), "a list"),
        (scalar("secret"), "a single value"),
        (scalar(""), "nothing"),
    ],
)
def test_a_shape_is_named_without_its_content(node: Node, name: str) -> None:
    assert shape(node) == name
