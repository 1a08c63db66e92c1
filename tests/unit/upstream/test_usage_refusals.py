from headgate.upstream.usage_refusals import UsageRefusals


def test_a_refusal_is_remembered_for_its_deployment_and_api_version() -> None:
    refusals = UsageRefusals()
    refusals.learn("east/ptu", "2023-05-15")

    assert refusals.knows("east/ptu", "2023-05-15")
    assert not refusals.knows("east/ptu", "2024-10-21")
    assert not refusals.knows("west/ptu", "2023-05-15")


def test_a_full_memory_starts_anew() -> None:
    refusals = UsageRefusals()
    for number in range(1025):
        refusals.learn("east/ptu", str(number))

    assert not refusals.knows("east/ptu", "0")
    assert refusals.knows("east/ptu", "1024")
