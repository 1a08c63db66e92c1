"""What every child process does around its work: take the channel, open the log, tell why it failed."""

import signal
import socket
import sys
from collections.abc import Callable

from msgspec import Struct

from headgate.adapters.line_writer import LineWriter
from headgate.adapters.log import Log, log
from headgate.adapters.log_capture import capture_logging
from headgate.app.channel import ChannelClosedError
from headgate.app.child_link import ChildLink
from headgate.core.errors import ConfigurationError, HeadgateError
from headgate.settings import Settings

EXIT_OK = 0
EXIT_FAILED = 1


class ChildContext(Struct, frozen=True):
    """What a child works with."""

    name: str
    settings: Settings
    socket: socket.socket
    """Bound and listening already."""
    link: ChildLink
    writer: LineWriter
    """Takes whole lines for standard output."""
    log: Log


def open_link() -> ChildLink:
    """Take the channel that the supervisor gave as standard input; Ctrl-C is its business from here on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return ChildLink(socket.socket(fileno=sys.stdin.fileno()))


def run_child(work: Callable[[ChildContext], None]) -> int:
    """Do ``work`` once the supervisor has said with what; returns the exit code."""
    link = open_link()
    try:
        start = link.wait_for_start()
    except ChannelClosedError:
        return EXIT_FAILED
    assert start.settings is not None
    assert start.socket is not None
    writer = LineWriter(sys.stdout.fileno())
    log.speak(writer.write, process=start.name, level=start.settings.log.level)
    capture_logging(log)
    sock = socket.socket(fileno=start.socket)
    try:
        work(ChildContext(start.name, start.settings, sock, link, writer, log))
    except HeadgateError as error:
        _tell(error)
        return EXIT_FAILED
    finally:
        writer.close()
    return EXIT_OK


def _tell(error: HeadgateError) -> None:
    if isinstance(error, ConfigurationError):
        for mistake in error.mistakes:
            log.error("configuration_mistake", message=str(mistake))
    else:
        log.error("failed", message=str(error))
