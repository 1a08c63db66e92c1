"""From files to a typed value: reading, layering, filling in, validating, in this order."""

from collections.abc import Iterable
from collections.abc import Mapping as Environment
from functools import reduce
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct
from msgspec import inspect as types

from headgate.config.constructors import unfit
from headgate.config.document import BYTES_MAX, read_document
from headgate.config.layers import environment_file, lay_over
from headgate.config.masked import mask
from headgate.config.nodes import KeyPath, Mapping, Mark, dotted
from headgate.config.secrets import ReadFile, References
from headgate.config.validate import Tree, Validation
from headgate.core.errors import Mistake

T = TypeVar("T")


class Loaded(Struct, Generic[T], frozen=True):
    """What came of reading a configuration."""

    settings: T | None
    """None if there are mistakes."""
    mistakes: list[Mistake]
    """In the order of files and lines."""
    files: tuple[Path, ...]
    """Every file read or looked for: a change of any may change the outcome."""
    masked: dict[str, Tree]
    """The values as written and layered, with no secret in them; empty if there are mistakes."""
    marks: dict[KeyPath, Mark]
    """Where each value stands."""
    written: dict[KeyPath, str]
    """The text, with its references, of each value that was filled in."""

    def at(self, path: KeyPath, message: str) -> Mistake:
        """Make a finding about a value; one that is not written is told at the line of what would hold it."""
        at = path
        while at not in self.marks and at:
            at = at[:-1]
        mark = self.marks[at]
        return Mistake(mark.file, mark.line, dotted(path), message)

    def in_order(self, findings: Iterable[Mistake]) -> list[Mistake]:
        """Sort findings by file, in the order of layers, and line."""
        return in_file_order(findings, self.files)


def load(
    path: Path, environment: str | None, wanted: type[T], *, env: Environment[str, str], read_file: ReadFile
) -> Loaded[T]:
    """Read ``path``, lay the environment's file over it, and return it as ``wanted`` or with all its mistakes.

    ``env`` is where ``${env:…}`` looks; ``read_file`` is the only way to the disk.
    """
    files = [path]
    mistakes: list[Mistake] = []
    if environment is not None:
        try:
            files.append(environment_file(path, environment))
        except ValueError as error:
            mistakes.append(Mistake(str(path), 0, "", str(error)))
    layers = [_read(file, read_file, mistakes) for file in files]
    whole = [layer for layer in layers if layer is not None]
    root = reduce(lay_over, whole, Mapping(entries={}, mark=Mark(str(path), 1)))
    references = References(env=env, folder=path.parent, read_file=read_file)
    validation = Validation(references.fill_mapping(root), types.type_info(wanted))
    mistakes += references.mistakes
    # What is missing is no news when a layer could not be read.
    mistakes += validation.mistakes if len(whole) == len(layers) else []
    settings = _convert(validation, wanted, mistakes)
    return Loaded(
        settings=settings,
        mistakes=in_file_order(mistakes, files),
        files=(*files, *references.files),
        masked={} if mistakes else mask(validation),
        marks=validation.marks,
        written=validation.written,
    )


def in_file_order(findings: Iterable[Mistake], files: Iterable[Path]) -> list[Mistake]:
    """Sort findings by file, in the order given and others last, and line."""
    order = {str(file): number for number, file in enumerate(files)}
    return sorted(findings, key=lambda finding: (order.get(finding.file, len(order)), finding.line))


def _read(path: Path, read_file: ReadFile, mistakes: list[Mistake]) -> Mapping | None:
    try:
        content = read_file(path, BYTES_MAX + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        mistakes.append(Mistake(str(path), 0, "", f"cannot be read: {reason}"))
        return None
    root, found = read_document(content, str(path))
    mistakes += found
    return root


def _convert(validation: Validation, wanted: type[T], mistakes: list[Mistake]) -> T | None:
    """Build the settings; what only their own constructors can tell becomes a mistake at the line of the struct."""
    if mistakes:
        return None
    for path, message in unfit(validation.tree, types.type_info(wanted)):
        mark = validation.marks[path]
        mistakes.append(Mistake(mark.file, mark.line, dotted(path), message))
    return None if mistakes else msgspec.convert(validation.tree, wanted)
