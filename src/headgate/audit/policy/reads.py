"""What an expression reads: variables, headers, named values."""

import re

from msgspec import Struct

from headgate.audit.policy.csharp import inside

_INDEXED = re.compile(r'context\s*\.\s*Variables\s*\[\s*"([^"]+)"\s*\]')
_DEFAULTED = re.compile(
    r'context\s*\.\s*Variables\s*\.\s*GetValueOrDefault\s*(?:<[^()]{1,60}?>)?\s*\(\s*"([^"]+)"\s*(,|\))'
)
_ASKED = re.compile(
    r'context\s*\.\s*Variables\s*\.\s*(?:ContainsKey|TryGetValue)\s*(?:<[^()]{1,60}?>)?\s*\(\s*"([^"]+)"'
)
_HEADER = re.compile(
    r'(Request|Response)\s*\.\s*Headers\s*\.?\s*(?:GetValueOrDefault|GetValues|TryGetValue)?\s*[(\[]\s*"([^"]{1,100})"'
)
_QUERY = re.compile(r'Url\s*\.\s*Query\s*\.?\s*(?:GetValueOrDefault|TryGetValue)?\s*[(\[]\s*"([^"]{1,100})"')
_NAMED_VALUE = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")


class VariableRead(Struct, frozen=True):
    """One reading of a variable."""

    name: str
    prepared: bool
    """Whether the expression has an answer for its absence: a default, or the question whether it is there."""
    line: int


class HeaderRead(Struct, frozen=True):
    """One reading of a header."""

    name: str
    """In lower case."""
    request: bool
    line: int


def variables_read(expression: str, line: int) -> list[VariableRead]:
    """Return the variables that an expression reads, in no particular order."""
    code = inside(expression)
    found = [VariableRead(one[1], prepared=True, line=_line(code, one, line)) for one in _ASKED.finditer(code)]
    asked = {one.name for one in found}
    found += [
        VariableRead(one[1], prepared=one[2] == "," or one[1] in asked, line=_line(code, one, line))
        for one in _DEFAULTED.finditer(code)
    ]
    found += [
        VariableRead(one[1], prepared=one[1] in asked, line=_line(code, one, line)) for one in _INDEXED.finditer(code)
    ]
    return found


def headers_read(expression: str, line: int) -> list[HeaderRead]:
    """Return the headers that an expression reads."""
    code = inside(expression)
    return [
        HeaderRead(one[2].lower(), request=one[1] == "Request", line=_line(code, one, line))
        for one in _HEADER.finditer(code)
    ]


def queries_read(expression: str) -> list[str]:
    """Return the parameters of the request's query that an expression reads, in lower case."""
    return [one.lower() for one in _QUERY.findall(inside(expression))]


def named_values(text: str) -> list[str]:
    """Return the names of ``{{named values}}`` in a text, in lower case."""
    return [found.lower() for found in _NAMED_VALUE.findall(text)]


def _line(code: str, found: re.Match[str], first: int) -> int:
    return first + code.count("\n", 0, found.start())
