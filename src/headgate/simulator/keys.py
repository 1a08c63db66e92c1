"""The keys of a resource: two, so that one can be made anew while the other is in use."""

import hashlib
from typing import Literal

KeyName = Literal["key1", "key2"]


class Keys:
    """The keys that a resource accepts now. Further ones of the settings stay as they are."""

    def __init__(self, resource: str, keys: list[str]) -> None:
        """Accept these; the first two can be regenerated."""
        self._resource = resource
        self._keys = [key.encode() for key in keys]
        self._regenerated = 0

    def accepts(self, key: bytes) -> bool:
        """Whether it is one of them."""
        return key in self._keys

    def named(self) -> dict[str, str]:
        """``key1`` and ``key2``, as far as there are so many."""
        return {f"key{number}": key.decode() for number, key in enumerate(self._keys[:2], start=1)}

    def regenerate(self, name: KeyName) -> str:
        """Make a key anew; the old one is refused from now on. The same run makes the same keys.

        Raises:
            ValueError: when the resource has no such key.
        """
        position = int(name.removeprefix("key")) - 1
        if position >= len(self._keys):
            raise ValueError(f"{self._resource} has no {name}")
        self._regenerated += 1
        digest = hashlib.sha256(f"{self._resource} {name} {self._regenerated}".encode()).hexdigest()
        self._keys[position] = digest.encode()
        return digest
