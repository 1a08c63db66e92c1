"""The page on performance quotes a results file, and quotes it rightly."""

from pathlib import Path

import pytest

from bench.marked_page import quoted_file
from bench.page import MARK, filled, plots
from bench.places import PAGE, RESULTS
from bench.result_files import latest, shown
from bench.results import read
from tests.repository import ROOT


def _quoted() -> Path:
    file = quoted_file(PAGE.read_text(), MARK)
    if file is None:
        assert latest(RESULTS) is None, "there are results that the page does not quote"
        pytest.skip("no whole run of the benchmark has been made yet")
    return ROOT / file


def test_every_number_of_the_page_is_that_of_the_results_file() -> None:
    results = _quoted()
    page = PAGE.read_text()

    assert filled(page, read(results), shown(results)) == page


def test_the_plots_are_those_of_the_results_file() -> None:
    wanted = plots(read(_quoted()))

    assert {path: path.read_text() for path in wanted} == wanted


def test_the_page_quotes_the_latest_run() -> None:
    assert _quoted() == latest(RESULTS)
