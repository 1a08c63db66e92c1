"""Pools of models."""

from tests.configurations import changed, mistakes_in, warnings_in


def test_a_pool_names_a_deployment_that_is_not_there() -> None:
    assert mistakes_in(changed(("[east/ptu]", "[east/pto]"))) == [
        "15: models.gpt-4o.pools[0][0]: no deployment 'east/pto'; did you mean east/ptu? known: east/ptu, west/paygo"
    ]


def test_a_deployment_stands_once_in_a_model() -> None:
    assert mistakes_in(changed(("[west/paygo]", "[west/paygo, east/ptu]"))) == [
        "16: models.gpt-4o.pools[1][1]: 'east/ptu' is in this model's pools twice"
    ]


def test_overflow_goes_to_the_same_model_and_version() -> None:
    text = changed(("paygo: {model: gpt-4o, version: 2024-11-20}", "paygo: {model: gpt-4o, version: 2024-08-06}"))

    (mistake,) = mistakes_in(text)

    assert mistake == (
        "16: models.gpt-4o.pools[1][0]: deploys gpt-4o 2024-08-06, but east/ptu deploys gpt-4o 2024-11-20: "
        "exchanges go to the same model and version unless allow_other_versions: true"
    )


def test_overflow_may_go_elsewhere_when_that_is_allowed() -> None:
    text = changed(
        ("paygo: {model: gpt-4o, version: 2024-11-20}", "paygo: {model: gpt-4o-mini}"),
        ("    pools:", "    allow_other_versions: true\n    pools:"),
    )

    assert mistakes_in(text) == []


def test_a_version_that_is_not_given_is_another_version() -> None:
    (mistake,) = mistakes_in(changed(("paygo: {model: gpt-4o, version: 2024-11-20}", "paygo: {model: gpt-4o}")))

    assert "deploys gpt-4o (no version given), but" in mistake


def test_a_model_needs_pools_and_a_pool_deployments() -> None:
    assert mistakes_in(changed(("\n      - [east/ptu]\n      - [west/paygo]", " []"))) == [
        "14: models.gpt-4o.pools: no pool: nothing could answer"
    ]
    assert mistakes_in(changed(("[east/ptu]", "[]"))) == ["15: models.gpt-4o.pools[0]: a pool without a deployment"]


def test_capacity_that_is_paid_for_should_be_used_first() -> None:
    text = changed(("[east/ptu]", "[X]"), ("[west/paygo]", "[east/ptu]"), ("[X]", "[west/paygo]"))

    assert warnings_in(text) == [
        "16: models.gpt-4o.pools[1][0]: provisioned, but tried after west/paygo: capacity that is paid for is used last"
    ]


def test_batch_deployments_are_warned_of() -> None:
    (warning,) = warnings_in(changed(("version: 2024-11-20}", "version: 2024-11-20, kind: global-batch}")))

    assert warning.endswith("kind is global-batch: batch deployments answer no online call")


def test_a_deployment_in_no_pool_is_warned_of() -> None:
    assert warnings_in(changed(("\n      - [west/paygo]", ""))) == [
        "11: backends.west.deployments.paygo: in no pool of any model: it is never used"
    ]
