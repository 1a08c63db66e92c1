"""The shapes a deployment answers in: its profile, for its model and its content filter."""

from typing import Literal

from msgspec import Struct

from headgate.simulator import filters
from headgate.simulator.profiles import DEFAULT, Profile, profile_of

ContentFilter = Literal["default", "asynchronous", "off"]
"""Annotations with every piece; in events of their own, after the text; none."""

_NEWER = ("gpt-5", "gpt-6")


class Shapes(Struct, frozen=True):
    """What a writer of bodies asks of the time it writes in."""

    profile: Profile
    content_filter: ContentFilter
    prompt_results: bytes
    """JSON, as everything here that ends with ``results``."""
    completion_results: bytes
    piece_results: bytes
    """With the pieces of a stream; the asynchronous filter has nothing to say there."""

    @property
    def asynchronous(self) -> bool:
        """Whether the filter runs after the text was sent."""
        return self.content_filter == "asynchronous"


def shapes_of(month: str, *, model: str = "", content_filter: ContentFilter = "default") -> Shapes:
    """The shapes of a month (``2026-03``) for a model and the filter of its deployment."""
    profile = profile_of(month)
    if content_filter == "off":
        prompt = completion = piece = filters.NOTHING
    else:
        prompt, completion = profile.prompt_results, profile.completion_results
        piece = profile.newer_piece_results if model.startswith(_NEWER) else profile.piece_results
    return Shapes(
        profile=profile,
        content_filter=content_filter,
        prompt_results=prompt,
        completion_results=completion,
        piece_results=piece,
    )


USUAL = shapes_of(DEFAULT)
"""Of a deployment that sets nothing."""
