import sys

import msgspec._core

from headgate.core import compiled, ids


def test_python_source_is_plain() -> None:
    assert not compiled.is_compiled(compiled)


def test_an_extension_module_is_compiled() -> None:
    assert compiled.is_compiled(msgspec._core)


def test_a_module_without_a_file_is_plain() -> None:
    assert not compiled.is_compiled(sys)


def test_the_hot_path_runs_as_its_modules_do() -> None:
    assert ("compiled" if compiled.is_compiled(ids) else "plain") == compiled.HOT_PATH
