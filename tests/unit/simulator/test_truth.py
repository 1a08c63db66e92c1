from headgate.core.usage import Usage
from headgate.simulator.truth import NOTHING, ServedRequest, Truth


def _open(truth: Truth, request_id: str = "", deployment: str = "gpt-4o") -> ServedRequest:
    return truth.open(
        at=1.0,
        resource="eastus",
        deployment=deployment,
        api="chat.completions",
        request_id=request_id,
        attempt="1",
    )


def test_a_request_is_in_flight_until_it_is_closed() -> None:
    truth = Truth(10)
    entry = _open(truth)

    assert truth.usage().in_flight == 1
    assert truth.requests().requests[0].ended == "in_flight"
    truth.close(entry, ended="served", status=200, usage=Usage(prompt_tokens=5))
    assert truth.usage().in_flight == 0
    assert truth.requests().requests[0].ended == "served"


def test_sums_are_kept_by_deployment_status_and_ending() -> None:
    truth = Truth(10)
    for ended, status, usage in (
        ("served", 200, Usage(prompt_tokens=5, cached_tokens=2, completion_tokens=7)),
        ("client_gone", 200, Usage(prompt_tokens=5, completion_tokens=1)),
        ("served", 429, NOTHING),
        ("reset", 0, NOTHING),
    ):
        truth.close(_open(truth), ended=ended, status=status, usage=usage)  # type: ignore[arg-type]

    sums = truth.usage().resources["eastus"].deployments["gpt-4o"]
    assert sums.requests == {"200": 2, "429": 1, "0": 1}
    assert sums.endings == {"served": 2, "client_gone": 1, "reset": 1}
    assert (sums.prompt_tokens, sums.cached_tokens, sums.completion_tokens) == (10, 2, 8)


def test_requests_are_read_on_from_a_number() -> None:
    truth = Truth(10)
    for name in ("a", "b", "c"):
        _open(truth, name)

    page = truth.requests(since=1, limit=1)
    assert ([entry.request_id for entry in page.requests], page.last) == (["b"], 2)
    rest = truth.requests(since=page.last)
    assert ([entry.request_id for entry in rest.requests], rest.last) == (["c"], 3)
    assert truth.requests(since=rest.last).requests == []
    assert truth.requests(since=rest.last).last == 3


def test_only_the_latest_requests_are_remembered_but_all_are_summed() -> None:
    truth = Truth(requests_kept=2)
    for _ in range(5):
        truth.close(_open(truth), ended="served", status=200, usage=Usage(prompt_tokens=1))

    assert [entry.number for entry in truth.requests().requests] == [4, 5]
    assert truth.usage().resources["eastus"].deployments["gpt-4o"].prompt_tokens == 5


def test_a_reset_forgets_all_but_what_is_in_flight() -> None:
    truth = Truth(10)
    truth.close(_open(truth), ended="served", status=200, usage=NOTHING)
    late = _open(truth)
    truth.reset()

    assert truth.usage().resources == {}
    assert truth.usage().in_flight == 1
    truth.close(late, ended="served", status=200, usage=NOTHING)
    assert truth.usage().resources["eastus"].deployments["gpt-4o"].requests == {"200": 1}
