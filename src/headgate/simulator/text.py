"""The texts that models answer with: the same for the same request, and true enough to read."""

from headgate.simulator import tokens

_SENTENCES = (
    "A headgate stands at the head of a canal and decides how much water each field gets.",
    "The keeper reads the gauge every morning and writes the level in a book.",
    "When the river runs low, the oldest rights are served before all others.",
    "What the first channel cannot carry goes down the second.",
    "Water that is measured twice is argued about once.",
    "A weir holds the level steady while the gates open and close.",
    "In spring the meltwater arrives all at once, and every gate is raised.",
    "The longest furrow waits for its turn, because water does not hurry.",
    "Each turn of the wheel lifts the gate by the width of a thumb.",
    "Sand settles in the basin before the water enters the canal.",
    "A small leak at night is a dry field in the morning.",
    "Farmers downstream trust the ledger more than the sound of the water.",
    "The spillway is built for the one day in a hundred years.",
    "Nobody notices the gate as long as it works.",
    "An open gate and an empty canal mean the trouble lies upstream.",
    "The old stones carry marks from floods that no one remembers.",
    "Fair shares need a clock, a gauge, and someone who can say no.",
    "By evening the last field is wet and the gate comes down again.",
)
_SENTENCE_TOKENS = tuple(tuple(tokens.split(" " + sentence)) for sentence in _SENTENCES)
_TOKENS_MIN = 16
"""A natural answer has at least this many tokens; with its last sentence, some 16 to 40."""
WORDS = tuple(sorted({word.strip(",.").lower() for sentence in _SENTENCES for word in sentence.split()}))
"""The words of these texts, for values that must be invented."""


def natural(seed: int) -> list[str]:
    """Some whole sentences, cut into tokens."""
    position = seed % len(_SENTENCE_TOKENS)
    written: list[str] = []
    while len(written) < _TOKENS_MIN:
        written += _SENTENCE_TOKENS[position]
        position = (position + 1) % len(_SENTENCE_TOKENS)
    written[0] = written[0].lstrip()
    return written


def of_length(seed: int, length: int) -> list[str]:
    """A text of exactly so many tokens, however it ends."""
    position = seed % len(_SENTENCE_TOKENS)
    written: list[str] = []
    while len(written) < length:
        written += _SENTENCE_TOKENS[position]
        position = (position + 1) % len(_SENTENCE_TOKENS)
    del written[length:]
    written[0] = written[0].lstrip()
    return written
