"""Spoken answers, for as long as a later message may name them."""

from msgspec import Struct


class SpokenAnswer(Struct, frozen=True):
    """What was said."""

    id: str
    transcript: str
    audio_tokens: int
    """What its sound cost, and costs again in each prompt that names it."""
    expires_at: int
    """Unix seconds."""
