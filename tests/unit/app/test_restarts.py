from headgate.app.restarts import DEATHS_MAX, WINDOW_SECONDS, RestartPolicy


def test_the_first_death_is_answered_at_once() -> None:
    assert RestartPolicy().delay_after_death(100.0) == 0.0


def test_deaths_in_a_row_are_answered_later_and_later_and_in_the_end_not_at_all() -> None:
    policy = RestartPolicy()

    assert [policy.delay_after_death(second) for second in range(DEATHS_MAX)] == [0.0, 0.25, 0.5, 1.0, None]


def test_a_death_long_after_the_others_counts_as_the_first() -> None:
    policy = RestartPolicy()
    for second in range(DEATHS_MAX - 1):
        policy.delay_after_death(second)

    assert policy.delay_after_death(DEATHS_MAX + WINDOW_SECONDS) == 0.0


def test_a_child_that_dies_now_and_then_is_started_again_for_ever() -> None:
    policy = RestartPolicy()

    delays = {policy.delay_after_death(number * WINDOW_SECONDS / 2) for number in range(100)}

    assert None not in delays
