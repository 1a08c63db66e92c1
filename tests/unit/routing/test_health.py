from headgate.routing.health import Health
from headgate.routing.settings import BreakerSettings

BREAKER = BreakerSettings(failures=3, open_seconds=10.0, open_seconds_max=25.0)


def broken(now: float = 0.0) -> Health:
    health = Health()
    for _ in range(3):
        health.begin()
        health.fail(now, BREAKER)
        health.end()
    return health


def test_a_new_deployment_is_open() -> None:
    assert Health().closed_reason(0.0) is None
    assert Health().seconds_until_open(0.0) == 0.0


def test_a_429_closes_for_its_time() -> None:
    health = Health()
    health.throttle(100.0, 3.25)

    assert health.closed_reason(101.0) == "throttled for 2.2 s"
    assert health.seconds_until_open(101.0) == 2.25
    assert health.closed_reason(103.25) is None


def test_a_shorter_429_does_not_open_what_a_longer_one_closed() -> None:
    health = Health()
    health.throttle(100.0, 30.0)
    health.throttle(101.0, 1.0)

    assert health.seconds_until_open(101.0) == 29.0


def test_failures_in_a_row_open_the_breaker() -> None:
    health = Health()
    for _ in range(2):
        health.fail(0.0, BREAKER)
        assert health.closed_reason(0.0) is None
    health.fail(0.0, BREAKER)

    assert health.closed_reason(4.0) == "breaker open for 6.0 s"


def test_a_success_in_between_starts_the_count_anew() -> None:
    health = Health()
    for _ in range(5):
        health.fail(0.0, BREAKER)
        health.fail(0.0, BREAKER)
        health.succeed(None)

    assert health.closed_reason(0.0) is None


def test_failures_of_exchanges_begun_before_do_not_prolong_it() -> None:
    health = broken()
    health.fail(5.0, BREAKER)

    assert health.seconds_until_open(5.0) == 5.0


def test_one_probe_at_a_time() -> None:
    health = broken()
    assert health.closed_reason(10.0) is None
    health.begin()

    assert health.closed_reason(10.0) == "breaker half open, probe under way"
    assert health.seconds_until_open(10.0) == 1.0


def test_a_probe_that_succeeds_closes_the_breaker() -> None:
    health = broken()
    health.begin()
    health.succeed(0.1)

    assert health.closed_reason(10.0) is None
    health.fail(10.0, BREAKER)
    assert health.closed_reason(10.0) is None


def test_a_probe_that_fails_opens_it_for_twice_as_long_up_to_a_limit() -> None:
    health = broken()
    waits = []
    now = 10.0
    for _ in range(3):
        health.begin()
        health.fail(now, BREAKER)
        health.end()
        waits.append(health.seconds_until_open(now))
        now += waits[-1]

    assert waits == [20.0, 25.0, 25.0]


def test_after_it_has_recovered_it_opens_for_the_first_time_again() -> None:
    health = broken()
    health.begin()
    health.fail(10.0, BREAKER)
    health.begin()
    health.succeed(None)
    for _ in range(3):
        health.fail(50.0, BREAKER)

    assert health.seconds_until_open(50.0) == 10.0


def test_a_probe_that_told_nothing_lets_another_try() -> None:
    health = broken()
    health.begin()
    health.release_probe()

    assert health.closed_reason(10.0) is None


def test_a_refused_credential_is_looked_at_again_later() -> None:
    health = Health()
    health.quarantine(0.0, 30.0)

    assert health.closed_reason(10.0) == "quarantined for 20.0 s"
    assert health.closed_reason(30.0) is None


def test_the_first_answer_sets_the_latency_and_later_ones_move_it() -> None:
    health = Health()
    health.succeed(1.0)
    assert health.first_byte_average == 1.0
    health.succeed(2.0)
    assert health.first_byte_average == 1.1
    health.succeed(None)
    assert health.first_byte_average == 1.1
