"""What an API is given of a request for something kept, and the words in which it answers."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from headgate.simulator import errors
from headgate.simulator.answer import Answer
from headgate.simulator.apis.call import read
from headgate.simulator.books import Models
from headgate.simulator.state.resource_state import ResourceState

AskType = TypeVar("AskType")
Inner = Callable[[str, bytes], tuple[int, bytes, str]]
"""Sends a request of a batch through the resource: target and body to status, body and request id."""


class StateCall(Struct, frozen=True):
    """One request for something that a resource keeps."""

    ids: tuple[str, ...]
    """In the path, outermost first."""
    version: str
    """The dated api-version, or ``v1``."""
    query: dict[str, str]
    body: bytes
    content_type: bytes
    now: float
    """Unix seconds."""
    state: ResourceState
    models: Models
    inner: Inner

    @property
    def id(self) -> str:
        """The outermost id."""
        return self.ids[0]

    def read(self, decoder: "msgspec.json.Decoder[AskType]") -> AskType:
        """The body; an empty one is an empty object.

        Raises:
            AzureError: a 400 when it is not what the API takes.
        """
        return read(self.body or b"{}", decoder)


def answered(value: Any) -> Answer:  # noqa: ANN401 (any JSON value)
    """An answer in JSON, pretty-printed as Azure's stores do."""
    return Answer(body=msgspec.json.format(msgspec.json.encode(value), indent=2))


def deleted(object_id: str, kind: str) -> Answer:
    """What is said of something that was taken away."""
    return answered({"id": object_id, "object": kind, "deleted": True})


def found(kept: AskType | None, what: str, object_id: str) -> AskType:
    """The object, if it is there.

    Raises:
        AzureError: a 404 when it is not.
    """
    if kept is None:
        raise errors.not_kept(what, object_id)
    return kept
