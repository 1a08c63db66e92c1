import pytest

from bench.marked_page import fill, quoted_file

PAGE = "# A page\n<!-- run:setting -->\nold\n<!-- /run:setting -->\nbehind\n"


def test_what_stands_between_the_marks_is_put_anew_and_nothing_else() -> None:
    once = fill(PAGE, "run", {"setting": "new"})

    assert once == "# A page\n<!-- run:setting -->\nnew\n<!-- /run:setting -->\nbehind\n"
    assert fill(once, "run", {"setting": "new"}) == once


@pytest.mark.parametrize("page", ["# A page", PAGE.replace("/run", "/other"), PAGE.replace("setting", "table")])
def test_a_page_without_a_place_for_a_section_is_refused(page: str) -> None:
    with pytest.raises(LookupError, match="no place for setting"):
        fill(page, "run", {"setting": "new"})


def test_a_page_tells_which_file_it_quotes() -> None:
    assert quoted_file(PAGE, "run") is None
    assert quoted_file(fill(PAGE, "run", {"setting": "From [`a/b.json`](../a/b.json)."}), "run") == "a/b.json"
