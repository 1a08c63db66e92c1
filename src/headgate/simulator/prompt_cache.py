"""Prompt caching: prompts that begin alike are partly read from memory.

Documented: from 1,024 tokens on, in steps of 128, recognised by the beginning of the prompt.
"""

from collections import OrderedDict

_TOKENS_MIN = 1_024
_STEP = 128
_BEGINNING_CHARACTERS = 1_024
"""Prompts with this much in common share an entry (Azure: a hash of about 256 tokens)."""
_PROMPTS_MAX = 64
"""Prompts remembered per deployment: some 30 MB when every one fills a context of 128,000 tokens."""


class PromptCache:
    """Remembers the last prompt of each beginning."""

    def __init__(self) -> None:
        """Start empty."""
        self._prompts: OrderedDict[str, str] = OrderedDict()

    def cached_tokens(self, prompt: str, tokens: int) -> int:
        """How many of a prompt's tokens were read before."""
        if tokens < _TOKENS_MIN or not prompt:
            return 0
        before = self._prompts.get(prompt[:_BEGINNING_CHARACTERS], "")
        shared = _shared_length(before, prompt) * tokens // len(prompt)
        cached = shared - shared % _STEP
        return cached if cached >= _TOKENS_MIN else 0

    def remember(self, prompt: str, tokens: int) -> None:
        """The model has read a prompt; one that was refused is not read."""
        if tokens < _TOKENS_MIN or not prompt:
            return
        beginning = prompt[:_BEGINNING_CHARACTERS]
        self._prompts[beginning] = prompt
        self._prompts.move_to_end(beginning)
        if len(self._prompts) > _PROMPTS_MAX:
            self._prompts.popitem(last=False)


def _shared_length(one: str, other: str) -> int:
    """Length of what two texts begin with alike, by halving: comparing slices is far faster than characters."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one.startswith(other[:middle]):
            low = middle
        else:
            high = middle - 1
    return low
