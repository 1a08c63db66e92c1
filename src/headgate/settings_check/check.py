"""All checks, in the order of the example configuration."""

import datetime

from headgate.config.load import Loaded
from headgate.settings import Settings
from headgate.settings_check.backends import check_backends
from headgate.settings_check.findings import Findings
from headgate.settings_check.keys import check_keys
from headgate.settings_check.listening import check_listening
from headgate.settings_check.models import check_models
from headgate.settings_check.names import check_names
from headgate.settings_check.prices import check_prices
from headgate.settings_check.state import check_state
from headgate.settings_check.use_cases import check_use_cases


def check_settings(settings: Settings, loaded: Loaded[Settings], *, today: datetime.date) -> Findings:
    """Check what no single value can tell; ``settings`` have absolute paths, ``loaded`` knows the lines.

    Reads the certificates and the price file that are named, and nothing else.
    """
    findings = Findings(loaded)
    check_listening(settings, findings)
    check_state(settings, findings)
    check_names(settings, findings)
    check_backends(settings, findings)
    check_models(settings, findings)
    check_use_cases(settings, findings)
    check_keys(settings, findings, today=today)
    check_prices(settings, findings, today=today)
    return findings
