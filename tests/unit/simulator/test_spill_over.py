from typing import Any

from headgate.simulator import spill_over
from headgate.simulator.answer import Answer
from headgate.simulator.deployment import Deployment
from tests.unit.simulator.settings_for_tests import deployment


def _deployments(**ptu: Any) -> dict[str, Deployment]:
    settings = {"ptu": deployment(kind="provisioned", ptu=1, **ptu), "std": deployment(), "more": deployment()}
    return {name: Deployment(name, each, region="eastus") for name, each in settings.items()}


def test_a_deployments_own_target_goes_before_the_requests() -> None:
    asked = {b"x-ms-spillover-deployment": b"more"}
    plain, set_up = _deployments(), _deployments(spillover="std")

    assert spill_over.target(plain["ptu"], {}, plain) is None
    assert spill_over.target(plain["ptu"], asked, plain) is plain["more"]
    assert spill_over.target(set_up["ptu"], asked, set_up) is set_up["std"]


def test_only_provisioned_ones_spill_and_only_to_standard_ones() -> None:
    all_of_them = _deployments()

    assert spill_over.target(all_of_them["std"], {b"x-ms-spillover-deployment": b"more"}, all_of_them) is None
    assert spill_over.target(all_of_them["ptu"], {b"x-ms-spillover-deployment": b"ptu"}, all_of_them) is None
    assert spill_over.target(all_of_them["ptu"], {b"x-ms-spillover-deployment": b"none"}, all_of_them) is None


def test_what_spills_is_throttling_and_failing() -> None:
    statuses = [200, 400, 401, 429, 500, 503]

    assert [status for status in statuses if spill_over.trigger(Answer(status=status))] == [429, 500, 503]
    assert spill_over.trigger(Answer(headers=b"retry-after: 4\r\n")) == 429


def test_the_headers_say_from_where_to_where_and_why() -> None:
    answer = Answer(headers=b"a: b\r\nx-ms-is-spilled-over: false\r\n")
    spill_over.mark(answer, spilled_from="ptu", spilled_to="std", status=429)

    assert answer.headers.decode().split("\r\n") == [
        "a: b",
        "x-ms-is-spilled-over: true",
        "x-ms-spillover-from-deployment: ptu",
        "x-ms-spillover-error: 429",
        "x-ms-deployment-name: std",
        "",
    ]
