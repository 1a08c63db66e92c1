"""``headgate config show``: what a configuration says once its layers are laid over each other."""

import os
from typing import Annotated, Literal

import yaml
from cyclopts import Parameter

from headgate.cli.console import say, say_json
from headgate.cli.options import DEFAULT_CONFIG, ConfigOption, EnvironmentOption
from headgate.settings_load import load_settings


def config_show(
    *,
    config: ConfigOption = DEFAULT_CONFIG,
    environment: EnvironmentOption = None,
    format: Annotated[Literal["yaml", "json"], Parameter(help="How to print it.")] = "yaml",  # noqa: A002
) -> None:
    """Print the layered configuration, secrets masked.

    What ${env:…} and ${file:…} were filled with is shown as the reference; a secret written out is shown as ***.
    """
    masked = load_settings(config, environment, os.environ).masked
    if format == "json":
        say_json(masked)
    else:
        say(yaml.safe_dump(masked, sort_keys=False, allow_unicode=True, width=120).rstrip("\n"))
