"""Predicted outputs: how much of what was expected came true. What did not is billed as if it had been written."""

from msgspec import Struct

from headgate.simulator import tokens
from headgate.simulator.writing import Written


class Predicted(Struct, frozen=True):
    """Tokens of a prediction."""

    accepted: int = 0
    rejected: int = 0

    @classmethod
    def of(cls, text: str, written: Written) -> "Predicted":
        """Hold a prediction against what was written, up to the first difference; what a limit cut off is neither."""
        expected = tokens.split(text)
        accepted = next(
            (at for at, (one, other) in enumerate(zip(expected, written.tokens, strict=False)) if one != other),
            min(len(expected), len(written.tokens)),
        )
        cut = written.finish == "length" and accepted == len(written.tokens)
        return cls(accepted=accepted, rejected=0 if cut else len(expected) - accepted)


UNPREDICTED = Predicted()
