from headgate.simulator.apis.prediction import UNPREDICTED, Predicted
from headgate.simulator.writing import Written


def _of(text: str, written: list[str], finish: str = "stop") -> tuple[int, int]:
    found = Predicted.of(text, Written(tokens=written, finish=finish))  # type: ignore[arg-type]
    return found.accepted, found.rejected


def test_what_comes_true_is_accepted() -> None:
    assert _of("The gate is open", ["The", " gate", " is", " open"]) == (4, 0)
    assert _of("The gate", ["The", " gate", " is", " open"]) == (2, 0)


def test_what_does_not_is_rejected() -> None:
    assert _of("The gate is shut now", ["The", " gate", " is", " open"]) == (3, 2)
    assert _of("A gate", []) == (0, 2)


def test_what_a_limit_cut_off_is_neither() -> None:
    assert _of("The gate is open", ["The", " gate"], "length") == (2, 0)


def test_nothing_predicted_is_nothing() -> None:
    assert (UNPREDICTED.accepted, UNPREDICTED.rejected) == (0, 0)
