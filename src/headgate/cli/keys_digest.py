"""``headgate keys digest``: the digest of a key that exists already."""

import getpass
import hashlib
import sys
from typing import Final

from headgate.cli.console import say
from headgate.cli.usage_error import UsageError

_CHARACTERS_MAX: Final = 4096
"""Far beyond any key; a file given by mistake ends here."""


def keys_digest() -> None:
    """Print the SHA-256 of a key read from standard input.

    A line end after the key is not part of it. On a terminal the key is asked for and not shown.
    """
    key = getpass.getpass("Key: ") if sys.stdin.isatty() else sys.stdin.read(_CHARACTERS_MAX + 1)
    key = key.removesuffix("\n").removesuffix("\r")
    if not key or len(key) > _CHARACTERS_MAX or any(character.isspace() for character in key):
        raise UsageError(f"expected one key, up to {_CHARACTERS_MAX} characters without spaces, on standard input")
    say(hashlib.sha256(key.encode()).hexdigest())
