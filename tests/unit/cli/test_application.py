"""The program as a whole: what it lists, and how it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

import headgate
from headgate.cli import application
from headgate.cli.application import build_app, main, run
from headgate.cli.commands import COMMANDS
from headgate.cli.usage_error import UsageError
from headgate.core.compiled import HOT_PATH
from headgate.core.errors import CannotListenError, ConfigurationError, JournalError, Mistake


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0

    listed = capsys.readouterr().out
    assert [name for name in COMMANDS if name.partition(" ")[0] not in listed] == []


def test_help_of_a_group_lists_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "--help"]) == 0

    listed = capsys.readouterr().out
    assert all(word in listed for word in ("check", "show", "schema", "reference"))


def test_help_loads_no_command() -> None:
    program = "import sys; from headgate.cli.application import run; run(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    loaded = set(done.stdout.split())
    assert {command.target.partition(":")[0] for command in COMMANDS.values()} & loaded == set()
    assert "yaml" not in loaded


def test_the_version_is_the_package_s_and_says_how_the_hot_path_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"{headgate.__version__} ({HOT_PATH})\n"


@pytest.mark.parametrize("tokens", [["nope"], ["config", "nope"], ["config", "check", "--nope"], ["keys", "create"]])
def test_bad_usage_ends_with_2_and_says_why(tokens: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(tokens)

    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.out == ""
    assert told.err != ""


@pytest.mark.parametrize(
    "error, code, told",
    [
        (ConfigurationError([Mistake("f.yaml", 1, "a", "wrong")]), 2, "f.yaml:1: a: wrong\n"),
        (UsageError("not so"), 2, "headgate: not so\n"),
        (CannotListenError("port 80 is in use"), 3, "headgate: port 80 is in use\n"),
        (JournalError("disk full"), 1, "headgate: disk full\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_an_expected_error_is_told_in_a_line_and_has_its_code(
    error: BaseException,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(application, "build_app", lambda _word: command_that(error))

    assert run([]) == code
    assert capsys.readouterr().err == told


def command_that(error: BaseException) -> object:
    def command(tokens: list[str]) -> None:
        raise error

    return command


@pytest.mark.parametrize("result, code", [(None, 0), (0, 0), (1, 1)])
def test_what_a_command_returns_is_the_exit_code(
    result: int | None, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "build_app", lambda _word: lambda _: result)

    assert run([]) == code


def test_main_exits_with_the_code(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["headgate", "config", "check", "--config", "no.yaml"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2


def test_a_reader_that_has_read_enough_gets_no_traceback() -> None:
    command = f"{sys.executable} -c 'from headgate.cli import main; main()' config reference | head -n 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)

    assert done.stdout == "# Configuration\n"
    assert done.stderr == ""


def test_every_command_of_the_table_can_be_found() -> None:
    for path in COMMANDS:
        command = build_app(path)
        for name in path.split():
            command = command[name]
        assert callable(command.default_command)
