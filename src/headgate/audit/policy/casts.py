"""Which types the variables of a policy hold, in the order in which it runs, and the casts that cannot hold.

``context.Variables["n"]`` is an object: ``(string)`` of a boxed number throws, and so does
``GetValueOrDefault<string>("n")``; the gateway answers 500. Followed are texts, whole numbers, booleans, JArray and
JObject; anything else could be anything.
"""

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.policy.csharp import inside
from headgate.audit.policy.evaluate import Anything, Facts, RaisesError, outcome, path
from headgate.audit.policy.node import Node, is_expression
from headgate.audit.policy.retries import matches
from headgate.audit.policy.syntax import Binary, Call, Cast, Choice, Literal, Member, Tree, Unary, parse
from headgate.audit.policy.view import INCLUDES_DEPTH_MAX, fragment, parsed, variables_set

RETURNS_MAX = 50
"""Of one expression; a type after that is not looked at."""

OTHER = "?"
Types = dict[str, frozenset[str]]

_ANSWERS = (None, 200, 400, 401, 408, 429, 500, 503)
"""Those that policies tell apart."""

_NAMES = {
    "string": "string",
    "int": "int",
    "int32": "int",
    "bool": "bool",
    "boolean": "bool",
    "jarray": "JArray",
    "jobject": "JObject",
}
_CAST = re.compile(
    r'\(\s*([A-Za-z][\w.]*)\s*\)\s*\(?\s*context\.Variables(?:\[\s*"([^"]+)"\s*\]|\.GetValueOrDefault\(\s*"([^"]+)")'
)
_TYPED = re.compile(r'context\.Variables\.GetValueOrDefault\s*<\s*([A-Za-z][\w.]*)\s*>\s*\(\s*"([^"]+)"')
"""Microsoft Learn, "API Management policy expressions": it throws when the type is not that of the variable."""
_RETURN = re.compile(r"\breturn\s+([^;]+);")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')


class BadCast(Struct, frozen=True, eq=False):
    """A cast of a variable that may hold something else."""

    variable: str
    wanted: str
    held: str
    document: PolicyDocument
    """Where it is written: the policy or a fragment."""
    line: int


def bad_casts(document: PolicyDocument, graph: Graph) -> list[BadCast]:
    """Return the casts of a policy that throw on some way through it; ``UnknownValueError`` if it cannot be read."""
    root = parsed(document, graph)
    flow = _Flow(graph)
    flow.document = document
    types: Types = {}
    for section in [root] if root.name == "fragment" else root.children:
        types = flow.sequence(section.children, types)
    return sorted(flow.found.values(), key=lambda one: one.line)


