"""The values of a configuration with no secret in them, fit to be shown.

What a reference was filled with is shown as the reference; a secret written out is shown as ``***``.
"""

import re
from typing import Final

from headgate.config.nodes import KeyPath
from headgate.config.validate import Tree, Validation

MASK: Final = "***"

_ONLY_REFERENCES = re.compile(r"(\$\{[^{}]*\})+")
_URL_PASSWORD = re.compile(r"(?<=://)([^/@]*?):[^/@]*@")


def mask(validation: Validation) -> dict[str, Tree]:
    """Return the values of a document, secrets masked."""
    tree = _mask(validation.tree, (), validation)
    assert isinstance(tree, dict), "the root of a configuration is a mapping"
    return tree


def _mask(tree: Tree, path: KeyPath, validation: Validation) -> Tree:
    if isinstance(tree, dict):
        return {name: _mask(value, (*path, name), validation) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_mask(value, (*path, index), validation) for index, value in enumerate(tree)]
    written = validation.written.get(path)
    shown = tree if written is None else written
    kept = validation.secrets.get(path)
    if kept == "url-password" and isinstance(shown, str):
        return _URL_PASSWORD.sub(rf"\1:{MASK}@", shown)
    if kept == "whole" and not (written is not None and _ONLY_REFERENCES.fullmatch(written)):
        return MASK
    return shown
