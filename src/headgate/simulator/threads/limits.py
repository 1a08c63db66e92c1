"""What these APIs take at most (OpenAI's OpenAPI description, August 2026)."""

TOOLS_MAX = 128
INSTRUCTIONS_CHARACTERS_MAX = 256_000
MESSAGE_CHARACTERS_MAX = 256_000
NAME_CHARACTERS_MAX = 256
DESCRIPTION_CHARACTERS_MAX = 512
CODE_FILES_MAX = 20
STORES_MAX = 1
TOKENS_MIN = 256
"""Of ``max_prompt_tokens`` and ``max_completion_tokens``."""
MESSAGES_MAX = 5_000
"""Of one thread; Azure takes 100,000."""
RUNS_MAX = 200
"""Of one thread; the oldest is then forgotten."""
