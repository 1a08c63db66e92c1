"""Names that become labels, columns, headers and parts of URLs."""

import pytest

from headgate.settings_check.names import is_name
from tests.configurations import changed, mistakes_in

SHORT = "a name is up to 64 letters, digits and . _ -, beginning with a letter or digit"
LONG = "a name is up to 128 letters, digits and . _ - : / @ +, beginning with a letter or digit"


def test_names_with_other_signs_are_mistakes() -> None:
    text = changed(
        ("  east:\n", "  'ea st':\n"), ("[east/ptu]", "['ea st/ptu']"), ("  bot:\n", "  bot/1:\n"), ("bot-1", "-bot")
    )

    assert mistakes_in(text) == [
        f"2: backends.ea st: {SHORT}",
        f"18: use_cases.bot/1: {SHORT}",
        f"22: keys.-bot: {SHORT}",
    ]


def test_models_and_deployments_may_be_called_as_their_makers_call_them() -> None:
    text = changed(
        ("gpt-4o:\n", "meta-llama/Llama-3.1:\n"), ("[gpt-4o]", "[meta-llama/Llama-3.1]"), ("ptu: {", "ft:x/y@1: {")
    )

    assert mistakes_in(changed(("east/ptu", "east/ft:x/y@1"), text=text)) == []


def test_a_model_or_deployment_with_a_space_is_a_mistake() -> None:
    text = changed(
        ("  gpt-4o:\n", "  gpt 4o:\n"), ("[gpt-4o]", "[gpt 4o]"), ("paygo:", "'pay go':"), ("/paygo", "/pay go")
    )

    assert mistakes_in(text) == [f"11: backends.west.deployments.pay go: {LONG}", f"13: models.gpt 4o: {LONG}"]


@pytest.mark.parametrize("text", ["a", "support-bot", "team.bot_2", "x" * 64])
def test_plain_names_are_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["", ".a", "a b", "ä", "x" * 65, "a\n", "a/b"])
def test_other_texts_are_not(text: str) -> None:
    assert not is_name(text)
