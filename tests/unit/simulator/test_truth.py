from headgate.core.usage import Usage
from headgate.simulator.truth import NOTHING, Load, ServedRequest, Truth


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


DAY = 86_400.0


def _at(truth: Truth, at: float, request_id: str = "") -> ServedRequest:
    return truth.open(
        at=at, resource="east", deployment="chat", api="chat.completions", request_id=request_id, attempt="1"
    )


def test_sums_are_told_by_day_of_arrival_and_together() -> None:
    truth = Truth(10)
    for at, status in ((0.0, 200), (DAY - 1, 429), (DAY, 200)):
        truth.close(_at(truth, at), ended="served", status=status, usage=Usage(prompt_tokens=3))

    told = truth.usage().resources["east"].deployments["chat"]
    assert (told.requests, told.prompt_tokens) == ({"200": 2, "429": 1}, 9)
    assert {day: (sums.requests, sums.prompt_tokens) for day, sums in told.days.items()} == {
        "1970-01-01": ({"200": 1, "429": 1}, 6),
        "1970-01-02": ({"200": 1}, 3),
    }


def test_load_is_kept_by_the_second() -> None:
    truth = Truth(10)
    entry = _at(truth, 5.0)
    for at, utilization, throttled in ((5.1, 0.5, False), (5.9, 1.1, False), (6.0, 1.0, True)):
        truth.note_load(entry, at=at, utilization=utilization, throttled=throttled)
    truth.close(entry, ended="served", status=200, usage=Usage())

    load = truth.usage().resources["east"].deployments["chat"].load
    assert load == [Load(at=5, utilization=1.1, requests=2), Load(at=6, utilization=1.0, requests=1, throttled=1)]


def test_one_request_is_found_by_number_or_by_its_id() -> None:
    truth = Truth(10)
    first, second = _at(truth, 1.0, "abc"), _at(truth, 2.0, "77")
    _at(truth, 3.0)
    first.apim_request_id = "5f73e9dd-84bd-3076-622a-ea3733e90ec0"

    assert truth.request("1") is first
    assert truth.request("abc") is first
    assert truth.request("77") is second
    assert truth.request("5f73e9dd-84bd-3076-622a-ea3733e90ec0") is first
    assert truth.request("4") is None
    assert truth.request("") is None
    assert truth.request("9" * 30) is None


def test_a_reset_forgets_days_and_load_too() -> None:
    truth = Truth(10)
    entry = _at(truth, 1.0)
    truth.note_load(entry, at=1.0, utilization=1.0, throttled=False)
    truth.close(entry, ended="served", status=200, usage=Usage())
    truth.reset()
    truth.close(_at(truth, 1.0), ended="served", status=200, usage=Usage())

    assert truth.usage().resources["east"].deployments["chat"].load == []
