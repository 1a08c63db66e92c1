"""The machine's clocks."""

import time


class SystemClock:
    """``headgate.core.clock.Clock`` by the operating system."""

    now = staticmethod(time.time)
    monotonic = staticmethod(time.monotonic)
