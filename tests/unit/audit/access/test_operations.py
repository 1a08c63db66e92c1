"""Wildcards of role definitions."""

import pytest

from headgate.audit.access.operations import INFER, LIST_KEYS, covers


@pytest.mark.parametrize(
    "pattern, operation, covered",
    [
        ("*", LIST_KEYS, True),
        ("*/read", LIST_KEYS, False),
        ("Microsoft.CognitiveServices/*", INFER, True),
        ("Microsoft.CognitiveServices/*/action", LIST_KEYS, True),
        ("Microsoft.CognitiveServices/accounts/ListKeys/Action", LIST_KEYS, True),
        ("Microsoft.CognitiveServices/accounts", LIST_KEYS, False),
        ("Microsoft.*/accounts/*/action", INFER, True),
        ("ab*ba", "aba", False),
        ("a*b*c", "axbxc", True),
        ("a*b*c", "axxc", False),
        ("a.c", "abc", False),
    ],
)
def test_a_star_stands_for_any_text_and_case_does_not_count(pattern: str, operation: str, *, covered: bool) -> None:
    assert covers(pattern, operation) is covered


def test_a_hostile_pattern_takes_no_longer() -> None:
    assert not covers("*a" * 5_000 + "b", "a" * 20_000)
