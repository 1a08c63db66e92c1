import datetime

from headgate.audit.facts.retirements import api_retirement, model_retirement, retirements, version_retirement


def test_a_version_of_a_model_is_found_in_any_case() -> None:
    found = model_retirement("GPT-4o", "2024-05-13")

    assert found is not None
    assert found.retires == datetime.date(2026, 10, 1)


def test_every_version_of_a_model_that_is_gone_is_gone() -> None:
    found = model_retirement("text-davinci-003", "1")

    assert found is not None
    assert found.retires.year == 2024


def test_what_is_not_in_the_table_is_not_known() -> None:
    assert model_retirement("gpt-4o", "2099-01-01") is None
    assert version_retirement("2024-10-21") is None


def test_every_date_names_a_source_that_says_when_it_was_read() -> None:
    table = retirements()
    used = {one.source for one in (*table.models, *table.api_versions, *table.apis)}

    assert used == table.sources.keys()
    assert all("read 2" in told for told in table.sources.values())


def test_no_version_is_given_two_dates() -> None:
    keys = [(one.model, one.version) for one in retirements().models]

    assert len(set(keys)) == len(keys)


def test_whole_apis_retire_too() -> None:
    assert api_retirement("assistants").retires == datetime.date(2026, 8, 26)
    assert version_retirement("2023-03-15-Preview") is not None
