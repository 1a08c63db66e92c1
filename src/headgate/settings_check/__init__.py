"""What a configuration must satisfy as a whole, beyond the type of each value.

One file per part of the configuration; each adds its findings, at the line they belong to.
"""

from headgate.settings_check.check import check_settings
from headgate.settings_check.findings import Findings

__all__ = ["Findings", "check_settings"]
