"""A policy as the gateway runs it: fragments put in, named values filled in, each element with its conditions."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.graph.value import UnknownValueError, look, same
from headgate.audit.policy.evaluate import Anything, Facts, RaisesError, outcome
from headgate.audit.policy.node import Node
from headgate.audit.policy.reader import PolicySyntaxError, read_policy

NAMED_VALUE = "microsoft.apimanagement/service/namedvalues"
SECTIONS = ("inbound", "backend", "outbound", "on-error")
PLACES_MAX = 10_000
GUARDS_MAX = 200
"""Conditions above an element; with fewer of them an element is thought to run rather than not."""

INCLUDES_DEPTH_MAX = 8
"""Fragments inside fragments; API Management itself refuses them to include themselves."""

_OWN_CALLS = ("send-request", "send-one-way-request")
_NAMED = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
_HARMLESS = re.compile(r"[\w .,:;/@=+~-]{0,2000}")


class Guard(Struct, frozen=True):
    """A condition that must come to ``holds`` before an element runs."""

    condition: str
    holds: bool
    line: int


class Place(Struct, frozen=True, eq=False):
    """An element, where it stands, and what must hold for it to run."""

    node: Node
    document: PolicyDocument
    """The policy or the fragment in which it is written."""
    section: str
    guards: tuple[Guard, ...] = ()
    retry: Node | None = None
    """The innermost retry around it."""

    @property
    def where(self) -> str:
        """For people: ``line 12``."""
        return f"line {self.node.line}"


class View(Struct, frozen=True, eq=False):
    """A policy with everything it includes."""

    document: PolicyDocument
    root: Node
    places: tuple[Place, ...]
    """Every element in the order in which it runs; fragments stand where they are included."""
    missing: tuple[Place, ...]
    """``include-fragment`` of fragments that are not in the evidence."""

    def sent_on(self, *names: str) -> list[Place]:
        """Return the places of elements of these names that change the request or the answer itself.

        What stands inside ``send-request`` belongs to a call of the policy's own.
        """
        own = {id(node) for place in self.named(*_OWN_CALLS) for node in place.node.all()}
        return [place for place in self.named(*names) if id(place.node) not in own]

    def named(self, *names: str) -> list[Place]:
        """Return the places of elements of these names."""
        return [place for place in self.places if place.node.name in names]

    @property
    def variables_set(self) -> frozenset[str]:
        """Names of variables that it sets."""
        return frozenset(name for place in self.places for name in variables_set(place.node))

    @property
    def text(self) -> str:
        """All of it that is not a comment, for a look at words: names, attributes and texts."""
        return "\n".join(
            " ".join((place.node.name, *(a.value for a in place.node.attributes.values()), place.node.text))
            for place in self.places
        )


def variables_set(node: Node) -> list[str]:
    """Return the variables that an element sets."""
    if node.name == "set-variable":
        return [node.get("name")]
    return [attribute.value.strip() for name, attribute in node.attributes.items() if name.endswith("variable-name")]


@lru_cache(maxsize=512)
def view(document: PolicyDocument, graph: Graph) -> View:
    """Return the view of a policy; raises ``UnknownValueError`` when it cannot be read."""
    root = parsed(document, graph)
    walk = _Walk(graph)
    if root.name == "fragment":
        places = list(walk.sequence(root, document, "fragment", (), None, 0))
    else:
        places = [
            place
            for section in root.children
            if section.name in SECTIONS
            for place in walk.sequence(section, document, section.name, (), None, 0)
        ]
    return View(document, root, tuple(places), tuple(walk.missing))


def parsed(document: PolicyDocument, graph: Graph) -> Node:
    """Return the root of a document with known named values filled in; raises ``UnknownValueError``."""
    try:
        return read_policy(_filled(document.text, _named_values(graph)))
    except PolicySyntaxError as error:
        raise UnknownValueError(f"the policy cannot be read: {error}") from None


def fragment(identifier: str, graph: Graph) -> PolicyDocument | None:
    """Return the fragment of an id. Files are found by name: ``aad-auth`` also as ``frag-aad-auth.xml``."""
    return _fragments(graph).get(identifier.lower())


def included(document: PolicyDocument, graph: Graph) -> bool:
    """Whether some policy of the evidence includes this fragment."""
    return any(
        fragment(node.get("fragment-id"), graph) is document
        for other in graph.policies
        if other is not document
        for node in _includes(other)
    )


def can_run(place: Place, facts: Facts) -> bool:
    """Whether the guards of a place may all hold, as far as the policy tells."""
    for guard in place.guards:
        try:
            result = outcome(guard.condition, facts)
        except RaisesError:
            return False
        if not isinstance(result, Anything) and bool(result) is not guard.holds:
            return False
    return True


@lru_cache(maxsize=64)
def _fragments(graph: Graph) -> Mapping[str, PolicyDocument]:
    found: dict[str, PolicyDocument] = {}
    for document in graph.policies:
        if document.fragment:
            for name in _fragment_names(document):
                found.setdefault(name, document)
    return found


def _fragment_names(document: PolicyDocument) -> list[str]:
    last = document.name.replace("\\", "/").rpartition("/")[2].lower()
    stem = re.sub(r"(\.(xml|cshtml|fragment|policy))+$", "", last)
    plain = re.sub(r"^(policy-?)?frag(ment)?[-_.]|[-_.](policy-?)?frag(ment)?$", "", stem)
    return [last, stem, plain]


def _includes(document: PolicyDocument) -> list[Node]:
    try:
        return list(read_policy(document.text).all("include-fragment"))
    except PolicySyntaxError:
        return []


@lru_cache(maxsize=64)
def _named_values(graph: Graph) -> Mapping[str, str]:
    """Return the values that are no secrets and cannot change how the policy is read."""
    found = {}
    for resource in graph.of_type(NAMED_VALUE):
        value = look(resource.properties, "value")
        secret = same(look(resource.properties, "secret"), True)
        if secret is False and isinstance(value, str) and _HARMLESS.fullmatch(value):
            found[resource.short_name.lower()] = value
    return found


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _NAMED.sub(lambda one: values.get(one[1].lower(), one[0]), text) if values else text


class _Walk:
    """One walk over a policy, following fragments."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.missing: list[Place] = []
        self.count = 0

    def sequence(
        self,
        node: Node,
        document: PolicyDocument,
        section: str,
        guards: tuple[Guard, ...],
        retry: Node | None,
        depth: int,
    ) -> Iterator[Place]:
        """Yield the places of the children of an element."""
        for child in node.children:
            place = Place(child, document, section, guards, retry)
            self.count += 1
            if self.count > PLACES_MAX:
                raise UnknownValueError(f"the policy has more than {PLACES_MAX} elements with its fragments")
            yield place
            if child.name == "choose":
                yield from self.choose(child, place, depth)
            elif child.name == "include-fragment":
                yield from self.include(place, depth)
            else:
                inner = child if child.name == "retry" else retry
                yield from self.sequence(child, document, section, guards, inner, depth)

    def choose(self, choose: Node, place: Place, depth: int) -> Iterator[Place]:
        passed: tuple[Guard, ...] = place.guards
        for branch in choose.children:
            condition = branch.get("condition", "true")
            guards = passed
            if branch.name == "when":
                guards = (*passed, Guard(condition, holds=True, line=branch.line))
                if len(passed) < GUARDS_MAX:
                    passed = (*passed, Guard(condition, holds=False, line=branch.line))
            yield Place(branch, place.document, place.section, guards, place.retry)
            yield from self.sequence(branch, place.document, place.section, guards, place.retry, depth)

    def include(self, place: Place, depth: int) -> Iterator[Place]:
        found = fragment(place.node.get("fragment-id"), self.graph)
        if found is None or depth >= INCLUDES_DEPTH_MAX:
            self.missing.append(place)
            return
        root = parsed(found, self.graph)
        yield from self.sequence(root, found, place.section, place.guards, place.retry, depth + 1)
