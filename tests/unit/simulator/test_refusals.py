import json

from headgate.simulator.faults import Fault, Faults
from headgate.simulator.resource import Resource
from tests.unit.simulator.asking import code, headers_of, request


def test_a_status_fault_may_bring_its_own_body(resource: Resource, faults: Faults) -> None:
    faults.add(Fault(kind="status", status=424, body={"error": "mine"}))

    assert json.loads(resource.serve(request()).answer.body) == {"error": "mine"}


def test_high_demand_is_429_whatever_the_quota(resource: Resource, faults: Faults) -> None:
    faults.add(Fault(kind="high_demand"))

    exchange = resource.serve(request())
    assert code(exchange) == (429, "too_many_requests")
    assert headers_of(exchange)["retry-after"] == "10"
