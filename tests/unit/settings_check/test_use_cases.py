"""Callers and models of use cases."""

from tests.configurations import changed, check_text, mistakes_in, warnings_in

CALLERS = '["key:bot-1"]'


def test_a_use_case_names_a_model_that_is_not_there() -> None:
    assert mistakes_in(changed(("models: [gpt-4o]", "models: [gpt-4o, gpt-5o]"))) == [
        "20: use_cases.bot.models[1]: no model 'gpt-5o'; did you mean gpt-4o? known: gpt-4o"
    ]


def test_a_caller_names_a_key_that_is_not_there() -> None:
    assert mistakes_in(changed((CALLERS, '["key:bot-1", "key:bot-2"]'))) == [
        "19: use_cases.bot.callers[1]: 'key:bot-2' is not under keys; did you mean bot-1? known: bot-1"
    ]


def test_what_is_no_caller_is_refused_without_being_quoted() -> None:
    text = changed((CALLERS, '["key:bot-1", hg-c2VjcmV0, "key:", "entra-app:", "mail:me"]'))

    message = "a caller is key:<name>, entra-app:<client id> or entra-group:<object id>"
    assert mistakes_in(text) == [f"19: use_cases.bot.callers[{index}]: {message}" for index in (1, 2, 3, 4)]


def test_a_caller_belongs_to_one_use_case() -> None:
    text = changed(("keys:\n", "  other: {callers: ['key:bot-1'], models: [gpt-4o]}\nkeys:\n"))

    (mistake,) = mistakes_in(text)

    assert mistake == (
        "21: use_cases.other.callers[0]: 'key:bot-1' belongs to the use case bot already; "
        "every caller belongs to exactly one"
    )


def test_a_caller_listed_twice_is_a_mistake() -> None:
    text = changed((CALLERS, '["key:bot-1", "key:bot-1"]'))

    assert mistakes_in(text) == ["19: use_cases.bot.callers[1]: 'key:bot-1' is listed twice"]


def test_what_is_accepted_and_not_acted_on_yet_is_said() -> None:
    text = changed(
        (CALLERS, '["key:bot-1", "entra-app:<client id>", "entra-group:<object id>"]'),
        ("    models: [", "    priority: high\n    budget: {amount: 500}\n    models: ["),
    )

    assert mistakes_in(text) == []
    assert warnings_in(text) == [
        "19: use_cases.bot.callers[1]: entra-app callers match nobody yet: Entra is not in this version",
        "19: use_cases.bot.callers[2]: entra-group callers match nobody yet: Entra is not in this version",
        "20: use_cases.bot.priority: not acted on in this version: all use cases are served alike",
        "21: use_cases.bot.budget: not enforced in this version: spending past it is not stopped",
    ]


def test_what_nobody_uses_is_warned_of() -> None:
    text = changed((CALLERS, "[]"), ("models: [gpt-4o]", "models: []"))

    assert [(warning.key, warning.message) for warning in check_text(text).warnings] == [
        ("models.gpt-4o", "no use case may use it"),
        ("use_cases.bot.callers", "no caller: nobody can use it"),
        ("use_cases.bot.models", "no model: every call is refused"),
        ("keys.bot-1", "no use case has the caller key:bot-1: calls with it are refused"),
    ]
