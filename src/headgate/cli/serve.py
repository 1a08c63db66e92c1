"""``headgate serve``: the product, run by the configuration."""

import os

from headgate.app.serving import serve as run
from headgate.cli.options import DEFAULT_CONFIG, ConfigOption, EnvironmentOption


def serve(*, config: ConfigOption = DEFAULT_CONFIG, environment: EnvironmentOption = None) -> int:
    """Run the gate and its control process until told to stop.

    The log goes to standard output, one JSON object per line. SIGTERM and Ctrl-C drain, a second one hurries; SIGHUP
    or a change of a configuration file reloads. Exit codes: 0 stopped when told to, 1 a child kept dying,
    2 the configuration does not hold, 3 an address or the data folder is in use.
    """
    return run(config, environment, os.environ)
