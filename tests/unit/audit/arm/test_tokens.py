import pytest

from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.tokens import tokens


def test_an_expression_is_cut_into_names_texts_numbers_and_signs() -> None:
    assert [(one.kind, one.text) for one in tokens("f('it''s', -3)[0].a")] == [
        ("name", "f"), ("sign", "("), ("text", "it's"), ("sign", ","), ("number", "-3"), ("sign", ")"), ("sign", "["),
        ("number", "0"), ("sign", "]"), ("sign", "."), ("name", "a"), ("end", ""),
    ]  # fmt: skip


def test_what_is_no_word_is_named_with_its_place() -> None:
    with pytest.raises(ExpressionError, match="at character 2: '% 2'"):
        tokens("a % 2")
