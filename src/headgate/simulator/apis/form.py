"""Reading a multipart form, as sound and pictures are sent."""

import math
import re

from msgspec import Struct

from headgate.simulator import errors

_BOUNDARY = re.compile(rb'boundary="?([^";,]{1,70})"?')
_NAME = re.compile(rb'[; ]name="([^"]*)"')
_FILE_NAME = re.compile(rb'filename="((?:[^"\\]|\\.)*)"')
_PARTS_MAX = 64
"""These forms have some thirty parts at most: sixteen pictures, and a dozen options."""


class Part(Struct, frozen=True):
    """One part of a form."""

    name: str
    """As it stands there: ``image[]`` where several may come."""
    value: bytes
    file_name: str = ""


def parts(body: bytes, content_type: bytes) -> list[Part]:
    """The parts of a form, in order.

    Raises:
        AzureError: a 400 when it is no form.
    """
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise errors.invalid("Could not parse multipart form: no boundary.")
    found: list[Part] = []
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.group(1), _PARTS_MAX)[1:]:
        head, separator, value = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if separator and name:
            file_name = _FILE_NAME.search(head)
            shown = file_name.group(1).decode(errors="replace") if file_name else ""
            found.append(Part(name.group(1).decode(errors="replace"), value, shown))
    return found


def read(body: bytes, content_type: bytes) -> dict[str, bytes]:
    """The parts of a form by name; of several with one name the last.

    Raises:
        AzureError: a 400 when it is no form.
    """
    return {part.name: part.value for part in parts(body, content_type)}


class Fields:
    """The parts of a form as the members of a request."""

    def __init__(self, found: list[Part]) -> None:
        """Sort them by name; ``name[]`` is ``name``."""
        self._by_name: dict[str, list[Part]] = {}
        for part in found:
            self._by_name.setdefault(part.name.removesuffix("[]"), []).append(part)

    def has(self, name: str) -> bool:
        """Whether there is anything of this name."""
        return name in self._by_name

    def files(self, name: str) -> list[Part]:
        """The files of a name.

        Raises:
            AzureError: a 400 when there is none.
        """
        if name not in self._by_name:
            raise errors.invalid(
                f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter"
            )
        return self._by_name[name]

    def every(self, name: str) -> list[str]:
        """The texts of a name."""
        return [part.value.decode(errors="replace") for part in self._by_name.get(name, ())]

    def text(self, name: str, default: str = "") -> str:
        """The text of a name, the last where there are several."""
        return (self.every(name) or [default])[-1]

    def flag(self, name: str) -> bool:
        """Whether something is switched on."""
        return self.text(name).lower() in ("true", "1")

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """A text that is one of a few.

        Raises:
            AzureError: a 400 for another.
        """
        value = self.text(name, default)
        if value not in allowed:
            raise errors.not_among(value, allowed, name)
        return value

    def number(self, name: str, least: float, most: float, default: float) -> float:
        """A number within bounds.

        Raises:
            AzureError: a 400 for what is none.
        """
        value = self.text(name, str(default))
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not least <= number <= most:
            message = f"Invalid '{name}': expected a number from {least} to {most}, but got '{value[:40]}' instead."
            raise errors.invalid(message, param=name, code="invalid_value")
        return number
