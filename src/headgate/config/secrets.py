"""Filling in ``${env:NAME}`` and ``${file:PATH}``, inside any value; ``$${`` stands for a plain ``${``.

A reference that cannot be filled is a mistake at its line. What was filled in is kept apart from what is written
(``Scalar.text`` and ``Scalar.written``), so that only the latter is ever shown.
"""

import re
from collections.abc import Callable
from collections.abc import Mapping as Environment
from pathlib import Path
from typing import Final

from headgate.config.nodes import Entry, KeyPath, Mapping, Node, Scalar, Sequence, dotted
from headgate.core.errors import Mistake

SECRET_BYTES_MAX: Final = 64 * 1024
"""Of a file named by ``${file:…}``: keys and tokens are a few kilobytes at most."""

_REFERENCE = re.compile(r"\$\$\{|\$\{(?P<inside>[^{}]*)\}|(?P<unclosed>\$\{)")
_KNOWN: Final = "known: ${env:NAME}, ${file:PATH}"

ReadFile = Callable[[Path, int], bytes]
"""Read at most so many bytes of a file; raises ``OSError``."""


class References:
    """Fills in the references of one configuration and remembers which files they named."""

    def __init__(self, *, env: Environment[str, str], folder: Path, read_file: ReadFile) -> None:
        """``env`` is where ``${env:…}`` looks; ``folder`` is what a relative ``${file:…}`` starts from."""
        self._env = env
        self._folder = folder
        self._read_file = read_file
        self.files: list[Path] = []
        self.mistakes: list[Mistake] = []

    def fill(self, node: Node, path: KeyPath = ()) -> Node:
        """Return the node with every reference in it filled in."""
        if isinstance(node, Mapping):
            return self.fill_mapping(node, path)
        if isinstance(node, Sequence):
            items = [self.fill(item, (*path, index)) for index, item in enumerate(node.items)]
            return Sequence(items=items, mark=node.mark)
        if "${" not in node.text:
            return node
        return self._fill_scalar(node, path)

    def fill_mapping(self, node: Mapping, path: KeyPath = ()) -> Mapping:
        """Return the mapping with every reference in its values filled in; keys are names and stay as they are."""
        entries = {
            name: Entry(mark=entry.mark, value=self.fill(entry.value, (*path, name)))
            for name, entry in node.entries.items()
        }
        return Mapping(entries=entries, mark=node.mark)

    def _fill_scalar(self, node: Scalar, path: KeyPath) -> Scalar:
        text = ""
        end = 0
        style = node.style
        for match in _REFERENCE.finditer(node.text):
            text += node.text[end : match.start()]
            end = match.end()
            if match.group() == "$${":
                text += "${"
                continue
            try:
                text += self._look_up(match)
                style = "unfilled" if style == "unfilled" else "filled"
            except _UnfilledError as error:
                style = "unfilled"
                self.mistakes.append(Mistake(node.mark.file, node.mark.line, dotted(path), str(error)))
        text += node.text[end:]
        return Scalar(text=text, mark=node.mark, style=style, written=node.written)

    def _look_up(self, match: re.Match[str]) -> str:
        if match.group("unclosed"):
            raise _UnfilledError(f"a ${{ without its }}; {_KNOWN}; write $${{ for a plain ${{")
        kind, colon, name = match.group("inside").partition(":")
        if not colon:
            raise _UnfilledError(f"write ${{env:{kind}}} for an environment variable; {_KNOWN}")
        if kind == "env":
            return self._variable(name)
        if kind == "file":
            return self._file(name)
        if kind == "keyvault":
            raise _UnfilledError(f"${{keyvault:…}} is not in this version; {_KNOWN}")
        raise _UnfilledError(f"unknown kind of reference {kind!r}; {_KNOWN}")

    def _variable(self, name: str) -> str:
        value = self._env.get(name)
        if value is None:
            raise _UnfilledError(f"the environment variable {name} is not set")
        if not value:
            raise _UnfilledError(f"the environment variable {name} is empty")
        return value

    def _file(self, name: str) -> str:
        path = self._folder / name
        if path not in self.files:
            self.files.append(path)
        try:
            content = self._read_file(path, SECRET_BYTES_MAX + 1)
            text = content.decode()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "not UTF-8 text"
            raise _UnfilledError(f"cannot read {path}: {reason}") from None
        if len(content) > SECRET_BYTES_MAX:
            raise _UnfilledError(f"{path} is larger than {SECRET_BYTES_MAX} bytes, the limit for a secret")
        value = text.removesuffix("\n").removesuffix("\r")
        if not value:
            raise _UnfilledError(f"{path} is empty")
        return value


class _UnfilledError(Exception):
    """Why a reference could not be filled in."""
