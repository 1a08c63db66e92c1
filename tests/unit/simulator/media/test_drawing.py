import pytest

from headgate.simulator.media import drawing, pictures
from headgate.simulator.media.pictures import Size

KINDS = ["png", "jpeg", "webp"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [Size(1, 1), Size(1024, 1536), Size(17, 9)])
def test_a_picture_has_the_size_that_was_asked_for(kind: str, size: Size) -> None:
    assert pictures.size_of(drawing.drawn(kind, size, 0x336699)) == size


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_small_whatever_its_size(kind: str) -> None:
    assert len(drawing.drawn(kind, Size(1024, 1024), 0xFF0000)) < 11_000
    assert pictures.size_of(drawing.drawn(kind, Size(100_000, 3), 0)) == Size(8_192, 3)


@pytest.mark.parametrize("kind", KINDS)
def test_colours_make_different_pictures(kind: str) -> None:
    assert drawing.drawn(kind, Size(8, 8), 0) != drawing.drawn(kind, Size(8, 8), 0xFFFFFF)


def test_a_picture_may_be_clear() -> None:
    for kind in ("png", "webp"):
        assert drawing.drawn(kind, Size(8, 8), 0, transparent=True) != drawing.drawn(kind, Size(8, 8), 0)


def test_the_smallest_jpeg_is_known_by_heart() -> None:
    """White: a difference of 127 is of category 7; seven ones, the end of the block, ones to the end of the byte."""
    assert drawing.drawn("jpeg", Size(8, 8), 0xFFFFFF)[-4:] == bytes([0b0111_1111, 0b1110_1111]) + b"\xff\xd9"
