"""Where a policy holds secrets: keys and tokens in headers, in variables, in named values."""

import re

from headgate.audit.policy.csharp import expression_end, inside
from headgate.audit.policy.node import Node
from headgate.audit.policy.reads import headers_read, named_values, queries_read, variables_read
from headgate.audit.policy.view import View
from headgate.audit.secrets import sounds_secret

STEPS_MAX = 20
"""Variables that are set from each other."""

WRITERS = frozenset(
    {"log-to-eventhub", "trace", "emit-metric", "azure-openai-emit-token-metric", "llm-emit-token-metric"}
)
"""Policies whose content ends in a log or a metric."""

HEADERS = frozenset({"authorization", "api-key", "ocp-apim-subscription-key", "x-api-key", "x-functions-key", "cookie"})
"""Request headers that are secrets, in lower case."""

QUERIES = frozenset({"api-key", "subscription-key", "code", "sig", "access_token"})
"""Parameters of a query that are secrets, in lower case."""

_KEY = re.compile(r"context\.Subscription\??\.(?:Key|PrimaryKey|SecondaryKey)\b")
_ALL_HEADERS = re.compile(
    r"Request\.Headers\s*(?:\.Select|\.ToDictionary|\.Aggregate|\))|JsonConvert\.SerializeObject\(context\.Request\.Headers"
)
_LEFT_OUT = re.compile(r"Where\s*\(|Authorization|Ocp-Apim-Subscription-Key", re.IGNORECASE)
_ASKED = re.compile(r"\b[Ss]tring\.IsNullOr(?:Empty|WhiteSpace)\s*\(")
_PROPERTY = re.compile(r"\bnew\s+JProperty\s*\(")
_DIGESTED = re.compile(
    r"SHA\d|ComputeHash|HMAC|GetHashCode|AsJwt|\.Claims|(?:De|En)crypt\(|\.Split\(\s*'\.'\s*\)", re.IGNORECASE
)
"""What leaves nothing of a secret that could be used: a hash, a claim, a part of a token between its dots."""
_PICKED = re.compile(r"Regex\.|\.Split\(|\.IndexOf\(|\.Contains\(")
"""What takes one cookie out of all of them; which one is not followed."""


def secret_variables(seen: View) -> frozenset[str]:
    """Return the variables of a policy that hold a secret, up to ``STEPS_MAX`` steps after it was read."""
    tainted = {
        place.node.get("output-token-variable-name")
        for place in seen.named("authentication-managed-identity")
        if place.node.get("output-token-variable-name")
    }
    for _ in range(STEPS_MAX):
        size = len(tainted)
        tainted |= {
            place.node.get("name") for place in seen.named("set-variable") if secret_in(place.node, frozenset(tainted))
        }
        if len(tainted) == size:
            break
    return frozenset(tainted)


def secret_in(node: Node, tainted: frozenset[str]) -> str:
    """Return which secret an element alone holds, in words; empty when it holds none."""
    named = secret_named(node)
    if named and not any(_DIGESTED.search(text) for text, _ in node.expressions()):
        return f"the named value {named}"
    for text, _ in node.expressions():
        for code in _parts(_without_questions(inside(text))):
            found = "" if _DIGESTED.search(code) else _secret_in(code, tainted)
            if found:
                return found
    return ""


def secret_named(node: Node) -> str:
    """Return the named value with the name of a secret that an element alone holds; empty when it holds none.

    One that is known and no secret has been filled in before.
    """
    texts = [attribute.value for attribute in node.attributes.values()] + [node.text]
    return next((name for text in texts for name in named_values(text) if sounds_secret(name)), "")


def _secret_in(code: str, tainted: frozenset[str]) -> str:
    if _KEY.search(code):
        return "the subscription's key"
    if _ALL_HEADERS.search(code) and not _LEFT_OUT.search(code):
        return "all headers of the request"
    for header in headers_read(code, 0):
        if header.request and header.name in HEADERS and not (header.name == "cookie" and _PICKED.search(code)):
            return f"the header {header.name}"
    for name in queries_read(code):
        if name in QUERIES:
            return f"the parameter {name}"
    for variable in variables_read(code, 0):
        if variable.name in tainted and not _only_asks(code, variable.name):
            return f"the variable {variable.name}"
    return ""


def _parts(code: str) -> list[str]:
    """Return the properties of an object that is put together, each by itself, and the rest: a digest is of its own."""
    parts = []
    rest = code
    for found in _PROPERTY.finditer(code):
        end = expression_end(code, found.end() - 2)
        if end is not None:
            piece = code[found.start() : end]
            parts.append(piece)
            rest = rest.replace(piece, "", 1)
    return [*parts, rest]


def _without_questions(code: str) -> str:
    """Take out what only asks whether there is something: the answer holds nothing of it."""
    kept, place = [], 0
    for found in _ASKED.finditer(code):
        end = expression_end(code, found.end() - 2)
        if end is not None and found.start() >= place:
            kept.append(code[place : found.start()])
            place = end
    return "".join(kept) + code[place:]


def _only_asks(code: str, name: str) -> bool:
    """Whether an expression does no more than ask if a variable is there."""
    without = re.sub(rf'ContainsKey\s*\(\s*"{re.escape(name)}"\s*\)', "", code)
    return f'"{name}"' not in without
