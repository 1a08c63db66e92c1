import struct

import pytest

from headgate.simulator.media import drawing, pictures
from headgate.simulator.media.pictures import Size

_APP0 = b"\xff\xe0\x00\x10" + bytes(14)
JPEG = b"\xff\xd8" + _APP0 + b"\xff\x01" + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", 480, 640) + bytes(10)
GIF = b"GIF89a" + struct.pack("<HH", 640, 480)
WEBP_LOSSY = b"RIFF" + bytes(4) + b"WEBPVP8 " + bytes(10) + struct.pack("<HH", 640, 480)
WEBP_LOSSLESS = b"RIFF" + bytes(4) + b"WEBPVP8L" + bytes(4) + b"\x2f" + struct.pack("<I", 639 | 479 << 14)
WEBP_EXTENDED = b"RIFF" + bytes(4) + b"WEBPVP8X" + bytes(8) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")


@pytest.mark.parametrize(
    "picture",
    [drawing.drawn("png", Size(640, 480), 0x112233), JPEG, GIF, WEBP_LOSSY, WEBP_LOSSLESS, WEBP_EXTENDED],
    ids=["png", "jpeg", "gif", "webp lossy", "webp lossless", "webp extended"],
)
def test_the_size_of_a_picture_stands_in_its_head(picture: bytes) -> None:
    assert pictures.size_of(picture) == Size(640, 480)
    for length in range(len(picture)):
        assert pictures.size_of(picture[:length]) in (None, Size(640, 480))


def test_what_is_no_picture_has_no_size() -> None:
    assert pictures.size_of(b"") is None
    assert pictures.size_of(b"%PDF-1.7") is None
    assert pictures.size_of(b"\xff\xd8\xff\xda" + bytes(40)) is None
