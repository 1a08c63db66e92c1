import pytest

from headgate.simulator.media import gallery
from headgate.simulator.media.drawing import drawn
from headgate.simulator.media.pictures import Size


def test_what_is_at_an_address_is_what_was_drawn() -> None:
    address = gallery.address("http://127.0.0.1:8082", Size(1024, 1792), 0x00FF7F)

    assert address == "http://127.0.0.1:8082/simulator/pictures/1024x1792-00ff7f.png"
    assert gallery.at(address.removeprefix("http://127.0.0.1:8082")) == drawn("png", Size(1024, 1792), 0x00FF7F)


@pytest.mark.parametrize(
    "name", ["", "0x1-000000.png", "99999x1-000000.png", "1x1-00000g.png", "1x1-000000.gif", "../a"]
)
def test_nothing_is_at_other_addresses(name: str) -> None:
    assert gallery.at(gallery.PATH + name) is None
    assert gallery.at("/openai/" + name) is None
