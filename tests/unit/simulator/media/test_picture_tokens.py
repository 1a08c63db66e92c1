import pytest

from headgate.simulator.media.picture_tokens import tokens_for
from headgate.simulator.media.pictures import Size


def test_a_picture_costs_what_was_recorded() -> None:
    """Recorded: 640 by 480 on gpt-4o is 442 with 17 tokens of text."""
    assert tokens_for("gpt-4o", Size(640, 480), None) == 425


@pytest.mark.parametrize(
    "model,size,detail,expected",
    [
        ("gpt-4o", Size(2048, 4096), "high", 1_105),
        ("gpt-4o", Size(4096, 8192), "low", 85),
        ("gpt-4o-mini", Size(512, 512), "high", 8_500),
        ("o1", Size(1024, 1024), "auto", 675),
        ("gpt-5", Size(100, 100), None, 210),
        ("gpt-4.1-mini", Size(1024, 1024), None, 1_659),
        ("gpt-4.1-mini", Size(10_000, 10_000), None, 2_489),
        ("gpt-5.2", Size(64, 64), None, 5),
        ("gpt-5.4", Size(10_000, 10_000), "original", 12_000),
        ("gpt-5.4", Size(10_000, 10_000), "low", 308),
        ("some-other", None, None, 765),
    ],
)
def test_size_detail_and_model_decide(model: str, size: Size | None, detail: str | None, expected: int) -> None:
    assert tokens_for(model, size, detail) == expected


def test_a_picture_without_extent_costs_something() -> None:
    assert tokens_for("gpt-4o", Size(0, 0), None) == 255
