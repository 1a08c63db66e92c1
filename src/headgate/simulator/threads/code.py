"""The code interpreter, as far as it goes: it works out arithmetic. No program runs here, and its output says so."""

import ast
import operator
import re
from collections.abc import Callable

from msgspec import Struct

_ASKED = re.compile(
    r"\b(?:python|code|script|calculate|compute|plot|chart|csv|spreadsheet|analy[sz]e|solve|average)\b", re.IGNORECASE
)
_EXPRESSION = re.compile(r"[\d(][\d\s.()*/+%^-]*[\d)]")
_SPACED_OPERATOR = re.compile(r"\s[-+*/%^]{1,2}\s|[*/^]")
_LENGTH_MAX = 200
_POWER_MAX = 64
_BASE_MAX = 1e6
_OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.FloorDiv: operator.floordiv,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}


class Executed(Struct, frozen=True):
    """What a call of the tool shows."""

    code: str
    logs: str
    result: str | None = None
    """None when nothing was worked out."""


def wanted(asked: str) -> bool:
    """Whether a model would reach for code: something is to be worked out, or the words say so."""
    return _ASKED.search(asked) is not None or _expression(asked) is not None


def execute(asked: str) -> Executed:
    """The program for what was asked, and its output."""
    found = _expression(asked)
    if found is None:
        code = "# A model's program would stand here; the simulator writes none.\n"
        return Executed(code=code, logs="The simulator runs no code.\n")
    written, value = found
    return Executed(code=f"print({written})\n", logs=f"{value}\n", result=str(value))


def _expression(asked: str) -> tuple[str, float] | None:
    """The first arithmetic in a text, in Python's spelling, and its value."""
    for found in _EXPRESSION.finditer(asked):
        written = found.group().strip()
        if len(written) > _LENGTH_MAX or not _SPACED_OPERATOR.search(written):
            continue  # 2026-08-26 is no sum
        written = written.replace("^", "**")
        try:
            return written, _value(ast.parse(written, mode="eval").body)
        except (SyntaxError, ValueError, ArithmeticError, RecursionError):
            continue
    return None


def _value(node: ast.expr) -> float:
    """What an expression of numbers comes to.

    Raises:
        ValueError: for anything else, and for powers that would take long.
        ArithmeticError: for a division by zero.
    """
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(operand))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            base, power = _value(left), _value(right)
            if not 0 <= base <= _BASE_MAX or not 0 <= power <= _POWER_MAX:
                raise ValueError("too large a power")
            raised: float = base**power
            return raised
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
    raise ValueError("no arithmetic")
