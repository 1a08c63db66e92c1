"""Files become data within limits, and what is wrong with one is told with its line."""

import pytest

from headgate.audit.collect import parsing
from headgate.audit.collect.parsing import UnreadableError, decode, parse


def test_json_may_have_comments_commas_at_the_end_and_texts_over_lines() -> None:
    text = '{\n// a "comment"\n"a": "x // y", /* and\nmore */ "b": [1, 2,],\n"c": "one\ntwo",\n}'

    assert parse(text, "main.json") == {"a": "x // y", "b": [1, 2], "c": "one\ntwo"}


def test_what_it_is_is_told_by_how_it_begins() -> None:
    assert parse(' {"a": 1}', "export") == {"a": 1}
    assert parse("a: 1", "headgate.yaml") == {"a": 1}
    assert parse("<policies/>", "policy.xml") is None
    assert parse("openai==1.0", "requirements.txt") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_of_shells_are_understood(encoding: str) -> None:
    assert decode('{"a": "ü"}'.encode(encoding)) == '{"a": "ü"}'


@pytest.mark.parametrize(
    "text, name, message",
    [
        ('{"a": 1,\n"b": }', "a.json", "line 2: is not JSON"),
        ("a: [1\nb: 2", "a.yaml", "line 2: is not YAML"),
        ("a: 1\n---\nb: 2", "a.yaml", "is not YAML"),
        ("[" * 300 + "]" * 300, "a.json", "nested more than 200 levels"),
        ("[" * 100_000, "a.json", "nested more than 200 levels"),
        ("[" * 300_000, "a.yaml", "nested more than 200 levels"),
        ("a: &a [*a]", "a.yaml", "nested more than 200 levels"),
    ],
)
def test_what_is_wrong_is_told(text: str, name: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        parse(text, name)


def test_aliases_cannot_make_a_small_file_a_huge_tree() -> None:
    levels = ["a0: &a0 [[], []]"] + [f"a{one}: &a{one} [{', '.join([f'*a{one - 1}'] * 9)}]" for one in range(1, 12)]

    with pytest.raises(UnreadableError, match="more than 2000000 values"):
        parse("\n".join(levels), "bomb.yaml")


def test_more_values_than_the_limit_are_refused_before_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "VALUES_MAX", 10)

    with pytest.raises(UnreadableError, match="more than 10 values"):
        parse("[" + "[]," * 20 + "[]]", "a.json")


def test_a_yaml_file_has_a_limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "YAML_BYTES_MAX", 10)

    with pytest.raises(UnreadableError, match="is YAML of more than"):
        parse("a: 0123456789", "a.yaml")


def test_bytes_that_are_no_text_are_told() -> None:
    with pytest.raises(UnreadableError, match="is no utf-8 text: byte 1"):
        decode(b"a\xff")
