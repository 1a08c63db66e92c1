"""Documentation of settings, read from beside them."""

import pytest
from msgspec import Struct
from msgspec import inspect as types

from headgate.config.field_docs import field_docs, plain, struct_doc
from headgate.config.schema import structs_in
from headgate.settings import Settings


class Door(Struct):
    """Something to go
    through.
    """

    key: str
    """What opens it:
    ``sesame``.
    """
    size: int = 1
    colour: str = "red"
    """As people see it."""


def test_the_text_after_a_field_is_its_documentation() -> None:
    assert field_docs(Door) == {"key": "What opens it: `sesame`.", "colour": "As people see it."}


def test_the_docstring_of_a_class_is_one_line() -> None:
    assert struct_doc(Door) == "Something to go through."


def test_a_docstring_becomes_markdown() -> None:
    assert plain("``a``\n   b") == "`a` b"


@pytest.mark.parametrize("struct", structs_in(types.type_info(Settings)), ids=lambda struct: struct.__name__)
def test_every_setting_is_documented(struct: type[Struct]) -> None:
    assert set(struct.__struct_fields__) - set(field_docs(struct)) == set()
    assert struct_doc(struct).endswith(".")
