"""A prompt's tokens by its length alone: what holds are taken on, before anything is known."""

_BYTES_PER_TOKEN = 4
"""Azure's own limiter approximates so (its headers, recorded 2024 to 2026)."""


def rough_prompt_tokens(body_length: int) -> int:
    """Tokens of a request body of this many bytes, rounded up. O(1)."""
    return -(-body_length // _BYTES_PER_TOKEN)
