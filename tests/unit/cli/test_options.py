"""Options that several commands have are called alike everywhere."""

import importlib
import inspect
from typing import Any

import pytest

from headgate.cli.commands import COMMANDS
from headgate.cli.options import ConfigOption, EnvironmentOption, FormatOption

SHARED = {"config": ConfigOption, "environment": EnvironmentOption, "format": FormatOption}


def names_of(option: Any) -> object:
    """Return how an annotated option is written on the command line; None means by its own name."""
    return option.__metadata__[0].name


@pytest.mark.parametrize("name", COMMANDS)
def test_a_shared_option_is_called_as_everywhere(name: str) -> None:
    module, _, function = COMMANDS[name].target.partition(":")
    parameters = inspect.signature(getattr(importlib.import_module(module), function)).parameters

    for option in SHARED.keys() & parameters.keys():
        assert names_of(parameters[option].annotation) in {names_of(SHARED[option]), None, ()}
