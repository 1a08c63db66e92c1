"""Filling in references, and what is said about those that cannot be."""

from pathlib import Path

import pytest

from headgate.config.document import read_document
from headgate.config.nodes import Mapping, Scalar, Sequence
from headgate.config.secrets import SECRET_BYTES_MAX, References
from tests.configurations import in_memory

FILES = {
    "etc/key": "from-file\n",
    "etc/dos": "from-file\r\n",
    "etc/two": "one\ntwo\n",
    "etc/empty": "\n",
    "etc/large": "x" * (SECRET_BYTES_MAX + 1),
    "etc/binary": b"\xff",
    "/run/key": "absolute",
}


def references() -> References:
    return References(env={"KEY": "sesame", "EMPTY": ""}, folder=Path("etc"), read_file=in_memory(FILES))


def fill(value: str, filling: References | None = None) -> Scalar:
    root, mistakes = read_document(f"a: '{value}'\n".encode(), "f.yaml")
    assert root is not None
    assert mistakes == []
    filled = (filling or references()).fill_mapping(root).entries["a"].value
    assert isinstance(filled, Scalar)
    return filled


@pytest.mark.parametrize(
    "value, text",
    [
        ("${env:KEY}", "sesame"),
        ("Bearer ${env:KEY}!", "Bearer sesame!"),
        ("${env:KEY}${env:KEY}", "sesamesesame"),
        ("${file:key}", "from-file"),
        ("${file:dos}", "from-file"),
        ("${file:two}", "one\ntwo"),
        ("${file:/run/key}", "absolute"),
    ],
)
def test_a_reference_is_filled_in_and_what_is_written_is_kept(value: str, text: str) -> None:
    filled = fill(value)

    assert (filled.text, filled.style, filled.written) == (text, "filled", value)


@pytest.mark.parametrize("value, text", [("$${env:KEY}", "${env:KEY}"), ("$5", "$5"), ("}{", "}{")])
def test_what_is_no_reference_stays(value: str, text: str) -> None:
    filled = fill(value)

    assert (filled.text, filled.style) == (text, "quoted")


@pytest.mark.parametrize(
    "value, message",
    [
        ("${env:NOPE}", "the environment variable NOPE is not set"),
        ("${env:EMPTY}", "the environment variable EMPTY is empty"),
        ("${file:nope}", "cannot read etc/nope: No such file or directory"),
        ("${file:empty}", "etc/empty is empty"),
        ("${file:binary}", "cannot read etc/binary: not UTF-8 text"),
        ("${file:large}", f"etc/large is larger than {SECRET_BYTES_MAX} bytes, the limit for a secret"),
        ("${keyvault:v/s}", "${keyvault:…} is not in this version; known: ${env:NAME}, ${file:PATH}"),
        ("${vault:x}", "unknown kind of reference 'vault'; known: ${env:NAME}, ${file:PATH}"),
        ("${KEY}", "write ${env:KEY} for an environment variable; known: ${env:NAME}, ${file:PATH}"),
        (
            "x${env:KEY",
            "a ${ without its }; known: ${env:NAME}, ${file:PATH}; write $${ for a plain ${",
        ),
    ],
)
def test_a_reference_that_cannot_be_filled_is_a_mistake_at_its_line(value: str, message: str) -> None:
    filling = references()

    assert fill(value, filling).style == "unfilled"
    assert [str(mistake) for mistake in filling.mistakes] == [f"f.yaml:1: a: {message}"]


def test_each_reference_of_a_value_is_told_of() -> None:
    filling = references()

    fill("${env:A}${env:KEY}${env:B}", filling)

    assert [mistake.message for mistake in filling.mistakes] == [
        "the environment variable A is not set",
        "the environment variable B is not set",
    ]


def test_references_are_filled_in_wherever_a_value_stands() -> None:
    root, _ = read_document(b"a: {b: [x, '${env:KEY}']}\n", "f.yaml")
    assert root is not None

    inner = references().fill_mapping(root).entries["a"].value

    assert isinstance(inner, Mapping)
    listed = inner.entries["b"].value
    assert isinstance(listed, Sequence)
    assert [item.text for item in listed.items if isinstance(item, Scalar)] == ["x", "sesame"]


def test_names_of_keys_are_not_filled_in() -> None:
    root, _ = read_document(b"'${env:KEY}': x\n", "f.yaml")
    assert root is not None

    assert list(references().fill_mapping(root).entries) == ["${env:KEY}"]


def test_the_files_that_were_named_are_remembered_once_each_found_or_not() -> None:
    filling = references()

    fill("${file:key}${file:nope}${file:key}", filling)

    assert filling.files == [Path("etc/key"), Path("etc/nope")]


def test_what_was_filled_in_is_not_filled_in_again() -> None:
    filling = References(env={"A": "${env:B}", "B": "no"}, folder=Path(), read_file=in_memory({}))

    assert fill("${env:A}", filling).text == "${env:B}"
