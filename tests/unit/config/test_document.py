"""Reading YAML: lines are kept, limits hold, and nothing in a file is ever run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.config.document import BYTES_MAX, DEPTH_MAX, NODES_MAX, read_document
from headgate.config.nodes import Mapping, Scalar, Sequence


def read(text: str) -> Mapping:
    root, mistakes = read_document(text.encode(), "f.yaml")
    assert mistakes == []
    assert root is not None
    return root


def mistakes_of(content: str | bytes) -> list[str]:
    _, mistakes = read_document(content if isinstance(content, bytes) else content.encode(), "f.yaml")
    return [str(mistake).removeprefix("f.yaml:") for mistake in mistakes]


def test_every_key_and_value_knows_its_line() -> None:
    root = read("# a comment\na:\n  b: 1\n  c:\n    - x\n    - y\n")

    inner = root.entries["a"].value
    assert isinstance(inner, Mapping)
    listed = inner.entries["c"].value
    assert isinstance(listed, Sequence)
    assert [root.entries["a"].mark.line, inner.entries["b"].mark.line, inner.entries["c"].mark.line] == [2, 3, 4]
    assert [item.mark.line for item in listed.items] == [5, 6]


def test_values_stay_text_until_a_setting_says_what_they_are() -> None:
    root = read("a: no\nb: 2024-11-20\nc: 010\nd: 'yes'\ne: |\n  on\non: 1\n")

    values = [entry.value for entry in root.entries.values()]
    assert [(value.text, value.style) for value in values if isinstance(value, Scalar)] == [
        ("no", "plain"),
        ("2024-11-20", "plain"),
        ("010", "plain"),
        ("yes", "quoted"),
        ("on\n", "quoted"),
        ("1", "plain"),
    ]
    assert "on" in root.entries


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "null\n", "---\n...\n"])
def test_an_empty_file_is_an_empty_mapping(text: str) -> None:
    assert read(text).entries == {}


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert list(read("\ufeffa: 1\n").entries) == ["a"]


def test_a_key_written_twice_is_a_mistake() -> None:
    assert mistakes_of("a:\n  b: 1\n  c: 2\n  b: 3\n") == ["4: a.b: written twice; the first is at line 2"]


@pytest.mark.parametrize("key", ["? [1, 2]\n  ", "? {b: 1}\n  ", "~", "null"])
def test_a_key_that_is_no_name_is_a_mistake(key: str) -> None:
    (mistake,) = mistakes_of(f"a:\n  {key}: 1\n")

    assert mistake.endswith("a: a key is a name, followed by a colon")


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!int", "!mine", "!!binary"])
def test_a_tag_is_refused_and_not_acted_on(tag: str) -> None:
    (mistake,) = mistakes_of(f"a:\n  b: {tag} x\n")

    assert mistake.startswith("2: a.b: the tag ")


@pytest.mark.parametrize(
    "text, line",
    [
        ("a: [1, 2\n", 1),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 'x\n", 1),
        ("a: 1\nb\n", 2),
        ("a: {b: ${env:X}}\n", 1),
        ("a: 1\nb: \x01\n", 2),
    ],
)
def test_what_is_not_yaml_is_told_with_its_line(text: str, line: int) -> None:
    (mistake,) = mistakes_of(text)

    assert mistake.startswith(f"{line}: not valid YAML: ")


def test_a_reference_that_needs_quotes_is_told_so() -> None:
    (mistake,) = mistakes_of("a: 1\nb: {c: ${env:X}}\n")

    assert mistake.endswith('; between { } or [ ] a reference needs quotes: "${…}"')


def test_text_that_is_not_utf_8_is_told_with_its_line() -> None:
    assert mistakes_of(b"a: 1\nb: \xff\n") == ["2: not UTF-8 text"]


@pytest.mark.parametrize("text", ["just text\n", "- a\n- b\n"])
def test_the_top_is_a_mapping(text: str) -> None:
    assert mistakes_of(text) == ["1: expected keys and values (key: value) at the top"]


def test_a_second_document_is_a_mistake() -> None:
    assert mistakes_of("a: 1\n---\nb: 2\n") == ["2: a second document begins here; a configuration is one"]


def test_an_alias_stands_for_what_its_anchor_marks() -> None:
    root = read("a: &x {b: 1}\nc: *x\n")

    assert root.entries["c"].value == root.entries["a"].value
    assert root.entries["c"].mark.line == 2


def test_keys_are_taken_over_beneath_those_that_are_written() -> None:
    root = read("a: &x {b: 1, c: 2}\nd: &y {c: 3, e: 4}\nf:\n  c: 5\n  <<: [*x, *y]\n")

    merged = root.entries["f"].value
    assert isinstance(merged, Mapping)
    values = {name: entry.value.text for name, entry in merged.entries.items() if isinstance(entry.value, Scalar)}
    assert values == {"b": "1", "c": "5", "e": "4"}


def test_only_mappings_can_be_taken_over() -> None:
    assert mistakes_of("a:\n  <<: text\n") == ["2: a: << takes over the keys of a mapping: *name, or a list of such"]


def test_an_alias_to_nothing_or_to_itself_is_a_mistake() -> None:
    assert mistakes_of("a: *x\n") == ["1: a: *x refers to nothing above it"]
    assert mistakes_of("a: &x [*x]\n") == ["1: a[0]: *x refers to nothing above it"]


def test_a_file_too_large_is_not_even_parsed() -> None:
    assert mistakes_of(b"#" * (BYTES_MAX + 1)) == [f" larger than {BYTES_MAX} bytes, the limit for a configuration"]


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_deep_nesting_is_refused_however_deep(opening: str) -> None:
    (mistake,) = mistakes_of(f"a: {opening * 100_000}")

    assert mistake == f"1: nested deeper than {DEPTH_MAX}"


def test_aliases_cannot_multiply_beyond_the_limit() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]

    (mistake,) = mistakes_of("\n".join(lines))

    assert mistake.endswith(f"more than {NODES_MAX} values, counting what aliases repeat")


def test_aliases_cannot_nest_beyond_the_limit() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, DEPTH_MAX + 1))]

    (mistake,) = mistakes_of("\n".join(lines))

    assert mistake.endswith(f"nested deeper than {DEPTH_MAX}")


YAML_PIECES = st.sampled_from(
    [*"ab:\n[]{},'|>#?~\t\"\x00\ufeffé\u2028", ": ", "- ", "? ", "  ", "&x ", "*x", "<<", "!!t ", "---\n", "...\n"]
).flatmap(lambda piece: st.sampled_from([piece, "%YAML 1.1\n", "null", "${env:A}"]))


@given(st.lists(YAML_PIECES, max_size=40).map("".join))
def test_any_text_is_read_or_refused_with_a_line_of_the_file(text: str) -> None:
    _, mistakes = read_document(text.encode(), "f.yaml")

    assert all(0 <= mistake.line <= text.count("\n") + text.count("\u2028") + 1 for mistake in mistakes)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    root, mistakes = read_document(content, "f.yaml")

    assert root is not None or mistakes
