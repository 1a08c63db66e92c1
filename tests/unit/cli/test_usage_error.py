"""A command line that cannot be meant."""

from headgate.cli.usage_error import UsageError
from headgate.core.errors import HeadgateError


def test_it_is_expected_and_says_what_is_wrong() -> None:
    assert isinstance(UsageError("x"), HeadgateError)
    assert str(UsageError("not so")) == "not so"
