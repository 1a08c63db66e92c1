"""The files of the repository, as the tests of its shape and its documents see them."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "headgate"

MADE_AGAIN = {"__pycache__", "data", "dist", "node_modules", "site", "work"}
"""Folders that hold what can be made again; .gitignore names them too, as it does those that begin with a dot."""


def project_files(*suffixes: str) -> list[Path]:
    """Return the files that belong to the repository, in order; of these suffixes, if any are given."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE_AGAIN and _is_ours(name)]
        found += [Path(folder) / name for name in names if name != ".git" and name.endswith(suffixes or "")]
    return sorted(found)


def _is_ours(folder: str) -> bool:
    return folder == ".ci" or not folder.startswith(".")


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below folders of the repository, in order."""
    return [path for path in project_files(".py") if path.relative_to(ROOT).parts[0] in folders]


def shown(path: Path) -> str:
    """Return a path as a reader of a failure wants it: from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


class Function(NamedTuple):
    """A function or method, and how many lines it takes from ``def`` to its last, without its docstring."""

    where: str
    lines: int


def functions(paths: list[Path]) -> Iterator[Function]:
    """Yield every function in the files, nested ones too."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                yield Function(f"{shown(path)}:{node.lineno} {node.name}", _lines(node))


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    told = node.body[0] if ast.get_docstring(node) is not None else None
    words = 0 if told is None else (told.end_lineno or told.lineno) - told.lineno + 1
    return (node.end_lineno or node.lineno) - node.lineno + 1 - words
