"""Pictures at an address: the address says what is drawn, so that nothing is kept."""

import re

from headgate.simulator.media.drawing import drawn
from headgate.simulator.media.pictures import Size

PATH = "/simulator/pictures/"
_NAME = re.compile(r"([1-9]\d{0,3})x([1-9]\d{0,3})-([0-9a-f]{6})\.png")


def address(endpoint: str, size: Size, colour: int) -> str:
    """Where a picture lies, on the port at ``endpoint``."""
    return f"{endpoint}{PATH}{size.width}x{size.height}-{colour:06x}.png"


def at(path: str) -> bytes | None:
    """The PNG at a path; None where none lies."""
    found = _NAME.fullmatch(path.removeprefix(PATH)) if path.startswith(PATH) else None
    if found is None:
        return None
    width, height, colour = found.groups()
    return drawn("png", Size(int(width), int(height)), int(colour, 16))
