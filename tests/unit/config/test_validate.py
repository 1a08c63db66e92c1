"""Holding a document against types: every mistake, each with its line, its key, and what is known there."""

import datetime
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct, field
from msgspec import inspect as types

from headgate.config.document import read_document
from headgate.config.marking import SECRET
from headgate.config.nodes import Mapping, Mark
from headgate.config.validate import Validation
from headgate.settings import Settings
from tests.configurations import changed, load_text


class Plain(Struct, tag_field="kind", tag="plain"):
    size: int = 1


class Locked(Struct, tag_field="kind", tag="locked"):
    key: Annotated[str, SECRET]


class Part(Struct):
    count: Annotated[int, Meta(ge=1)]
    level: Literal["low", "high"] = "low"
    until: datetime.date | None = None
    names: list[str] = field(default_factory=list)


class Whole(Struct):
    part: Part
    parts: dict[str, Part] = field(default_factory=dict)
    door: Plain | Locked | None = None
    ratio: float = 0.5
    open: bool = False


def validate(text: str, wanted: Any = Whole) -> Validation:
    root, mistakes = read_document(text.encode(), "f.yaml")
    assert mistakes == []
    assert root is not None
    return Validation(root, types.type_info(wanted))


def mistakes_of(text: str, wanted: Any = Whole) -> list[str]:
    return [str(mistake).removeprefix("f.yaml:") for mistake in validate(text, wanted).mistakes]


def test_a_sound_document_becomes_plain_values() -> None:
    text = "part: {count: 3, until: 2027-01-31, names: [a, no]}\ndoor: {kind: locked, key: k}\nparts: {x: {count: 1}}\n"

    validation = validate(text)

    assert validation.mistakes == []
    assert validation.tree == {
        "part": {"count": 3, "until": datetime.date(2027, 1, 31), "names": ["a", "no"]},
        "door": {"kind": "locked", "key": "k"},
        "parts": {"x": {"count": 1}},
    }


def test_all_mistakes_are_collected() -> None:
    text = "part:\n  count: none\n  level: hihg\nparts:\n  x: {count: 0}\nratio: big\nopen: yes\n"

    assert mistakes_of(text) == [
        "2: part.count: expected a whole number of at least 1, found none",
        "3: part.level: expected one of high, low; found hihg",
        "5: parts.x.count: expected a whole number of at least 1, found 0",
        "6: ratio: expected a number, found big",
        "7: open: expected true or false, found yes",
    ]


def test_an_unknown_key_is_told_with_those_that_are_known() -> None:
    assert mistakes_of("part: {count: 1, levle: low}\n") == [
        "1: part.levle: unknown key; did you mean level?; known here: count, level, until, names"
    ]
    assert mistakes_of("part: {count: 1, zzz: low}\n") == [
        "1: part.zzz: unknown key; known here: count, level, until, names"
    ]


def test_a_missing_key_is_told_at_what_should_hold_it() -> None:
    assert mistakes_of("# nothing\n\nparts:\n  x:\n    level: low\n") == [
        "4: parts.x.count: missing; it is a whole number of at least 1",
        "3: part: missing; it is a mapping",
    ]


@pytest.mark.parametrize(
    "text, mistake",
    [
        ("part: 5\n", "part: expected a mapping, found a single value"),
        ("part: [1]\n", "part: expected a mapping, found a list"),
        ("part:\n", "part: expected a mapping, found nothing"),
        ("part: {count: [1]}\n", "part.count: expected a whole number of at least 1, found a list"),
        ("part: {count: {a: 1}}\n", "part.count: expected a whole number of at least 1, found a mapping"),
        ("part: {count: 1, names: x}\n", "part.names: expected a list, each text, found a single value"),
        ("part: {count: 1, names: [x, [y]]}\n", "part.names[1]: expected text, found a list"),
        ("part: {count: 1, until: [x]}\n", "part.until: expected a date (2027-01-31), found a list"),
        ("part: {count: 1}\nparts: [x]\n", "parts: expected a mapping of names, each a mapping, found a list"),
        ("part: {count: 1}\nparts: {x: ~}\n", "parts.x: expected a mapping, found nothing"),
        ("part: {count: 1}\ndoor: x\n", "door: expected a mapping, found a single value"),
    ],
)
def test_a_wrong_shape_is_named_and_its_content_is_not(text: str, mistake: str) -> None:
    (found,) = mistakes_of(text)

    assert found.partition(": ")[2] == mistake


