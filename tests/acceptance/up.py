"""A running ``headgate up`` and what it leaves for programs."""

import signal
from pathlib import Path

from tests.acceptance.program import Program


class Up:
    """``headgate up`` in a folder of its own; ready when this is made."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.program = Program(folder, "up", "--data", str(self.data), *options)
        self.program.until(lambda: "\nCtrl-C stops" in self.program.out)
        lines = (self.data / "demo.env").read_text().splitlines()
        self.env = dict(line.split("=", 1) for line in lines if not line.startswith("#"))

    @property
    def url(self) -> str:
        return self.env["AZURE_OPENAI_ENDPOINT"]

    @property
    def key(self) -> str:
        return self.env["OPENAI_API_KEY"]

    def stop(self) -> int:
        self.program.tell(signal.SIGINT)
        return self.program.exit_code()
