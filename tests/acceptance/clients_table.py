"""The table in docs/simulator.md: which client has used which API of the simulator, and in what ways."""

from collections.abc import Iterable
from typing import NamedTuple

from tests.requirements import ROOT

PAGE = ROOT / "docs" / "simulator.md"
HEADING = "## Which clients"


class Shown(NamedTuple):
    """One way of using an API."""

    api: str
    way: str

    @property
    def counted_as(self) -> set[str]:
        """The API in the simulator's count: some ways are APIs of their own (``files.create``)."""
        return {self.api, f"{self.api}.{self.way}"}


def told(lines: Iterable[str]) -> set[Shown]:
    """What programs have told, a line for each."""
    return {Shown(*line.split(": ", 1)) for line in lines}


def by_client() -> dict[str, set[Shown]]:
    """What the page says of each client."""
    section = PAGE.read_text(encoding="utf-8").partition(f"{HEADING}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    (_, *clients), _, *filled = [[cell.strip() for cell in row] for row in rows]
    return {
        client: {Shown(api.strip("`"), way) for api, *cells in filled for way in cells[at].split(", ") if way}
        for at, client in enumerate(clients)
    }
