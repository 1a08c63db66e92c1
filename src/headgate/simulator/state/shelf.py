"""Objects of one kind that a resource keeps, by id and in order, within a limit."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from headgate.simulator import errors

Kept = TypeVar("Kept")


class Shelf(Generic[Kept]):
    """Keeps objects. When it is full it refuses more (as quotas do) or forgets the oldest (as retention does)."""

    def __init__(self, what: str, *, count_max: int, bytes_max: int, forgetful: bool = False) -> None:
        """``what`` names the objects in the refusal: ``files``."""
        self._what = what
        self._count_max = count_max
        self._bytes_max = bytes_max
        self._forgetful = forgetful
        self._kept: dict[str, Kept] = {}
        self._sizes: dict[str, int] = {}
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Kept]:
        """Oldest first."""
        return iter(self._kept.values())

    def put(self, object_id: str, kept: Kept, *, size: int) -> None:
        """Keep an object of so many bytes.

        Raises:
            AzureError: a 400 when it does not fit and this shelf does not forget.
        """
        self.remove(object_id)
        while self._kept and self._forgetful and not self._fits(size):
            self.remove(next(iter(self._kept)))
        if not self._fits(size):
            raise self._full()
        self._kept[object_id] = kept
        self._sizes[object_id] = size
        self._bytes += size

    def replace(self, object_id: str, kept: Kept, *, size: int) -> None:
        """Put another in the place of what is kept under this id.

        Raises:
            AzureError: a 400 when it does not fit; then what was there stays.
        """
        if self._bytes - self._sizes[object_id] + size > self._bytes_max:
            raise self._full()
        self._bytes += size - self._sizes[object_id]
        self._sizes[object_id] = size
        self._kept[object_id] = kept

    def get(self, object_id: str) -> Kept | None:
        """The object of this id, if it is here."""
        return self._kept.get(object_id)

    def remove(self, object_id: str) -> Kept | None:
        """Take it away; returns it, if it was here."""
        self._bytes -= self._sizes.pop(object_id, 0)
        return self._kept.pop(object_id, None)

    def _full(self) -> errors.AzureError:
        return errors.invalid(
            f"You have reached the limit of this resource for {self._what}: {self._count_max} of them or "
            f"{self._bytes_max} bytes. Delete some and try again.",
            code="quotaExceeded",
        )

    def _fits(self, size: int) -> bool:
        return len(self._kept) < self._count_max and self._bytes + size <= self._bytes_max
