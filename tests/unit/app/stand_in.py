"""A child process for the supervisor's tests: obeys the channel, and does what its arguments say.

``python stand_in.py NAME DIARY [crash|deaf|rejects|stubborn]``: appends what happens to it to the file DIARY.
"""

import os
import signal
import socket
import sys
import time
from pathlib import Path

from headgate.app.channel import Channel, ChannelClosedError
from headgate.app.messages import Ready, Rejected, Reload, Reloaded, Start, decode_to_child
from headgate.core.errors import Mistake


def main() -> None:
    name, diary_path, behaviour = (*sys.argv[1:], "")[:3]
    diary = Path(diary_path)

    def note(text: str) -> None:
        with diary.open("a") as file:
            file.write(f"{name} {text}\n")

    def on_sigterm(_signum: int, _frame: object) -> None:
        note("sigterm")
        if behaviour != "stubborn":
            note("stopped")
            os._exit(0)

    signal.signal(signal.SIGTERM, on_sigterm)
    channel = Channel(socket.socket(fileno=0), decode_to_child)
    if behaviour == "crash":
        os._exit(7)
    try:
        while True:
            for message in channel.receive():
                if isinstance(message, Start):
                    level = message.settings.log.level if message.settings else "none"
                    note(f"start {os.getpid()} {level}")
                    channel.send(Ready())
                elif isinstance(message, Reload):
                    answer(channel, message, behaviour, note)
    except ChannelClosedError:
        note("orphaned")


def answer(channel: Channel, message: Reload, behaviour: str, note: object) -> None:
    level = message.settings.log.level
    note(f"reload {level}")
    if behaviour == "rejects" and level == "warning":
        channel.send(Rejected(message.digest, (Mistake("headgate.yaml", 3, "backends", "I cannot"),)))
    elif behaviour == "deaf":
        time.sleep(600)
    else:
        channel.send(Reloaded(message.digest))


main()
