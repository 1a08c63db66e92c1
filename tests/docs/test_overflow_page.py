"""The page on overflow quotes a results file, and quotes it rightly."""

from examples.overflow.page import PAGE, filled, plots, quoted_file
from examples.overflow.results import latest, read, shown


def test_the_page_and_its_plots_are_those_of_the_latest_results_file() -> None:
    page = PAGE.read_text()
    newest = latest()
    assert newest is not None
    results = read(newest)

    assert quoted_file(page) == shown(newest)
    assert filled(page, results, shown(newest)) == page
    assert {path: path.read_text() for path in plots(results)} == plots(results)
