"""Finds and reads the files of an audit, once each."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from headgate.audit.collect.contract import Document, Trouble
from headgate.audit.collect.errors import CannotAuditError
from headgate.audit.collect.parsing import BYTES_MAX, UnreadableError, decode, parse

FILES_MAX = 5_000
"""Files of one audit that are read."""
TOTAL_BYTES_MAX = 256 * 1024 * 1024
"""Of all files together."""

SUFFIXES = (".json", ".jsonc", ".yaml", ".yml", ".xml", ".policy", ".bicep", ".bicepparam", ".env", ".config", ".ini")
SUFFIXES_OF_CODE = (".txt", ".toml", ".cfg", ".csproj", ".props")
NAMES = frozenset({".env", "Pipfile", "go.mod", "pom.xml", "build.gradle"})
"""What is read in a folder; a file that is named is read whatever it is called."""

PASSED_OVER = frozenset({"venv", "node_modules", "__pycache__", "site-packages"})
"""Folders that hold other people's files, beside those whose names begin with a dot."""


class Reading(Struct, frozen=True):
    """What was read."""

    documents: tuple[Document, ...]
    troubles: tuple[Trouble, ...]
    """Files found in folders that could not be read."""


def read_all(paths: Iterable[str]) -> Reading:
    """Read files, and what lies in folders. Raises ``CannotAuditError`` for a named one that cannot be read."""
    documents: dict[str, Document] = {}
    troubles = []
    total = 0
    for file, named in _files(paths):
        if str(file) in documents:
            continue
        if len(documents) >= FILES_MAX:
            raise CannotAuditError(f"{file.parent}: more than {FILES_MAX} files; name the folders that matter")
        try:
            document = read_document(file, named=named)
        except UnreadableError as error:
            if named:
                raise CannotAuditError(f"{file}: {error}") from None
            troubles.append(Trouble(str(file), str(error)))
            continue
        total += len(document.text)
        if total > TOTAL_BYTES_MAX:
            raise CannotAuditError(
                f"{file}: more than {TOTAL_BYTES_MAX >> 20} MiB with it; name the folders that matter"
            )
        documents[str(file)] = document
    return Reading(tuple(documents.values()), tuple(troubles))


def read_document(file: Path, *, named: bool = True) -> Document:
    """Read one file. Raises ``UnreadableError`` with the reason."""
    try:
        with file.open("rb") as opened:
            content = opened.read(BYTES_MAX + 1)
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror or error}") from None
    if len(content) > BYTES_MAX:
        raise UnreadableError(f"is larger than {BYTES_MAX >> 20} MiB; audit its parts")
    text = decode(content)
    return Document(path=str(file), text=text, data=parse(text, file.name.lower()), named=named)


def _files(paths: Iterable[str]) -> Iterator[tuple[Path, bool]]:
    for path in map(Path, paths):
        if path.is_dir():
            yield from ((file, False) for file in _below(path))
        elif path.is_file():
            yield path, True
        elif path.exists():
            raise CannotAuditError(f"{path}: is neither a file nor a folder")
        else:
            raise CannotAuditError(f"{path}: there is no such file or folder")


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in PASSED_OVER and name[0] != ".")
        for name in sorted(names):
            file = Path(place) / name
            settings = name.startswith(".env.") or name.endswith(".env")
            if (settings or name in NAMES or name.lower().endswith(SUFFIXES + SUFFIXES_OF_CODE)) and file.is_file():
                yield file
