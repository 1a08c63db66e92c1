"""The checkers a developer runs by hand, run for those who did not: style, strict types, directions of imports."""

from tests.shape.checker import expect_no_complaint


def test_the_linter_has_no_complaint() -> None:
    expect_no_complaint("ruff", "check", "--no-cache", "--output-format=concise", ".")


def test_the_formatter_would_change_nothing() -> None:
    expect_no_complaint("ruff", "format", "--no-cache", "--check", "--output-format=concise", ".")


def test_types_hold_strictly() -> None:
    expect_no_complaint("mypy")


def test_imports_point_one_way() -> None:
    expect_no_complaint("lint-imports", "--no-cache")
