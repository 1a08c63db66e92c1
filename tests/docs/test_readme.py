"""The first screen of the README: what it is, the two commands with what they print, and what it is not."""

from pathlib import Path

from headgate.app.demo.ports import FIRST_PORT, ports_from
from headgate.app.demo.welcome import welcome
from headgate.app.serving import Addresses
from tests.docs.pages import HEADING, blocks
from tests.repository import ROOT

README = ROOT / "README.md"
FIRST_SCREEN_LINES = 60


def _first_screen() -> str:
    return "\n".join(README.read_text(encoding="utf-8").splitlines()[:FIRST_SCREEN_LINES])


def test_the_first_screen_says_what_it_is_how_to_start_and_what_it_is_not() -> None:
    screen = _first_screen()

    assert screen.startswith("# Headgate\n")
    assert "make up" in screen
    assert "make test" in screen
    assert "\nHeadgate is ready" in screen
    assert "What it is not" in HEADING.findall(screen)
    assert screen.count("```") % 2 == 0


def test_shown_output_holds_no_real_key() -> None:
    shown = "".join(block.text for block in blocks(README))

    assert "hg-" not in shown.replace("hg-…", "")


def test_shown_output_is_what_is_printed() -> None:
    ports = ports_from(FIRST_PORT)
    addresses = Addresses(f"127.0.0.1:{ports.gate}", f"127.0.0.1:{ports.control}")
    regions = {"eastus": ports.eastus, "westus": ports.westus}

    printed = welcome(Path("data"), f"http://127.0.0.1:{ports.gate}", addresses, regions, "headgate.log")

    assert f"$ make up\n{printed}" in [block.text for block in blocks(README)]
