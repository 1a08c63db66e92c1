from bench.page import filled, sections
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
