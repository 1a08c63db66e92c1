"""Findings: where they are told, in which order, and what they never quote."""

from headgate.settings_check.findings import Findings, known_names
from tests.configurations import SMALL, changed, load_text


def test_a_finding_about_a_value_that_is_not_written_is_told_at_what_would_hold_it() -> None:
    findings = Findings(load_text(SMALL))

    findings.mistake(("gate", "workers"), "too many")
    findings.warn(("backends", "east", "region"), "not given")

    assert [str(mistake) for mistake in findings.mistakes] == ["headgate.yaml:1: gate.workers: too many"]
    assert [str(warning) for warning in findings.warnings] == ["headgate.yaml:2: backends.east.region: not given"]


def test_findings_come_in_the_order_of_the_file() -> None:
    findings = Findings(load_text(SMALL))

    findings.mistake(("keys", "bot-1"), "second")
    findings.mistake(("models", "gpt-4o"), "first")

    assert [mistake.message for mistake in findings.mistakes] == ["first", "second"]


def test_a_value_is_quoted_as_it_is_written() -> None:
    path = ("use_cases", "bot", "models", 0)
    findings = Findings(
        load_text(changed(("models: [gpt-4o]", 'models: ["${env:MODEL}"]')), {"EAST_KEY": "k", "MODEL": "gpt-4o"})
    )

    assert findings.is_filled(path)
    assert findings.quote(path, "gpt-4o") == "'${env:MODEL}'"
    assert findings.quote(("models", "gpt-4o"), "gpt-4o") == "'gpt-4o'"


def test_what_is_known_is_listed_and_the_nearest_proposed() -> None:
    assert known_names("gtp-4o", ["gpt-4o", "o3"]) == "; did you mean gpt-4o? known: gpt-4o, o3"
    assert known_names("x", ["gpt-4o"]) == "; known: gpt-4o"
    assert known_names("x", []) == "; none is known"


def test_a_long_list_of_what_is_known_is_cut() -> None:
    assert known_names("x", [f"model-{number}" for number in range(25)]).endswith("model-19 and 5 more")
