"""The collectors, in the order in which they are asked: the first that recognises a document takes it."""

import functools
import importlib

from headgate.audit.collect.contract import Collector

COLLECTORS: tuple[str, ...] = (
    "apim_policy",
    "arm_parameters",
    "arm_template",
    "application_settings",
    "azure_export",
    "key_vault_secrets",
    "bicep",
    "terraform",
    "headgate_configuration",
    "code_files",
)
"""Names of modules in this package, a line each; each holds its collector as ``COLLECTOR``."""


@functools.cache
def collectors() -> tuple[Collector, ...]:
    """Return every collector."""
    return tuple(importlib.import_module(f"headgate.audit.collect.{name}").COLLECTOR for name in COLLECTORS)
