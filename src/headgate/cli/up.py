"""``headgate up``: everything on one machine, with nothing to prepare."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from headgate.app.demo.up import up as run
from headgate.cli.console import say_now

DEFAULT_FOLDER = Path("data")


def up(
    *,
    data: Annotated[
        Path, Parameter(help="Where configuration, key, journal, ledger and log are kept.")
    ] = DEFAULT_FOLDER,
    port: Annotated[
        int | None,
        Parameter(help="The gate's port; control and the simulated regions take the next three. 0 finds free ones."),
    ] = None,
    tls: Annotated[bool, Parameter(help="Listen with TLS, with a certificate made for it.", negative=())] = False,
) -> int:
    """Run a gate, a simulated Azure OpenAI and a sample configuration.

    The first run writes the configuration, on ports 8080 to 8083; later ones use it as it then is.
    """
    return run(data, first_port=port, tls=tls, env=os.environ, say=say_now)
