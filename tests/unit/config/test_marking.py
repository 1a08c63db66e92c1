"""Marks for secret settings survive where the types are inspected."""

from typing import Annotated

import msgspec
from msgspec import inspect as types

from headgate.config.marking import SECRET, URL_PASSWORD


def test_a_mark_is_found_on_the_type_and_changes_nothing_else() -> None:
    class Door(msgspec.Struct):
        key: Annotated[str, SECRET]
        url: Annotated[str, URL_PASSWORD]

    info = types.type_info(Door)
    assert isinstance(info, types.StructType)
    marks = [field.type.extra for field in info.fields if isinstance(field.type, types.Metadata)]
    assert marks == [{"secret": "whole"}, {"secret": "url-password"}]
    assert msgspec.convert({"key": "k", "url": "u"}, Door) == Door(key="k", url="u")
