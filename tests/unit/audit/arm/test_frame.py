from headgate.audit.arm.evaluation import resolve
from tests.unit.audit.arm.expressions import template


def test_the_innermost_loop_is_meant_when_none_is_named() -> None:
    frame = template().frame.in_copy("Outer", 1).in_copy("inner", 2)

    assert resolve("[createArray(copyIndex(), copyIndex('outer'), copyIndex('inner', 10))]", frame) == [2, 1, 12]


def test_a_lambda_sees_the_names_around_it() -> None:
    frame = template().frame.with_names({"a": 1}).with_names({"b": 2})

    assert resolve("[add(lambdaVariables('A'), lambdaVariables('b'))]", frame) == 3