def test_null_is_as_if_a_key_with_a_default_was_not_written() -> None:
    validation = validate("part: {count: 1, level: null, until: ~}\nratio:\ndoor: null\nparts: null\n")

    assert validation.mistakes == []
    assert validation.tree == {"part": {"count": 1}}


def test_null_for_a_key_that_is_needed_is_a_mistake() -> None:
    (mistake,) = mistakes_of("part: {count: null}\n")

    assert mistake == "1: part.count: expected a whole number of at least 1, found nothing"


@pytest.mark.parametrize(
    "door, mistake",
    [
        ("{size: 1}", "2: door.kind: missing; it is one of plain, locked"),
        ("{kind: lokced}", "2: door.kind: expected one of plain, locked; did you mean locked?"),
        ("{kind: [plain]}", "2: door.kind: expected one of plain, locked"),
        ("{kind: plain, key: x}", "2: door.key: unknown key; known here: kind, size"),
        ("{kind: locked}", "2: door.key: missing; it is text"),
    ],
)
def test_one_of_several_structs_is_told_apart_by_its_tag(door: str, mistake: str) -> None:
    assert mistakes_of(f"part: {{count: 1}}\ndoor: {door}\n") == [mistake]


def test_the_place_of_every_value_is_known() -> None:
    validation = validate("part:\n  count: 1\n  names:\n    - a\n    - b\n")

    assert validation.marks[("part",)] == Mark("f.yaml", 1)
    assert validation.marks[("part", "count")] == Mark("f.yaml", 2)
    assert validation.marks[("part", "names", 1)] == Mark("f.yaml", 5)


def test_secret_fields_are_known() -> None:
    validation = validate("part: {count: 1}\ndoor: {kind: locked, key: k}\n")

    assert validation.secrets == {("door", "key"): "whole"}


def test_a_value_that_could_not_be_filled_in_is_not_judged() -> None:
    for value, reference in (("ptu: 50", 'ptu: "${env:NOPE}"'), ("kind: api-key", 'kind: "${env:NOPE}"')):
        loaded = load_text(changed((value, reference)))

        assert [mistake.message for mistake in loaded.mistakes] == ["the environment variable NOPE is not set"]


def test_structs_that_cannot_be_told_apart_are_a_bug() -> None:
    # msgspec refuses such unions itself; without a tag there is only one struct to choose.
    with pytest.raises(TypeError):
        validate("a: {}\n", Part | Whole)


KEYS = ["backends", "models", "use_cases", "keys", "gate", "listen", "tls", "x", "endpoint", "credential", "kind"]
KEYS += ["deployments", "pools", "callers", "limits", "budget", "amount", "sha256", "expires", "workers", "data"]
TEXTS = ["", "~", "true", "api-key", "none", "1", "-1", "0.5", "2027-01-31", "${env:A}", "${env:B}", "'1'", "text"]
DOCUMENTS = st.recursive(
    st.sampled_from(TEXTS).map(lambda text: f'"{text}"' if "$" in text else text),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4).map(
            lambda entries: "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(KEYS), DOCUMENTS, max_size=6))
def test_any_document_becomes_settings_or_mistakes_and_nothing_else(entries: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in entries.items())

    loaded = load_text(text, {"A": "open-sesame"})

    assert isinstance(loaded.settings, Settings) or loaded.mistakes
    assert all(1 <= mistake.line <= max(1, len(entries)) for mistake in loaded.mistakes)
    assert "open-sesame" not in str(loaded.mistakes) + str(loaded.masked)


def test_an_empty_document_lacks_what_is_needed() -> None:
    validation = Validation(Mapping(entries={}, mark=Mark("f.yaml", 1)), types.type_info(Whole))

    assert [str(mistake) for mistake in validation.mistakes] == ["f.yaml:1: part: missing; it is a mapping"]
