"""Usage: what one attempt consumed, in the units that are billed."""

from msgspec import Struct


class Usage(Struct, frozen=True, omit_defaults=True):
    """Tokens and other billed units of one attempt.

    Parts are contained in their whole: ``cached_tokens``, ``cache_write_tokens``, ``audio_prompt_tokens`` and
    ``image_prompt_tokens`` are inside ``prompt_tokens``; ``reasoning_tokens``, ``audio_completion_tokens`` and
    ``image_completion_tokens`` are inside ``completion_tokens``. So does Azure report them (recorded exchanges,
    2024 to 2026).
    """

    prompt_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    completion_tokens: int = 0
    reasoning_tokens: int = 0
    audio_prompt_tokens: int = 0
    audio_completion_tokens: int = 0
    image_prompt_tokens: int = 0
    image_completion_tokens: int = 0
    images: int = 0
    """Images made, for models billed by the image."""
    seconds: float = 0.0
    """Seconds of audio heard, for models billed by the second."""
    characters: int = 0
    """Characters read aloud, for models billed by the character."""
    searches: int = 0
    """Web searches run by the model's own tool."""
    image_tool_prompt_tokens: int = 0
    """Tokens that another model, of the image tool of a response, was given; beside ``prompt_tokens``, not inside."""
    image_tool_completion_tokens: int = 0
    """Tokens of the images it made; beside ``completion_tokens``."""
    estimated: bool = False
    """True when the backend never said, and Headgate counted or reserved instead."""

    @property
    def total_tokens(self) -> int:
        """Prompt and completion tokens together: what token limits count."""
        return self.prompt_tokens + self.completion_tokens
