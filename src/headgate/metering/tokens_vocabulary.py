"""The tokenizers of OpenAI's models, made from vocabularies inside this package: exact, and with no network.

Loading takes about half a second and 80 MB for each; only the process that counts tokens does it.
"""

import base64
import functools
import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from headgate.core.errors import HeadgateError

if TYPE_CHECKING:
    import tiktoken

FOLDER = Path(__file__).parent / "vocabulary"
PIECE_LETTERS = 65_536
"""Longer texts are encoded in pieces: the encoder's worst cases grow faster than the text. Off by at most one token
for each cut."""


class VocabularyError(HeadgateError):
    """A vocabulary file is not the one this package was made with."""


class Vocabulary(NamedTuple):
    """What makes a tokenizer of a list of tokens; facts from tiktoken's ``openai_public.py`` (MIT)."""

    sha256: str
    pattern: str
    """How text is cut into words before tokens are sought."""


VOCABULARIES = {
    "o200k_base": Vocabulary(
        sha256="446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        pattern="|".join(
            (
                r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                r"\p{N}{1,3}",
                r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
                r"\s*[\r\n]+",
                r"\s+(?!\S)",
                r"\s+",
            )
        ),
    ),
    "cl100k_base": Vocabulary(
        sha256="223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        pattern=(
            r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]"
            r"|\s+(?!\S)|\s"
        ),
    ),
}


@functools.cache
def token_counter(name: str) -> Callable[[str], int]:
    """Return a function that counts the tokens of a text by the vocabulary of this name; its text is only text.

    Raises:
        VocabularyError: if the vocabulary's file is missing or altered.
    """
    encoding = _encoding(name)

    def count(text: str) -> int:
        if len(text) <= PIECE_LETTERS:
            return len(encoding.encode_ordinary(text))
        pieces = range(0, len(text), PIECE_LETTERS)
        return sum(len(encoding.encode_ordinary(text[start : start + PIECE_LETTERS])) for start in pieces)

    return count


def _encoding(name: str) -> "tiktoken.Encoding":
    import tiktoken

    vocabulary = VOCABULARIES[name]
    lines = (line.split() for line in _content(name, vocabulary.sha256).splitlines())
    ranks = {base64.b64decode(token): int(rank) for token, rank in lines}
    return tiktoken.Encoding(name, pat_str=vocabulary.pattern, mergeable_ranks=ranks, special_tokens={})


def _content(name: str, sha256: str) -> bytes:
    path = FOLDER / f"{name}.tiktoken.gz"
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise VocabularyError(f"{path} cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise VocabularyError(f"{path} does not hold the vocabulary {name}: its SHA-256 differs")
    return content
