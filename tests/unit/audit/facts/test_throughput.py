from headgate.audit.facts.throughput import Sizes, throughput, throughputs


def test_a_model_is_found_in_any_case() -> None:
    found = throughput("GPT-4o-mini")

    assert found is not None
    assert found.input_tpm_per_ptu == 37_000
    assert found.regional == Sizes(least=25, step=25)


def test_nothing_is_known_of_models_that_are_not_published() -> None:
    assert throughput("gpt-99") is None


def test_deployments_are_sold_in_steps_from_a_least_size() -> None:
    sizes = Sizes(least=15, step=5)

    assert [ptu for ptu in (10, 15, 17, 20, 115) if sizes.sold(ptu)] == [15, 20, 115]


def test_the_table_says_where_it_is_from() -> None:
    assert "Microsoft Learn" in throughputs().source
