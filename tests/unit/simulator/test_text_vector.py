import math
from operator import mul

import pytest

from headgate.simulator.text_vector import vector


def _near(one: str, other: str, dimensions: int = 1536) -> float:
    return sum(map(mul, vector(one, dimensions), vector(other, dimensions)))


@pytest.mark.parametrize("text", ["Hello", "", "…", "水門"])
def test_a_vector_has_length_one_and_is_the_same_again(text: str) -> None:
    assert math.isclose(_near(text, text), 1, abs_tol=1e-5)


def test_similar_texts_are_nearer_than_others() -> None:
    question = "How do I reset my password?"
    alike = _near(question, "I forgot my password, how can it be reset?")
    other = _near(question, "The salmon return to the river in October.")

    assert alike > 0.35
    assert abs(other) < 0.15


@pytest.mark.parametrize("dimensions", [256, 1536, 3072])
def test_the_order_of_nearness_holds_at_every_length(dimensions: int) -> None:
    near = _near("open the gate at noon", "opening the gates at noon", dimensions)

    assert near > _near("open the gate at noon", "quarterly revenue of the bakery", dimensions) + 0.2
