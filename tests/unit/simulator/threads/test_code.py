import pytest

from headgate.simulator.threads import code


@pytest.mark.parametrize(
    "asked,program,result",
    [
        ("What is 12 * (3 + 4)?", "print(12 * (3 + 4))\n", "84"),
        ("2^10 please", "print(2**10)\n", "1024"),
        ("Divide: 7 / 2", "print(7 / 2)\n", "3.5"),
        ("So -(2 + 3) and 10 - 4", "print((2 + 3))\n", "5"),
    ],
)
def test_arithmetic_is_worked_out(asked: str, program: str, result: str) -> None:
    executed = code.execute(asked)

    assert (executed.code, executed.logs, executed.result) == (program, f"{result}\n", result)
    assert code.wanted(asked)


@pytest.mark.parametrize("asked", ["Plot the sales of 2026-08-26", "1 / 0", "9 ** 9 ** 9", "compute __import__('os')"])
def test_of_anything_else_it_says_that_no_code_runs(asked: str) -> None:
    executed = code.execute(asked)

    assert executed.result is None
    assert executed.logs == "The simulator runs no code.\n"


def test_a_date_and_a_telephone_number_are_no_sums() -> None:
    assert not code.wanted("Since 2026-08-26 call 030-123456")
    assert code.wanted("Write a python script")
