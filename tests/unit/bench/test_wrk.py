import pytest

from bench.chat import Route, request_body
from bench.wrk import WrkRun, _lua_string, _script


def test_the_script_sends_headers_and_body_verbatim() -> None:
    route = Route(port=1, path="/", model="gpt-4o", headers={"api-key": 'k"\\'})

    script = _script(route, request_body("gpt-4o"))

    assert 'wrk.headers["api-key"] = "k\\"\\\\"' in script
    assert '"model": "gpt-4o"' in script


def test_a_body_that_would_end_its_own_quotes_is_refused() -> None:
    with pytest.raises(AssertionError):
        _lua_string("]==]")


def test_requests_per_second_are_counted_over_the_time_it_really_took() -> None:
    run = WrkRun(requests=100, duration_us=2_000_000, p50_us=1, p99_us=1, max_us=1, not_2xx=0, socket_errors=0)

    assert run.per_second == 50.0
