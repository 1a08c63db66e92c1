from headgate.core.usage import Usage
from headgate.simulator.state.threads import Leg, PlannedStep, Thread


def test_a_leg_ends_when_the_tokens_of_all_its_steps_are_written() -> None:
    steps = [
        PlannedStep(id=name, kind="message", pieces=[], usage=Usage(completion_tokens=count))
        for name, count in (("a", 2), ("b", 3))
    ]
    leg = Leg(began_at=100.0, first_token_seconds=1.0, between_tokens_seconds=0.5, steps=steps)

    assert (leg.at(0), leg.at(1), leg.at(3)) == (101.0, 101.0, 102.0)
    assert leg.ends_at == 103.0


def test_a_thread_without_runs_is_free() -> None:
    assert Thread(id="thread_x", created_at=1, metadata={}, tool_resources={}).active_run is None
