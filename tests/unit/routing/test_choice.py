from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from headgate.core.deployment import Deployment
from headgate.core.records import Skipped
from headgate.routing.choice import Choice, Model, NoChoice, Router, resolve_model
from headgate.routing.settings import BreakerSettings, ModelSettings


def deployment(key: str, version: str = "1", weight: int = 1, model: str = "gpt-4o") -> Deployment:
    backend, name = key.split("/")
    return Deployment(backend, name, model, version, "standard", weight=weight)


def model(*pools: list[Deployment], **settings: Any) -> Model:
    return resolve_model("gpt-4o", pools, ModelSettings(pools=[], **settings))


PTU, PAYGO, THIRD = deployment("east/ptu"), deployment("west/paygo"), deployment("north/paygo")


def chosen(router: Router, of: Model, now: float = 0.0, tried: set[str] | None = None) -> Choice:
    choice = router.choose(of, now, tried or set())
    assert isinstance(choice, Choice)
    return choice


def test_the_first_pool_comes_first() -> None:
    choice = chosen(Router(), model([PTU], [PAYGO]))

    assert (choice.deployment, choice.why, choice.skipped) == (PTU, "pool 1, the only one open", ())


def test_a_pool_with_nothing_open_overflows_and_says_why() -> None:
    router = Router()
    router.health(PTU).throttle(0.0, 5.0)
    choice = chosen(router, model([PTU], [PAYGO]))

    assert choice.deployment == PAYGO
    assert choice.skipped == (Skipped("east/ptu", "throttled for 5.0 s"),)


def test_what_was_tried_is_not_tried_again() -> None:
    choice = chosen(Router(), model([PTU, PAYGO]), tried={"east/ptu"})

    assert (choice.deployment, choice.skipped) == (PAYGO, (Skipped("east/ptu", "tried"),))


def test_when_nothing_is_open_it_says_when_the_first_will_be() -> None:
    router = Router()
    router.health(PTU).throttle(0.0, 9.0)
    router.health(PAYGO).fail(0.0, BreakerSettings(failures=1, open_seconds=4.0))
    none = router.choose(model([PTU], [PAYGO]), 1.0)

    assert isinstance(none, NoChoice)
    assert none.retry_after_seconds == 3.0
    assert [skipped.reason for skipped in none.skipped] == ["throttled for 8.0 s", "breaker open for 3.0 s"]


def test_another_version_is_never_chosen_and_never_waited_for() -> None:
    other = deployment("west/paygo", version="2")
    of = model([PTU], [other])
    router = Router()
    router.health(PTU).throttle(0.0, 9.0)
    none = router.choose(of, 0.0)

    assert isinstance(none, NoChoice)
    assert none.retry_after_seconds == 9.0
    assert Skipped("west/paygo", "other model or version (gpt-4o 2)") in none.skipped


def test_another_version_or_model_is_chosen_where_it_is_allowed() -> None:
    router = Router()
    router.health(PTU).throttle(0.0, 9.0)
    others = [deployment("west/paygo", version="2"), deployment("west/mini", model="gpt-4o-mini")]
    of = model([PTU], others, allow_other_versions=True, strategy="round-robin")

    assert {chosen(router, of).deployment.name for _ in range(2)} == {"paygo", "mini"}


def test_another_model_is_not_an_overflow() -> None:
    of = model([PTU], [deployment("west/mini", model="gpt-4o-mini")])

    assert of.excluded == (Skipped("west/mini", "other model or version (gpt-4o-mini 1)"),)
    assert of.first == PTU


def test_a_strategy_chooses_among_those_open_in_a_pool() -> None:
    router = Router()
    router.health(PAYGO).throttle(0.0, 9.0)
    of = model([PTU, PAYGO, THIRD], strategy="round-robin")

    assert [chosen(router, of).deployment for _ in range(4)] == [PTU, THIRD, PTU, THIRD]
    assert chosen(router, of).why == "pool 1, round-robin of 2"


def test_a_reload_forgets_only_what_is_gone() -> None:
    router = Router()
    router.health(PTU).throttle(0.0, 9.0)
    router.health(PAYGO)
    router.forget_all_but({"east/ptu"})

    assert set(router.known()) == {"east/ptu"}
    assert isinstance(router.choose(model([PTU]), 0.0), NoChoice)


@given(st.lists(st.integers(1, 10), min_size=2, max_size=5), st.integers(1, 3))
def test_weights_are_kept_over_rounds(weights: list[int], rounds: int) -> None:
    router = Router()
    some = [deployment(f"b{number}/d", weight=weight) for number, weight in enumerate(weights)]
    of = model(some, strategy="weighted")
    chosen_keys = Counter(chosen(router, of).deployment.key for _ in range(sum(weights) * rounds))

    assert [chosen_keys[each.key] for each in some] == [weight * rounds for weight in weights]


@given(st.lists(st.sampled_from(["throttle", "fail", "quarantine", "succeed"]), max_size=12), st.integers(0, 40))
def test_a_deployment_that_is_chosen_is_open(events: list[str], later: int) -> None:
    router = Router()
    of = model([PTU, PAYGO], [THIRD])
    for number, event in enumerate(events):
        health = router.health((PTU, PAYGO, THIRD)[number % 3])
        {
            "throttle": lambda h: h.throttle(0.0, 7.0),
            "fail": lambda h: h.fail(0.0, BreakerSettings(failures=1)),
            "quarantine": lambda h: h.quarantine(0.0, 30.0),
            "succeed": lambda h: h.succeed(None),
        }[event](health)
    choice = router.choose(of, float(later))
    if isinstance(choice, Choice):
        assert choice.health.closed_reason(float(later)) is None
    else:
        assert choice.retry_after_seconds > 0.0
        assert len(choice.skipped) == 3
