"""Layering: what a file for an environment adds, replaces and takes away."""

from pathlib import Path

import pytest

from headgate.config.document import read_document
from headgate.config.layers import environment_file, lay_over
from headgate.config.nodes import Mapping, Node, Scalar, Sequence


def read(text: str, file: str) -> Mapping:
    root, mistakes = read_document(text.encode(), file)
    assert root is not None
    assert mistakes == []
    return root


def plain(node: Node) -> object:
    if isinstance(node, Mapping):
        return {name: plain(entry.value) for name, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text


def layered(base: str, upper: str) -> Mapping:
    return lay_over(read(base, "base"), read(upper, "upper"))


def test_mappings_are_merged_and_everything_else_is_replaced() -> None:
    result = layered("a: {b: 1, c: [1, 2]}\nd: 3\n", "a: {c: [9], e: 5}\nf: 6\n")

    assert plain(result) == {"a": {"b": "1", "c": ["9"], "e": "5"}, "d": "3", "f": "6"}


def test_a_mapping_replaces_a_value_and_the_other_way_round() -> None:
    assert plain(layered("a: 1\nb: {c: 2}\n", "a: {d: 3}\nb: 4\n")) == {"a": {"d": "3"}, "b": "4"}


def test_null_takes_away_what_is_below() -> None:
    assert plain(layered("a: {b: 1, c: 2}\n", "a: {b: null}\n")) == {"a": {"c": "2"}}


def test_null_for_what_is_not_below_stays_for_validation_to_judge() -> None:
    assert plain(layered("a: 1\n", "misspelt: ~\n")) == {"a": "1", "misspelt": "~"}


def test_a_value_keeps_the_mark_of_the_layer_that_wrote_it() -> None:
    result = layered("a:\n  b: 1\n  c: 2\n", "\n\na: {c: 3}\n")

    inner = result.entries["a"].value
    assert isinstance(inner, Mapping)
    assert [(entry.mark.file, entry.mark.line) for entry in inner.entries.values()] == [("base", 2), ("upper", 3)]


def test_the_layers_themselves_stay_as_they_are() -> None:
    base, upper = read("a: {b: 1}\n", "base"), read("a: {b: null}\n", "upper")

    lay_over(base, upper)

    assert plain(base) == {"a": {"b": "1"}}
    assert isinstance(base.entries["a"].value, Mapping)
    assert isinstance(upper.entries["a"].value, Mapping)
    assert isinstance(upper.entries["a"].value.entries["b"].value, Scalar)


def test_the_file_of_an_environment_stands_beside_the_base() -> None:
    assert environment_file(Path("/etc/headgate.yaml"), "prod") == Path("/etc/headgate.prod.yaml")
    assert environment_file(Path("gate.yml"), "eu-1") == Path("gate.eu-1.yml")


@pytest.mark.parametrize("name", ["", "../prod", "a/b", "a.b", "-x", "a b", "x" * 65])
def test_a_name_that_would_lead_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name an environment"):
        environment_file(Path("headgate.yaml"), name)
