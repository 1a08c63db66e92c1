import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.metering.tokens_images import image_size, image_tokens


def data_url(picture: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def png(width: int, height: int) -> str:
    return data_url(
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    )


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 10 + b"\xff\xc4\x00\x04ab"
    b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", 480, 640) + b"\x03" * 10
)
WEBP_LARGE = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x7f\x02\x00\xdf\x01\x00"
WEBP_LOSSLESS = b"RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f" + struct.pack("<I", 639 | 479 << 14)
WEBP_LOSSY = b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 10 + struct.pack("<HH", 640, 480)


@pytest.mark.parametrize(
    "picture",
    [JPEG, b"GIF89a" + struct.pack("<HH", 640, 480), WEBP_LARGE, WEBP_LOSSLESS, WEBP_LOSSY],
    ids=["jpeg", "gif", "webp-extended", "webp-lossless", "webp-lossy"],
)
def test_a_pictures_size_is_read_from_its_head(picture: bytes) -> None:
    assert image_size(data_url(picture)) == (640, 480)
    assert image_size(png(640, 480)) == (640, 480)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://example.com/a.png",
        "data:image/png,plain",
        "data:image/png;base64,",
        "data:image/png;base64,ééé",
        png(0, 5),
        data_url(b"\xff\xd8\xff"),
        data_url(b"RIFF\x00\x00\x00\x00WEBPVP9 "),
        data_url(b"GIF89a\x01"),
    ],
)
def test_a_picture_whose_head_cannot_be_read_has_no_size(url: str) -> None:
    assert image_size(url) is None


@pytest.mark.parametrize(
    "model, size, detail, tokens",
    [
        ("gpt-4o-2024-11-20", (640, 480), "auto", 85 + 170 * 2),
        ("gpt-4o", (2048, 4096), "high", 85 + 170 * 6),
        ("gpt-4o", (1, 60_000), "high", 85 + 170 * 4),
        ("gpt-4o", (640, 480), "low", 85),
        ("gpt-4o-mini", (640, 480), "", 2833 + 5667 * 2),
        ("o3", (512, 512), "high", 75 + 150),
        ("gpt-4.1-mini", (1024, 1024), "high", 1659),
        ("gpt-4.1-mini", (8000, 8000), "high", 2489),
        ("gpt-5.2", (640, 480), "high", 360),
    ],
)
def test_each_family_counts_by_its_rule(model: str, size: tuple[int, int], detail: str, tokens: int) -> None:
    assert image_tokens(model, png(*size), detail) == tokens


def test_a_picture_known_by_address_only_counts_as_a_square() -> None:
    assert image_tokens("gpt-4o", "https://example.com/a.png", "high") == 85 + 170 * 4


@given(
    st.sampled_from([JPEG, WEBP_LARGE, b"GIF89a", b"\x89PNG\r\n\x1a\n", b""]),
    st.binary(max_size=60),
    st.integers(0, 60),
)
def test_noise_never_raises(head: bytes, noise: bytes, cut: int) -> None:
    assert image_tokens("gpt-4o", data_url(head[:cut] + noise), "high") >= 85
