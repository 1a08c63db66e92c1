"""``headgate config schema``: what an editor needs to complete and check a configuration while one types."""

from headgate.cli.console import say_json
from headgate.config.schema import json_schema
from headgate.settings import Settings


def config_schema() -> None:
    """Print the JSON Schema of the configuration, for editors."""
    say_json(json_schema(Settings, title="Headgate configuration"))
