"""The table of commands agrees with the commands."""

import importlib
import inspect

import pytest

from headgate.cli.commands import COMMANDS, GROUPS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_is_the_first_line_of_the_command_s_docstring(name: str) -> None:
    module, _, function = COMMANDS[name].target.partition(":")
    command = getattr(importlib.import_module(module), function)

    assert (inspect.getdoc(command) or "").splitlines()[0] == COMMANDS[name].summary


def test_every_group_has_commands_and_every_command_of_two_words_has_a_group() -> None:
    assert {name.partition(" ")[0] for name in COMMANDS if " " in name} == set(GROUPS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_in_a_file_of_its_name(name: str) -> None:
    module, _, function = COMMANDS[name].target.partition(":")

    assert module == f"headgate.cli.{name.replace(' ', '_').replace('-', '_')}"
    assert function == module.rpartition(".")[2]
