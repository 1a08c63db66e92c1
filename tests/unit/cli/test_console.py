"""How commands talk."""

import pytest

from headgate.cli.console import complain, say, say_json


def test_results_and_complaints_go_to_different_places(capsys: pytest.CaptureFixture[str]) -> None:
    say("result")
    complain("wrong")

    told = capsys.readouterr()
    assert (told.out, told.err) == ("result\n", "wrong\n")


def test_json_is_indented(capsys: pytest.CaptureFixture[str]) -> None:
    say_json({"a": [1]})

    assert capsys.readouterr().out == '{\n  "a": [\n    1\n  ]\n}\n'
