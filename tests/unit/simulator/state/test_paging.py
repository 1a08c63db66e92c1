from typing import Any

import pytest

from headgate.simulator.errors import AzureError
from headgate.simulator.state.paging import page


def _page(**query: str) -> dict[str, Any]:
    return page("abcde", query, id_of=str, shown=lambda each: {"id": each})


def _ids(**query: str) -> str:
    return "".join(each["id"] for each in _page(**query)["data"])


def test_the_newest_comes_first_unless_asked_otherwise() -> None:
    assert _ids() == "edcba"
    assert _ids(order="asc") == "abcde"


def test_pages_follow_one_another() -> None:
    first = _page(limit="2")

    assert (first["first_id"], first["last_id"], first["has_more"]) == ("e", "d", True)
    assert _ids(limit="2", after="d") == "cb"
    assert _page(limit="2", after="b")["has_more"] is False
    assert _ids(limit="2", before="b") == "dc"
    assert _ids(after="e", before="b") == "dc"


def test_an_empty_page_has_no_ids() -> None:
    listed = _page(after="a")

    assert (listed["data"], listed["first_id"], listed["has_more"]) == ([], None, False)


@pytest.mark.parametrize("limit", ["0", "101", "many"])
def test_a_limit_that_is_none_is_400(limit: str) -> None:
    with pytest.raises(AzureError, match="'limit'"):
        _page(limit=limit)
