import pytest
from msgspec import structs

from headgate.core.errors import HeadgateError
from headgate.simulator.demo import demo_settings
from headgate.simulator.spike import SpikeReport, run_spike
from tests.unit.simulator.settings_for_tests import deployment, simulator_settings


@pytest.fixture(scope="module")
def report() -> SpikeReport:
    return run_spike(demo_settings())


def _refused(report: SpikeReport, begin: int, end: int) -> float:
    load = [each for each in report.load if begin <= each.at < end]
    return sum(each.throttled for each in load) / sum(each.requests for each in load)


def test_half_the_capacity_is_served_and_of_twice_the_capacity_about_half_is_refused(report: SpikeReport) -> None:
    big = run_spike(simulator_settings(ptu=deployment(kind="provisioned", ptu=200)))

    assert _refused(big, 0, 100) == 0
    assert _refused(big, 170, 200) == pytest.approx(0.5, abs=0.1)
    assert _refused(big, 260, 300) == 0
    assert report.refused > 0


def test_the_bucket_goes_over_full_by_little_and_every_request_is_accounted_for(report: SpikeReport) -> None:
    assert 1 < report.utilization_max < 1.5
    assert report.served + report.refused == report.requests
    assert report.longest_wait_seconds > 0


def test_one_seed_gives_one_report(report: SpikeReport) -> None:
    assert run_spike(demo_settings()) == report
    assert run_spike(structs.replace(demo_settings(), seed=1)) != report


def test_without_a_provisioned_deployment_there_is_nothing_to_report() -> None:
    with pytest.raises(HeadgateError, match="no provisioned deployment"):
        run_spike(simulator_settings())
