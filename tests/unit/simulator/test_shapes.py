from headgate.simulator import filters
from headgate.simulator.shapes import USUAL, shapes_of


def test_without_a_filter_there_are_no_results() -> None:
    shapes = shapes_of("2026-03", content_filter="off")

    assert {shapes.prompt_results, shapes.completion_results, shapes.piece_results} == {b"{}"}


def test_only_later_models_say_so_little_of_each_piece() -> None:
    assert shapes_of("2026-08", model="gpt-5.2").piece_results == filters.PROTECTED_TEXT
    assert shapes_of("2026-08", model="gpt-4o").piece_results == filters.COMPLETION_RESULTS
    assert shapes_of("2026-06", model="gpt-5.2").piece_results == filters.COMPLETION_RESULTS


def test_only_the_asynchronous_filter_comes_after_the_text() -> None:
    assert shapes_of("2026-10", content_filter="asynchronous").asynchronous
    assert not USUAL.asynchronous
