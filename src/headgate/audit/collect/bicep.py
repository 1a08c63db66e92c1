"""Bicep, compiled by the ``bicep`` command where there is one; where there is none, that is said."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from headgate.audit.collect.arm_parameters import values_of
from headgate.audit.collect.arm_template import evidence_of, is_template, parameters_for
from headgate.audit.collect.contract import Context, Document, Evidence, Trouble

SECONDS_MAX = 120.0
"""Of one compilation; a first one may fetch modules from a registry."""
_NAMED = re.compile(r"^\s*(?:module|using|import|extends)\b[^'\n]*'([^'\n]+\.bicep)'", re.MULTILINE)
_NO_COMMAND = (
    "Bicep is read by the bicep command, which is not here: install it (az bicep install, and its folder on the PATH) "
    "or give the template that `bicep build` or `az bicep build` writes"
)


class Bicep:
    """Compiles and reads Bicep files."""

    name = "Bicep"

    def recognises(self, document: Document) -> bool:
        """Whether it is a Bicep file; the language has no mark of its own, so the name decides."""
        return document.data is None and document.file_name.lower().endswith((".bicep", ".bicepparam"))

    def collect(self, document: Document, context: Context) -> Evidence:
        """Return the resources of the compiled template.

        Nothing for a module of another file here, for a file that another's parameters belong to, and for one whose
        compiled template lies beside it: they are read there.
        """
        if not document.named and _is_read_elsewhere(document, context):
            return Evidence()
        command = shutil.which("bicep")
        if command is None:
            return _unread(document, _NO_COMMAND)
        parameters = document.file_name.lower().endswith(".bicepparam")
        verb = "build-params" if parameters else "build"
        try:
            done = subprocess.run(  # noqa: S603  # the command of the person's own PATH, without a shell
                [command, verb, str(Path(document.path)), "--stdout"],
                capture_output=True, timeout=SECONDS_MAX, check=False, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            return _unread(document, f"bicep {verb} did not end well: {type(error).__name__}")
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            return _unread(document, f"bicep {verb} refused it: {said[0][:300] if said else 'without a word'}")
        return _read(document, done.stdout, context, parameters=parameters)


def _read(document: Document, output: bytes, context: Context, *, parameters: bool) -> Evidence:
    values = parameters_for(document, context)
    try:
        data: Any = json.loads(output)
        if parameters:
            values = {**values_of(json.loads(data["parametersJson"])), **values}
            data = json.loads(data["templateJson"])
    except (ValueError, KeyError, TypeError, RecursionError):
        data = None
    if not is_template(data):
        return _unread(document, "bicep wrote no template")
    return evidence_of(data, values, document.path, "bicep", context)


def _unread(document: Document, reason: str) -> Evidence:
    return Evidence(troubles=(Trouble(document.path, reason),), gaps=(f"{document.path}: {reason}",))


def _is_read_elsewhere(document: Document, context: Context) -> bool:
    stem = document.path.rpartition(".")[0]
    compiled = context.documents.get(f"{stem}.json")
    if compiled is not None and is_template(compiled.data):
        return True
    here = Path(document.path)
    return any(
        (Path(other.path).parent / named).resolve() == here.resolve()
        for other in context.documents.values()
        if other is not document and other.file_name.lower().endswith((".bicep", ".bicepparam"))
        for named in _NAMED.findall(other.text)
    )


COLLECTOR = Bicep()
