"""``headgate serve``."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def serve(
    *,
    config: Annotated[Path, Parameter(name=["--config", "-c"])] = Path("headgate.yaml"),
    environment: Annotated[str | None, Parameter(name=["--environment", "-e"])] = None,
) -> int:
    """Run the gate and its control process until told to stop.

    The log goes to standard output, one JSON object per line. SIGTERM and Ctrl-C drain, a second one hurries; SIGHUP
    or a change of a configuration file reloads. Exit codes: 0 stopped when told to, 1 a child kept dying,
    2 the configuration does not hold, 3 an address or the data folder is in use.

    Parameters
    ----------
    config
        The configuration file.
    environment
        Lays a second file over it: `prod` for `headgate.prod.yaml` beside `headgate.yaml`.
    """
    from headgate.app.serving import serve as run

    return run(config, environment, os.environ)
