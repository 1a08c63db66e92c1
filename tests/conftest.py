"""For all tests: what a skip means, and how hypothesis searches.

Tests are deterministic: hypothesis draws the same examples every time unless HYPOTHESIS_PROFILE=search asks for new
ones. No deadline is set on an example, since the machine that runs the tests may be busy.
"""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from tests.requirements import ALWAYS_OPTIONAL, nothing_may_skip

AnyReport = TypeVar("AnyReport", pytest.TestReport, pytest.CollectReport)

settings.register_profile(
    "repeat", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", max_examples=5_000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))


def _fail_instead_of_skip(report: AnyReport) -> AnyReport:
    """Where everything is required, turn a skip into a failure that says what was missing."""
    if nothing_may_skip() and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if f"{ALWAYS_OPTIONAL} is not here" in reason:
            return report
        report.outcome = "failed"
        report.longrepr = f"HEADGATE_TEST_REQUIRE=all, and this test would skip: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge the skips of tests and fixtures."""
    return _fail_instead_of_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judge the skips of whole modules."""
    return _fail_instead_of_skip((yield))
