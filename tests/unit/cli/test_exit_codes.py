"""Exit codes are a contract with scripts."""

from headgate.cli import exit_codes


def test_they_stay_what_they_are() -> None:
    codes = {name: value for name, value in vars(exit_codes).items() if name.isupper()}

    assert codes == {"OK": 0, "FAILED": 1, "UNUSABLE": 2, "CANNOT_LISTEN": 3, "INTERRUPTED": 130}
