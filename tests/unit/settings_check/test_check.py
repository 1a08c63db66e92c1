"""The whole: a configuration that holds, and findings of every part in one go."""

from tests.configurations import SMALL, changed, check_text, mistakes_in


def test_a_sound_configuration_has_no_findings() -> None:
    findings = check_text(SMALL)

    assert findings.mistakes == []
    assert findings.warnings == []


def test_mistakes_of_all_parts_are_told_at_once_in_the_order_of_the_file() -> None:
    text = changed(
        ("https://west", "ftp://west"),
        ("[east/ptu]", "[east/pto]"),
        ('"key:bot-1"', '"kee:bot-1"'),
        ("models: [gpt-4o]", "models: [gpt-5]"),
    )

    lines = [line.split(": ")[0] for line in mistakes_in(text)]

    assert lines == ["8", "15", "19", "20"]
