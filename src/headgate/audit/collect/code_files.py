"""What the files of an application's code say: packages it needs, versions of the API it sends, APIs it calls."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from headgate.audit.collect.contract import Context, Document, Evidence, Trouble
from headgate.audit.graph.hint import Hint, HintKind
from headgate.audit.graph.source import Source

Found = tuple[HintKind, str, str, str]
"""Kind, name, value, place."""

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*([^;#]*)")
_REFERENCE = re.compile(r'<PackageReference\s[^>]*?Include="([^"]+)"(?:[^>]*?Version="([^"]*)")?', re.IGNORECASE)
_API_VERSION = re.compile(r"api[-_]?version\W{1,5}(20\d\d-\d\d-\d\d(?:-preview)?)", re.IGNORECASE)
_CALLS = {
    "assistants": re.compile(r"\bbeta\.(?:assistants|threads)\b|/openai/(?:assistants|threads)\b"),
    "threads": re.compile(r"\bthreads\.(?:create|runs|messages)\b"),
}
_CODE = (".py", ".ts", ".js", ".cs", ".java", ".go", ".ipynb")


class CodeFilesCollector:
    """Reads lists of packages, and files of code that are named."""

    name = "code (requirements, projects, sources)"

    def recognises(self, document: Document) -> bool:
        """A list of packages by its name or form, or a file of code."""
        name = document.file_name.lower()
        if name.endswith((".csproj", ".props", *_CODE)) or name == "pyproject.toml":
            return True
        if name.startswith("requirements") and name.endswith((".txt", ".in")):
            return True
        return isinstance(document.data, dict) and name == "package.json"

    def collect(self, document: Document, context: Context) -> Evidence:
        """Return a hint for each thing found."""
        source = Source(file=document.path, kind="code", read_at=context.now)
        try:
            found = list(_found(document))
        except tomllib.TOMLDecodeError as error:
            return Evidence(troubles=(Trouble(document.path, f"is not TOML: {error}"),))
        hints = [
            Hint(
                kind=kind,
                name=name,
                value=value,
                id=f"{document.path}#{place}:{kind}:{name}",
                source=source,
                path=place,
            )
            for kind, name, value, place in found
        ]
        return Evidence(hints=tuple(hints))


def _found(document: Document) -> Iterator[Found]:
    name = document.file_name.lower()
    if name.startswith("requirements"):
        for number, line in enumerate(document.text.splitlines(), 1):
            if line.strip() and not line.lstrip().startswith(("#", "-")):
                yield from _requirement(line, f"line {number}")
    elif name == "pyproject.toml":
        yield from _pyproject(tomllib.loads(document.text))
    elif name == "package.json":
        for group in ("dependencies", "devDependencies"):
            packages = document.data.get(group)
            for package, version in packages.items() if isinstance(packages, dict) else ():
                yield "package", package, _pinned(str(version), bare=True), f"{group}.{package}"
    elif name.endswith((".csproj", ".props")):
        for number, line in enumerate(document.text.splitlines(), 1):
            for package, version in _REFERENCE.findall(line):
                yield "package", package, version, f"line {number}"
    else:
        yield from _code(document.text)


def _requirement(text: str, place: str) -> Iterator[Found]:
    found = _REQUIREMENT.match(text)
    if found:
        yield "package", found[1], _pinned(found[2].strip(), bare=False), place


def _pinned(specifier: str, *, bare: bool) -> str:
    """Return the version of a package when there is only one, else what is asked for, as written."""
    exact = re.fullmatch(r"===?\s*([\w.+!-]+)" if not bare else r"=?([0-9][\w.+-]*)", specifier)
    return exact[1] if exact else specifier


def _pyproject(data: dict[str, Any]) -> Iterator[Found]:
    project = data.get("project")
    needed = project.get("dependencies") if isinstance(project, dict) else None
    for number, one in enumerate(needed if isinstance(needed, list) else ()):
        yield from _requirement(str(one), f"project.dependencies[{number}]")
    tool = data.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    packages = poetry.get("dependencies") if isinstance(poetry, dict) else None
    for package, version in packages.items() if isinstance(packages, dict) else ():
        told = version.get("version", "") if isinstance(version, dict) else version
        yield "package", package, _pinned(str(told), bare=True), f"tool.poetry.dependencies.{package}"


def _code(text: str) -> Iterator[Found]:
    for number, line in enumerate(text.splitlines(), 1):
        for version in _API_VERSION.findall(line):
            yield "api-version", "api-version", version.lower(), f"line {number}"
        for call, pattern in _CALLS.items():
            if pattern.search(line):
                yield "call", call, line.strip()[:120], f"line {number}"
                break


COLLECTOR = CodeFilesCollector()
