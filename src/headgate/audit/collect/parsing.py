"""From the bytes of a file to text and data, within limits: no file can take time or memory without end."""

import itertools
import re
from typing import Any

import msgspec
import yaml

BYTES_MAX = 32 * 1024 * 1024
"""Of one file: ten times the largest template that Azure accepts (4 MB)."""
YAML_BYTES_MAX = 2 * 1024 * 1024
"""Of one YAML file: its parser is slow."""
VALUES_MAX = 2_000_000
"""Values and keys in one file."""
DEPTH_MAX = 200
"""Levels of objects and lists in each other."""

_JSON_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.DOTALL)
_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class UnreadableError(ValueError):
    """The content of a file is not what it seems; says what and where."""


def decode(content: bytes) -> str:
    """Return the text of a file: UTF-8, or what its first bytes say (PowerShell redirects into UTF-16)."""
    encoding = next((name for mark, name in _ENCODINGS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"is no {encoding} text: byte {error.start} does not fit") from None


def parse(text: str, name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return the data of a JSON or YAML text, told apart by how it begins and what it is called; None for others.

    JSON may have comments, commas at the end and texts over several lines, as ARM's own tools allow.
    """
    start = text.lstrip()[:1]
    if start in {"{", "["} and not name.endswith((".yaml", ".yml")):
        return _checked(_json(text))
    return _checked(_yaml(text)) if name.endswith((".yaml", ".yml")) else None


def _json(text: str) -> Any:  # noqa: ANN401
    if text.count(",") + text.count("[") + text.count("{") > VALUES_MAX:
        raise UnreadableError(f"holds more than {VALUES_MAX} values; audit its parts")
    try:
        return msgspec.json.decode(text)
    except RecursionError:
        raise _too_deep() from None
    except msgspec.DecodeError as error:
        if "/" not in text and not re.search(r",\s*[}\]]|\n", text):
            raise _not_json(error, text) from None
    return _lenient_json(text)


def _lenient_json(text: str) -> Any:  # noqa: ANN401
    plain = _JSON_TOKENS.sub(_plain, text)
    try:
        return msgspec.json.decode(plain)
    except RecursionError:
        raise _too_deep() from None
    except msgspec.DecodeError as error:
        raise _not_json(error, plain) from None


def _plain(token: re.Match[str]) -> str:
    text = token[0]
    if text.startswith('"'):
        return text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t")
    return "\n" * text.count("\n")


def _not_json(error: msgspec.DecodeError, text: str) -> UnreadableError:
    found = re.search(r"\(byte (\d+)\)", str(error))
    line = text.encode()[: int(found[1]) if found else None].count(10) + 1
    return UnreadableError(f"line {line}: is not JSON: {str(error).partition(' (byte')[0]}")


def _too_deep() -> UnreadableError:
    return UnreadableError(f"is nested more than {DEPTH_MAX} levels deep")


def _yaml(text: str) -> Any:  # noqa: ANN401
    if len(text) > YAML_BYTES_MAX:
        raise UnreadableError(f"is YAML of more than {YAML_BYTES_MAX // 1024 // 1024} MiB")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        _check_depth(text)
        return loader.get_single_data()
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark is not None else ""
        raise UnreadableError(f"{where}is not YAML: {getattr(error, 'problem', None) or error}") from None
    finally:
        loader.dispose()


def _check_depth(text: str) -> None:
    """Count levels event by event: the parser itself recurses, and a deep file would end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_MAX:
            raise _too_deep()


def _checked(data: Any) -> Any:  # noqa: ANN401
    """Walk it once, level by level: aliases of YAML can make a small file a huge tree, or an endless one."""
    level, seen = [data], 0
    for _ in range(DEPTH_MAX + 1):
        inside = (inner for value in level for inner in _inside(value))
        level = list(itertools.islice(inside, VALUES_MAX + 1))
        seen += len(level)
        if not level:
            return data
        if seen > VALUES_MAX:
            raise UnreadableError(f"holds more than {VALUES_MAX} values; audit its parts")
    raise _too_deep()


def _inside(value: object) -> list[Any]:
    if isinstance(value, dict):
        return [one for one in value.values() if isinstance(one, dict | list)]
    return [one for one in value if isinstance(one, dict | list)] if isinstance(value, list) else []
