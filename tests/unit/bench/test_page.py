import pytest

from bench.page import filled, quoted_file, sections
from tests.unit.bench.example_run import example_results

NAMES = ("setting", "verdicts", "requests", "plots", "streams", "load")
PAGE = "# Performance\n" + "".join(
    f"\nabout {name}\n<!-- bench:{name} -->\nold\n<!-- /bench:{name} -->\n" for name in NAMES
)


def test_what_stands_between_the_markers_is_replaced_and_nothing_else() -> None:
    page = filled(PAGE, example_results(), "bench/results/x.json")

    assert "old" not in page
    assert all(f"about {name}\n" in page for name in NAMES)
    assert all(content in page for content in sections(example_results(), "bench/results/x.json").values())


def test_filling_twice_changes_nothing() -> None:
    once = filled(PAGE, example_results(), "bench/results/x.json")

    assert filled(once, example_results(), "bench/results/x.json") == once


def test_a_page_without_a_place_for_a_table_is_refused() -> None:
    with pytest.raises(LookupError, match="no place for setting"):
        filled("# Performance", example_results(), "bench/results/x.json")


def test_the_page_tells_which_file_it_quotes() -> None:
    assert quoted_file(PAGE) is None
    assert quoted_file(filled(PAGE, example_results(), "bench/results/x.json")) == "bench/results/x.json"
