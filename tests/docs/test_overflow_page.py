"""The page on overflow quotes a results file, and quotes it rightly."""

from bench.marked_page import quoted_file
from bench.result_files import latest, shown
from examples.overflow.page import MARK, PAGE, filled, plots
from examples.overflow.results import RESULTS, read


def test_the_page_and_its_plots_are_those_of_the_latest_results_file() -> None:
    page = PAGE.read_text()
    newest = latest(RESULTS)
    assert newest is not None
    results = read(newest)

    assert quoted_file(page, MARK) == shown(newest)
    assert filled(page, results, shown(newest)) == page
    assert {path: path.read_text() for path in plots(results)} == plots(results)
