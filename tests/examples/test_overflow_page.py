"""How the page of the overflow demonstration is filled, and its plots drawn."""

from pathlib import Path
from xml.etree import ElementTree

from examples.overflow.page import filled, sections
from examples.overflow.plots import calls_plot, latency_plot
from examples.overflow.results import read, write
from tests.examples.overflow_run import example_run

NAMES = ("setting", "served", "cost", "books", "plots")
EMPTY = "".join(f"\nabout {name}\n<!-- overflow:{name} -->\nold\n<!-- /overflow:{name} -->\n" for name in NAMES)


def test_what_stands_between_the_markers_is_replaced_and_nothing_else() -> None:
    page = filled(EMPTY, example_run(), "x.json")

    assert "old" not in page
    assert all(f"about {name}\n" in page for name in NAMES)
    assert "| Headgate with overflow | 4 | 100% | 100%, 100%, 100% | 4 |" in page
    assert "| provisioned alone | 4 | 75.0% | 100%, 50.0%, 100% | 4 |" in page
    assert "| provisioned alone | 3,600 | 2.50 USD | 0.00 USD | 2.50 USD | 833.33 USD |" in page
    assert filled(page, example_run(), "x.json") == page


def test_the_books_stand_beside_what_was_served() -> None:
    assert "| overflow/gpt-4o | `headgate usage` | 1,000 | 200 | 0.0045 USD |" in sections(example_run(), "x")["books"]


def test_a_results_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    write(example_run(), tmp_path / "run.json")

    assert read(tmp_path / "run.json") == example_run()


def test_a_plot_has_a_panel_for_everybody_and_a_bar_for_what_became_of_calls() -> None:
    root = ElementTree.fromstring(calls_plot(example_run()))
    words = {element.text for element in root.iter() if element.text}
    fills = [element.attrib.get("fill") for element in root.iter()]

    assert {"provisioned alone", "Headgate with overflow", "refused", "90 s"} <= words
    assert fills.count("#b3261e") == 1 + 2


def test_the_latency_plot_has_a_line_for_everybody() -> None:
    root = ElementTree.fromstring(latency_plot(example_run()))

    assert sum(element.tag.endswith("polyline") for element in root.iter()) == 4
