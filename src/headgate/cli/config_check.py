"""``headgate config check``: whether a configuration holds, and what a person should look at."""

import os

from headgate.cli import exit_codes
from headgate.cli.console import complain, say, say_json
from headgate.cli.options import DEFAULT_CONFIG, ConfigOption, EnvironmentOption, FormatOption
from headgate.core.errors import ConfigurationError, Mistake
from headgate.settings import Settings
from headgate.settings_load import load_settings


def config_check(
    *,
    config: ConfigOption = DEFAULT_CONFIG,
    environment: EnvironmentOption = None,
    format: FormatOption = "table",  # noqa: A002 - the option is called so
) -> int:
    """Validate a configuration as a whole; name every mistake.

    Mistakes refuse a configuration (exit code 2), warnings do not (exit code 0).
    """
    try:
        loaded = load_settings(config, environment, os.environ)
    except ConfigurationError as error:
        if format == "table":
            raise
        say_json({"ok": False, "mistakes": error.mistakes, "warnings": []})
        return exit_codes.UNUSABLE
    if format == "json":
        say_json({"ok": True, "mistakes": [], "warnings": loaded.warnings})
        return exit_codes.OK
    for warning in loaded.warnings:
        complain(_as_warning(warning))
    say(f"{config} holds: {_contents(loaded.settings)}; {_counted(len(loaded.warnings), 'warning')}")
    return exit_codes.OK


def _as_warning(finding: Mistake) -> str:
    return str(Mistake(finding.file, finding.line, finding.key, f"warning: {finding.message}"))


def _contents(settings: Settings) -> str:
    counts = {
        "backend": len(settings.backends),
        "model": len(settings.models),
        "use case": len(settings.use_cases),
        "key": len(settings.keys),
    }
    return ", ".join(_counted(count, noun) for noun, count in counts.items())


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
