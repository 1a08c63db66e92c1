"""A child process of ours, with the test in the place of the supervisor."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from headgate.app.channel import Channel
from headgate.app.children import Child, ChildSpec
from headgate.app.listening import listen
from headgate.app.messages import FromChild, Reload, Start
from headgate.settings import Settings

DEADLINE_SECONDS = 30.0


class Started:
    """A child that was told its settings; its log is in a file of the test's folder."""

    def __init__(self, folder: Path, command: tuple[str, ...], settings: Settings, *, name: str) -> None:
        self._log_path = folder / f"{name}.log"
        [self.socket] = listen("127.0.0.1:0", key="test")
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        with self._log_path.open("wb") as log:
            self.child = Child(ChildSpec(name, command, self.socket), log.fileno())
            self.channel: Channel[FromChild] = self.child.start()
        self.channel.send(Start(name, settings, self.socket.fileno()))

    def reload(self, settings: Settings) -> list[FromChild]:
        self.channel.send(Reload(settings, "new"))
        return self.channel.receive()

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._log_path.read_bytes().splitlines() if line.startswith(b"{")]

    def until(self, condition: Callable[[], Any]) -> Any:
        give_up_at = time.monotonic() + DEADLINE_SECONDS
        while not (found := condition()):
            assert time.monotonic() < give_up_at, self._log_path.read_text()
            time.sleep(0.01)
        return found

    def stop(self) -> str:
        self.child.stop_listening()
        self.child.ask_to_stop()
        how: str = self.until(self.child.reap)
        return how

    def end(self) -> None:
        self.socket.close()
        self.child.kill()
        if self.child.running:
            self.until(self.child.reap)
        self.child.close_channel()
