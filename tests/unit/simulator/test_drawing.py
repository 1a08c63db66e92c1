from headgate.simulator.faults import Fault, Faults
from headgate.simulator.resource import Resource
from headgate.simulator.truth import Truth
from tests.unit.simulator.asking import headers_of, request


def test_a_fault_by_header_strikes_this_request_only(resource: Resource, truth: Truth) -> None:
    fault = '{"kind":"status","status":503,"headers":{"retry-after":"0.5"}}'
    exchange = resource.serve(request(x_simulator_fault=fault))
    exchange.end_served()

    assert exchange.answer.status == 503
    assert headers_of(exchange)["retry-after"] == "0.5"
    assert truth.requests().requests[0].fault == "status"
    assert resource.serve(request()).answer.status == 200


def test_a_fault_by_header_that_is_none_is_400(resource: Resource) -> None:
    assert resource.serve(request(x_simulator_fault="boom")).answer.status == 400


def test_a_delay_is_handed_to_the_player(resource: Resource, faults: Faults) -> None:
    faults.add(Fault(kind="delay", seconds=2, count=1))

    exchange = resource.serve(request())

    assert (exchange.delay_seconds, exchange.fault) == (2, None)
    assert resource.serve(request(x_simulator_fault='{"kind":"delay","seconds":3}')).delay_seconds == 3
