"""Texts made from texts."""

import base64
import hashlib
import uuid

from headgate.audit.arm.functions.checked import text
from headgate.audit.arm.functions.function import MANY, Function
from headgate.audit.graph.value import Value

_ARM_NAMESPACE = uuid.UUID("11fb06fb-712d-4ddd-98c7-e71bbd588830")
"""Of ``guid`` (the public Bicep sources name it)."""


def unique_string(*values: Value) -> str:
    """Return 13 letters and digits that depend on the texts.

    Not ARM's own hash: its input is nearly always the id of a group that no template knows. What counts is that the
    same expression gives the same name, of the form that ARM's have.
    """
    digest = hashlib.sha256("-".join(text(value) for value in values).encode()).digest()
    return base64.b32encode(digest)[:13].decode().lower()


def guid(*values: Value) -> str:
    """Return the name-based UUID of the texts."""
    return str(uuid.uuid5(_ARM_NAMESPACE, "-".join(text(value) for value in values)))


FUNCTIONS = {
    "uniquestring": Function(unique_string, 1, MANY, textual=True),
    "guid": Function(guid, 1, MANY, textual=True),
}
