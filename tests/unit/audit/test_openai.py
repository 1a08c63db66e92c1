import pytest

from headgate.audit.graph.value import MISSING, Unknown, UnknownValueError
from headgate.audit.openai import DEPLOYMENT, all_deployed, deployed, openai_accounts, unreadable, word
from tests.audit_samples import ACCOUNT, graph, resource

MODEL = {"name": "GPT-4o", "version": "2024-11-20"}


@pytest.mark.parametrize(
    "sku, provisioned, standard, level",
    [
        ("GlobalProvisionedManaged", True, False, "global"),
        ("ProvisionedManaged", True, False, "regional"),
        ("DataZoneStandard", False, True, "data zone"),
        ("GlobalBatch", False, False, None),
    ],
)
def test_a_sku_says_how_capacity_is_bought_and_where_it_works(
    sku: str, provisioned: bool, standard: bool, level: str | None
) -> None:
    read = deployed(resource(DEPLOYMENT, "oai/chat", sku={"name": sku}, properties={"model": MODEL}))

    assert (read.provisioned, read.standard, read.level) == (provisioned, standard, level)
    assert read.what == "gpt-4o 2024-11-20"


def test_old_templates_say_it_in_their_scale_settings() -> None:
    read = deployed(
        resource(DEPLOYMENT, "oai/chat", properties={"model": MODEL, "scaleSettings": {"scaleType": "Standard"}})
    )

    assert read.standard


def test_an_unknown_word_is_no_word() -> None:
    assert word(MISSING) == word(None) == ""
    with pytest.raises(UnknownValueError, match="no value"):
        word(Unknown("no value"))


def test_a_deployment_that_cannot_be_read_is_counted_but_not_listed() -> None:
    known = resource(DEPLOYMENT, "oai/a", sku={"name": "Standard"}, properties={"model": MODEL})
    hidden = resource(DEPLOYMENT, "oai/b", sku=Unknown("no value"), properties={"model": MODEL})

    assert [one.resource for one in all_deployed(graph(known, hidden))] == [known]
    assert unreadable(graph(known, hidden))
    assert not unreadable(graph(known))


def test_accounts_of_other_kinds_hold_no_models() -> None:
    bot, speech = resource(ACCOUNT, "bot", kind="OpenAI"), resource(ACCOUNT, "speech", kind="SpeechServices")

    assert openai_accounts(graph(bot, speech)) == [bot]