class _Flow:
    """One walk in the order of running, following fragments."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.found: dict[tuple[str, str, int], BadCast] = {}
        self.depth = 0
        self.facts = Facts()
        self.document: PolicyDocument

    def sequence(self, nodes: tuple[Node, ...], types: Types) -> Types:
        for node in nodes:
            types = self.element(node, types)
        return types

    def element(self, node: Node, types: Types) -> Types:
        if node.name == "choose":
            return self.choose(node, types)
        if node.name == "retry" and not isinstance(self.facts.status, int | None):
            after = self.attempts(node, types)
            return _joined([after, self.attempts(node, _joined([types, after]))])
        if node.name == "include-fragment":
            return self.include(node, types)
        self.check(node, types)
        if node.name == "set-variable":
            return {**types, node.get("name"): inferred(node.get("value"), types)}
        types = self.sequence(node.children, types)
        names = variables_set(node)
        return {**types, **{name: types.get(name, frozenset()) | {OTHER} for name in names}} if names else types

    def attempts(self, retry: Node, types: Types) -> Types:
        """Follow one attempt for each answer: what a branch on 429 sets is there when the condition asks about 429."""
        ends = []
        for status in _ANSWERS:
            outer, self.facts = self.facts, Facts(status=status)
            ends.append(self.sequence(retry.children, types))
            if matches(retry, status) not in {"no", "error"}:
                self.check(retry, ends[-1])
            self.facts = outer
        return _joined(ends)

    def choose(self, node: Node, types: Types) -> Types:
        ends = []
        for branch in node.children:
            self.check(branch, types)
            runs = self.runs(branch)
            if runs is False:
                continue
            end = self.sequence(branch.children, types)
            if not any(child.name == "return-response" for child in branch.children):
                ends.append(end)
            if runs is True:
                return _joined(ends)
        return _joined([*ends, types])

    def runs(self, branch: Node) -> bool | None:
        """Whether a branch runs after the answer that is being followed; None: it may."""
        if branch.name == "otherwise":
            return True
        try:
            result = outcome(branch.get("condition"), self.facts)
        except RaisesError:
            return False
        return None if isinstance(result, Anything) else bool(result)

    def include(self, node: Node, types: Types) -> Types:
        found = fragment(node.get("fragment-id"), self.graph)
        if found is None or self.depth >= INCLUDES_DEPTH_MAX:
            return {name: held | {OTHER} for name, held in types.items()}
        outer, self.document = self.document, found
        self.depth += 1
        types = self.sequence(parsed(found, self.graph).children, types)
        self.depth -= 1
        self.document = outer
        return types

    def check(self, node: Node, types: Types) -> None:
        for text, line in node.expressions():
            code = inside(text)
            for cast in (*_CAST.finditer(code), *_TYPED.finditer(code)):
                wanted = _NAMES.get(cast[1].lower())
                name = next(group for group in cast.groups()[1:] if group)
                wrong = sorted(types.get(name, frozenset()) - {OTHER, wanted}) if wanted else []
                if wrong:
                    place = line + code.count("\n", 0, cast.start())
                    one = BadCast(name, cast[1], wrong[0], self.document, place)
                    self.found.setdefault((self.document.id, name, place), one)


def _joined(many: list[Types]) -> Types:
    names = {name for one in many for name in one}
    return {name: frozenset().union(*(one.get(name, frozenset()) for one in many)) for name in names}


def inferred(value: str, types: Types) -> frozenset[str]:
    """Return the types that a variable may hold after ``set-variable`` with this value."""
    if not is_expression(value):
        return frozenset({"string"})
    if value.lstrip().startswith("@("):
        return _of(parse(value), types)
    body = inside(value)
    bare = _STRINGS.sub('""', body)
    returned = [_returned(one[1].strip(), bare) for one in islice(_RETURN.finditer(bare), RETURNS_MAX)]
    return frozenset(returned) if returned else frozenset({OTHER})


def _returned(expression: str, body: str) -> str:
    """Return the type of what a ``return`` of a body gives back."""
    simple = _simple(expression)
    if simple != OTHER:
        return simple
    name = _IDENTIFIER.match(expression)
    if name is None:
        return OTHER
    rest = expression[name.end() :].strip()
    word = re.escape(name.group())
    if not rest:
        declared = re.search(rf"\b([A-Za-z]\w*)\s+{word}\s*(?:=|;)", body)
        if declared is not None and declared[1] == "var":
            declared = re.search(rf"\bvar\s+{word}\s*=\s*new\s+([A-Za-z]\w*)\s*[({{]", body)
        return OTHER if declared is None else _NAMES.get(declared[1].lower(), OTHER)
    if rest.startswith("[") and rest.endswith("]"):
        listed = re.search(rf"\bList<(\w+)>\s+{word}\b", body)
        return OTHER if listed is None else _NAMES.get(listed[1].lower(), OTHER)
    return OTHER


def _simple(expression: str) -> str:
    if expression == '""':
        return "string"
    if expression in {"true", "false"}:
        return "bool"
    if re.fullmatch(r"-?\d+", expression):
        return "int"
    made = re.match(r"new\s+(JArray|JObject)\b[^.]*$", expression)
    return made[1] if made else OTHER


def _of(tree: Tree, types: Types) -> frozenset[str]:
    return frozenset(_kinds(tree, types))


def _kinds(tree: Tree, types: Types) -> Iterator[str]:
    match tree:
        case Literal(bool()) | Unary("!", _):
            yield "bool"
        case Literal(str()):
            yield "string"
        case Literal(int()):
            yield "int"
        case Binary("==" | "!=" | "<" | ">" | "<=" | ">=" | "&&" | "||", _, _):
            yield "bool"
        case Binary("+", left, right) if {"string"} in ({*_kinds(left, types)}, {*_kinds(right, types)}):
            yield "string"
        case Cast(named, _):
            yield _NAMES.get(named.lower(), OTHER)
        case Choice(_, yes, no):
            yield from _kinds(yes, types)
            yield from _kinds(no, types)
        case Call(Member(_, "ToString"), _):
            yield "string"
        case Call(Member(_, "ToInt32"), _) | Call(Member(_, "Parse"), _):
            yield "int" if _parses_numbers(tree) else OTHER
        case _:
            yield OTHER


def _parses_numbers(tree: Tree) -> bool:
    return isinstance(tree, Call) and path(tree.target) in {"int.Parse", "Int32.Parse", "Convert.ToInt32"}
