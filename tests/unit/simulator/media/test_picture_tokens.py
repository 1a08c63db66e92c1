import pytest

from headgate.simulator.media.picture_tokens import patches_of, tokens_for
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
        ("gpt-4.1-mini", Size(10_000, 10_000), None, 2_465),
        ("gpt-5.2", Size(64, 64), None, 5),
        ("gpt-5.4", Size(10_000, 10_000), "original", 12_000),
        ("gpt-5.4", Size(10_000, 10_000), "low", 308),
        ("some-other", None, None, 765),
    ],
)
def test_size_detail_and_model_decide(model: str, size: Size | None, detail: str | None, expected: int) -> None:
    assert tokens_for(model, size, detail) == expected


@pytest.mark.parametrize("size,expected", [(Size(1024, 1024), 25_501), (Size(1024, 1536), 36_835)])
def test_small_models_pay_more_for_a_picture(size: Size, expected: int) -> None:
    """OpenAI, recorded in June 2026: 25,515 and 36,849 with 14 tokens of text on gpt-4o-mini."""
    assert tokens_for("gpt-4o-mini", size, None) == expected


@pytest.mark.parametrize(
    "size,patches", [(Size(1024, 1024), 1_024), (Size(1800, 2400), 1_452), (Size(32, 100_000), 1_536), (Size(1, 1), 1)]
)
def test_a_picture_of_too_many_patches_is_made_smaller(size: Size, patches: int) -> None:
    """1,800 by 2,400 is OpenAI's own example."""
    assert patches_of(size, most=1_536) == patches


def test_a_picture_without_extent_costs_something() -> None:
    assert tokens_for("gpt-4o", Size(0, 0), None) == 255
