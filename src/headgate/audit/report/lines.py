"""Where in a file a piece of evidence stands: the line, from its path, so that code scanning can point at it."""

import re
from pathlib import Path

from headgate.audit.collect.parsing import BYTES_MAX, UnreadableError, decode

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|[{}\[\],:]|[^\s"{}\[\],:/]+|/', re.DOTALL)
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_LINE = re.compile(r"line (\d+)")


class Lines:
    """Finds lines; reads each file once."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._files: dict[str, dict[tuple[str, ...], int]] = {}

    def find(self, file: str, path: str) -> int:
        """Return the line of a path in a file, from 1; of what holds it, when it is not there; 1 for any other file."""
        said = _LINE.search(path)
        if said is not None:
            return int(said[1])
        if file not in self._files:
            self._files[file] = _read(file)
        known = self._files[file]
        steps = tuple(one[1] or one[2].lower() for one in _STEP.finditer(path))
        while steps and steps not in known:
            steps = steps[:-1]
        return known.get(steps, 1)


def _read(file: str) -> dict[tuple[str, ...], int]:
    try:
        with Path(file).open("rb") as opened:
            text = decode(opened.read(BYTES_MAX))
    except (OSError, UnreadableError):
        return {}
    return locate(text) if text.lstrip()[:1] in {"{", "["} else {}


def locate(text: str) -> dict[tuple[str, ...], int]:
    """Return the line of every key and item of a JSON text, by its path: keys in lower case, positions as texts."""
    found: dict[tuple[str, ...], int] = {}
    steps: list[str] = []
    objects: list[bool] = []
    line, seen, key = 1, 0, ""
    for token in _TOKEN.finditer(text):
        line += text.count("\n", seen, token.start())
        seen = token.start()
        mark = token[0]
        if mark in "}]":
            del steps[-1:], objects[-1:]
        elif mark == ",":
            if steps and not objects[-1]:
                steps[-1] = str(int(steps[-1]) + 1)
        elif mark == ":":
            if steps and objects[-1]:
                steps[-1] = key
                found.setdefault(tuple(steps), line)
        elif not mark.startswith(("//", "/*")):
            key = mark[1:-1].lower() if mark.startswith('"') else ""
            if steps and not objects[-1]:
                found.setdefault(tuple(steps), line)
            if mark in "{[":
                steps.append("" if mark == "{" else "0")
                objects.append(mark == "{")
    return found
