"""Application settings: ``.env`` files, ``local.settings.json``, and what ``az webapp config appsettings list`` prints.

A secret never becomes evidence: where one is written out, the hint says ``***``.
"""

import re
from collections.abc import Iterator
from typing import Any

from headgate.audit.collect.contract import Context, Document, Evidence
from headgate.audit.graph.hint import Hint, HintKind
from headgate.audit.graph.source import Source
from headgate.audit.secrets import sounds_secret

MASK = "***"

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(.*?)\s*")
_SECRET_NAME = re.compile(
    r"(?:^|[_:.-])(?:API_?)?(?:KEY|PWD|TOKEN)\d?$|(?:PASSWORD|PASSWD|SECRET)\d?$|CONNECTION_?STRING$", re.IGNORECASE
)
_SECRET_TEXT = re.compile(r"(?:AccountKey|SharedAccessKey|Password|Pwd)=[^;]+|://[^/\s:@]*:[^/\s@]+@", re.IGNORECASE)
"""Connection strings, and addresses with a password in them."""
_STORAGE = "AzureWebJobsStorage"
"""A secret by its text, not by its name: it may name a local one, or none."""
_PUBLIC = re.compile(
    r"APPLICATIONINSIGHTS_CONNECTION_STRING|.*(?:PUBLIC|MAX|NUM|TOTAL)_?(?:KEY|TOKEN)S?", re.IGNORECASE
)
_NO_VALUE = re.compile(r"|<.*>|\[.*\]|\{\{.*\}\}|\$\{.*\}|\$\(.*\)|%.*%|(?i:your|changeme|replace|todo|xxx|\.\.\.).*")
_KEPT_ELSEWHERE = re.compile(r"@Microsoft\.(?:KeyVault|AppConfiguration)\(.*\)", re.IGNORECASE)
_API_VERSION = re.compile(r"20\d\d-\d\d-\d\d(?:-preview)?", re.IGNORECASE)


class ApplicationSettingsCollector:
    """Reads settings of applications."""

    name = "application settings"

    def recognises(self, document: Document) -> bool:
        """An ``.env`` file, settings of Functions or .NET, or a list of named settings as the az command prints it."""
        name = document.file_name.lower()
        if name == ".env" or name.startswith(".env.") or name.endswith(".env"):
            return document.data is None
        return bool(_values(document.data)) or _listed(document.data) or _of_dotnet(document)

    def collect(self, document: Document, context: Context) -> Evidence:
        """Return a hint for each setting, and one for each version of an API among them."""
        source = Source(file=document.path, kind="app-settings", read_at=context.now)
        hints: list[Hint] = []
        for path, name, value in _settings(document):
            hints.append(_hint("setting", name, _shown(name, value), path, source))
            if re.search(r"api_?version", name, re.IGNORECASE) and _API_VERSION.fullmatch(value):
                hints.append(_hint("api-version", name, value, path, source))
        return Evidence(hints=tuple(hints))


def _hint(kind: HintKind, name: str, value: str, path: str, source: Source) -> Hint:
    return Hint(kind=kind, name=name, value=value, id=f"{source.file}#{path}:{kind}", source=source, path=path)


def _values(data: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """Return the settings of a ``local.settings.json``: Azure Functions' own form."""
    values = data.get("Values") if isinstance(data, dict) and "IsEncrypted" in data else None
    return values if isinstance(values, dict) else {}


def _listed(data: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(data, list) and bool(data) and all(isinstance(one, dict) and "slotSetting" in one for one in data)


def _settings(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield place, name and value."""
    if document.data is None:
        for number, line in enumerate(document.text.splitlines(), 1):
            found = _LINE.fullmatch(line)
            if found and not line.lstrip().startswith("#"):
                yield f"line {number}", found[1], found[2].strip("'\"")
    elif isinstance(document.data, list):
        for number, one in enumerate(document.data):
            yield f"[{number}]", str(one.get("name", "")), str(one.get("value") or "")
    elif _of_dotnet(document):
        yield from ((name, name, value) for name, value in _flattened(document.data, ""))
    else:
        for name, value in _values(document.data).items():
            yield f"Values.{name}", name, str(value)


def _of_dotnet(document: Document) -> bool:
    """Whether it is an ``appsettings.json``, of any environment."""
    return re.fullmatch(r"appsettings(\..+)?\.json", document.file_name.lower()) is not None and isinstance(
        document.data, dict
    )


def _flattened(data: Any, above: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    """Yield settings with their names as .NET has them: sections joined by colons."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{above}{key}:")
        elif isinstance(value, str | int | float):
            yield f"{above}{key}", str(value)


def _shown(name: str, value: str) -> str:
    if _KEPT_ELSEWHERE.fullmatch(value) or _NO_VALUE.fullmatch(value):
        return value
    sounds = _SECRET_NAME.search(name) or (sounds_secret(name) and name != _STORAGE)
    secret = (sounds and not _PUBLIC.fullmatch(name)) or _SECRET_TEXT.search(value)
    return MASK if secret else value


COLLECTOR = ApplicationSettingsCollector()
