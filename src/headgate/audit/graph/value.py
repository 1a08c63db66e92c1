"""Values as evidence gives them: JSON, in which any place may be *unknown* with the reason.

Absent and unknown are different things. ``MISSING`` is a key that is not there: ARM's default holds. ``Unknown`` is a
value that is there but cannot be told from the evidence. It never passes for a value: asking for its truth or comparing
it with one raises ``UnknownValueError``, which the runner turns into the outcome *unknown*.
"""

from typing import Final, TypeAlias

from msgspec import Struct


class UnknownValueError(Exception):
    """A decision would have hung on an unknown value; carries the reason why it is unknown."""


class Unknown(Struct, frozen=True, eq=False):
    """A value that the evidence cannot give, and why."""

    reason: str
    """For people, without a capital and a full stop: ``parameter 'skuName' has no value``."""
    filled: bool = False
    """Certainly neither null nor empty: an id that Azure gives out, or a text with a known part."""
    form: str = ""
    """Of a text of which parts are known: those, with what is unknown in braces: ``https://{name}.azure-api.net``."""

    def __bool__(self) -> bool:
        """Refuse: it is neither true nor false."""
        raise UnknownValueError(self.reason)

    def __eq__(self, other: object) -> bool:
        """Equal to an unknown with the same reason; refuse to be compared with a value."""
        if isinstance(other, Unknown):
            return self.reason == other.reason
        if other is None or isinstance(other, bool | int | float | str | list | dict):
            raise UnknownValueError(self.reason)
        return NotImplemented

    def __hash__(self) -> int:
        """Hash the reason."""
        return hash(self.reason)


class Missing:
    """The type of ``MISSING``; false, so that ``look(…) or default`` reads as it should."""

    def __bool__(self) -> bool:
        """Nothing is there."""
        return False

    def __repr__(self) -> str:
        """Print as what it is."""
        return "MISSING"


MISSING: Final = Missing()
"""What ``look`` returns where there is no such key: ARM's default holds."""

Value: TypeAlias = bool | int | float | str | Unknown | list["Value"] | dict[str, "Value"] | None


def look(value: Value | Missing, *path: str | int) -> Value | Missing:
    """Return what stands at a path, as ARM would find it: keys are compared without regard to case.

    An ``Unknown`` on the way is returned as it is; a key that is not there, or a step into something that has no keys,
    is ``MISSING``. A JSON ``null`` at the end is ``None``; ARM treats it as absent, and so does ``present``.
    """
    found: Value | Missing = value
    for part in path:
        if isinstance(found, Unknown):
            return found
        found = _step(found, part)
    return found


def _step(value: Value | Missing, part: str | int) -> Value | Missing:
    if isinstance(value, list) and isinstance(part, int):
        return value[part] if -len(value) <= part < len(value) else MISSING
    if not isinstance(value, dict) or isinstance(part, int):
        return MISSING
    if part in value:
        return value[part]
    wanted = part.lower()
    return next((inner for key, inner in value.items() if key.lower() == wanted), MISSING)


def present(value: Value | Missing) -> bool | Unknown:
    """Whether something is set: not absent, not null, not an empty text, list or object."""
    if isinstance(value, Unknown):
        return value.filled or value
    if isinstance(value, str | list | dict):
        return len(value) > 0
    return value is not MISSING and value is not None


def same(one: Value | Missing, other: Value | Missing) -> bool | Unknown:
    """Compare two values as ARM does: texts without regard to case, a text ``true`` like the boolean.

    Unknown when either is; ``MISSING`` equals only itself.
    """
    for value in (one, other):
        if isinstance(value, Unknown):
            return value
    if isinstance(one, Missing) or isinstance(other, Missing):
        return one is other
    return _folded(one) == _folded(other)


def _folded(value: Value) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.lower() if isinstance(value, str) else value


def first_unknown(*values: Value | Missing) -> Unknown | None:
    """Return the first unknown among values, however deep inside them; None when all is known."""
    for value in values:
        if isinstance(value, Unknown):
            return value
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        found = first_unknown(*inner)
        if found is not None:
            return found
    return None
