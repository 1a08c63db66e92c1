import pytest

from headgate.simulator.errors import AzureError
from headgate.simulator.state.shelf import Shelf


def test_what_is_put_is_found_in_order_and_can_be_removed() -> None:
    shelf: Shelf[str] = Shelf("files", count_max=3, bytes_max=10)
    shelf.put("a", "one", size=1)
    shelf.put("b", "two", size=1)

    assert (list(shelf), shelf.get("a"), shelf.get("c")) == (["one", "two"], "one", None)
    assert (shelf.remove("a"), shelf.remove("a"), len(shelf)) == ("one", None, 1)


@pytest.mark.parametrize("sizes", [(1, 1, 1), (6, 5)])
def test_a_full_shelf_refuses_and_says_its_limits(sizes: tuple[int, ...]) -> None:
    shelf: Shelf[int] = Shelf("files", count_max=2, bytes_max=10)
    for number, size in enumerate(sizes[:-1]):
        shelf.put(str(number), number, size=size)

    with pytest.raises(AzureError, match="limit of this resource for files: 2 of them or 10 bytes"):
        shelf.put("last", 9, size=sizes[-1])


def test_a_forgetful_shelf_drops_the_oldest() -> None:
    shelf: Shelf[str] = Shelf("responses", count_max=2, bytes_max=10, forgetful=True)
    for name in "abc":
        shelf.put(name, name, size=1)
    assert list(shelf) == ["b", "c"]

    shelf.put("d", "d", size=10)
    assert list(shelf) == ["d"]
    with pytest.raises(AzureError):
        shelf.put("e", "e", size=11)


def test_putting_again_replaces_and_frees_the_room() -> None:
    shelf: Shelf[str] = Shelf("uploads", count_max=1, bytes_max=10)
    shelf.put("a", "old", size=10)
    shelf.put("a", "new", size=0)

    assert list(shelf) == ["new"]


def test_what_is_replaced_keeps_its_place_unless_it_does_not_fit() -> None:
    shelf: Shelf[str] = Shelf("assistants", count_max=2, bytes_max=10)
    shelf.put("a", "one", size=4)
    shelf.put("b", "two", size=4)
    shelf.replace("a", "longer", size=6)
    with pytest.raises(AzureError):
        shelf.replace("b", "too long", size=5)

    assert list(shelf) == ["longer", "two"]
    shelf.replace("a", "one", size=4)
    shelf.replace("b", "longer", size=6)
