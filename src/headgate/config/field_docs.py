"""The documentation of settings, read from where it is written: the bare string after a field."""

import ast
import inspect
import textwrap
from itertools import pairwise
from typing import Any, TypeGuard


def field_docs(struct: type[Any]) -> dict[str, str]:
    """Return the docstring of each documented field of a class, in one line each, double backticks made single.

    Reads the source of the class, which an installed package has beside it.
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(struct)))
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    docs: dict[str, str] = {}
    for field, after in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and _is_text(after):
            docs[field.target.id] = plain(ast.literal_eval(after.value))
    return docs


def struct_doc(struct: type[Any]) -> str:
    """Return the docstring of a class in one line."""
    return plain(inspect.getdoc(struct) or "")


def plain(text: str) -> str:
    """Turn a docstring into one line of Markdown."""
    return " ".join(text.split()).replace("``", "`")


def _is_text(node: ast.stmt) -> TypeGuard[ast.Expr]:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
