"""Where a C# expression in a policy ends, and its text without comments.

Policies hold C# in attributes without escaping its quotes, so the end of an attribute can only be found by reading the
expression: strings, characters, comments and brackets. Microsoft Learn, "API Management policy expressions": ``@(…)``
is one expression, ``@{…}`` a body that returns.
"""

import re

EXPRESSION_MAX = 262_144
"""Characters; Microsoft Learn gives 256 KiB as the most a whole policy document may have."""

_QUOTE = r'(?:"|&quot;|&#34;)'
_TOKEN = re.compile(
    r"""
      (?P<comment> //[^\n]* | /\*.*?\*/ )
    | (?P<verbatim> (?:\$@|@\$|@) (?:"(?:[^"]|"")*" | &quot;(?:(?!&quot;).|&quot;&quot;)*&quot;) )
    | (?P<string> \$? (?:"(?:[^"\\\n]|\\.)*" | &quot;(?:(?!&quot;)[^\\\n]|\\.)*&quot;) )
    | (?P<char> '(?:\\u[0-9a-fA-F]{4}|\\.|&\w+;|[^\\'\n])' )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<other> [^()\[\]{}"'/&@$]+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_PARTNER = {"(": ")", "[": "]", "{": "}"}


def expression_end(text: str, start: int) -> int | None:
    """Return the place after the expression that begins at ``start`` with its ``@``; None when it does not end."""
    waiting: list[str] = []
    place, last = start + 1, min(len(text), start + EXPRESSION_MAX)
    while place < last:
        found = _TOKEN.match(text, place)
        if found is None:
            return None
        place = found.end()
        if found.lastgroup == "open":
            waiting.append(_PARTNER[found.group()])
        elif found.lastgroup == "close":
            if not waiting or waiting.pop() != found.group():
                return None
            if not waiting:
                return place
    return None


def without_comments(expression: str) -> str:
    """Return an expression with its comments blanked, its lines kept."""
    parts = []
    for found in _TOKEN.finditer(expression):
        piece = found.group()
        parts.append(re.sub(r"[^\n]", " ", piece) if found.lastgroup == "comment" else piece)
    return "".join(parts)


def inside(expression: str) -> str:
    """Return what stands inside ``@(…)`` or ``@{…}``, comments blanked; a text that is no expression as it is."""
    bare = expression.strip()
    if not bare.startswith(("@(", "@{")):
        return expression
    return without_comments(bare[2:-1])
