"""Functions on lists, and on what has parts like one: texts and objects."""

from headgate.audit.arm.budget import LIST_MAX
from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.functions.checked import items, kind_of, members, number, text
from headgate.audit.arm.functions.comparing import equal, is_blank
from headgate.audit.arm.functions.function import MANY, Function
from headgate.audit.arm.opaque import Opaque, call_of, opaque
from headgate.audit.graph.value import Unknown, Value


def _contains(whole: Value, part: Value) -> Value:
    if isinstance(whole, Unknown) or isinstance(part, Unknown):
        reason = whole.reason if isinstance(whole, Unknown) else part.reason if isinstance(part, Unknown) else ""
        return opaque(reason, call_of("contains", (whole, part)))
    if isinstance(whole, str):
        return (part if isinstance(part, str) else str(part)) in whole
    if isinstance(whole, dict):
        return text(part).lower() in {key.lower() for key in whole}
    return _first_equal(items(whole), part)


def _first_equal(values: list[Value], part: Value) -> Value:
    undecided: Opaque | None = None
    for value in values:
        verdict = equal(value, part)
        if isinstance(verdict, Opaque):
            undecided = verdict
        elif verdict:
            return True
    return False if undecided is None else undecided


def _empty(value: Value) -> Value:
    if isinstance(value, Opaque) and value.filled:
        return False
    if isinstance(value, Unknown):
        return opaque(value.reason, call_of("empty", (value,)))
    if value is None or isinstance(value, str | list | dict):
        return is_blank(value)
    raise ExpressionError(f"a value of type {kind_of(value)} cannot be empty")


def _end(place: int) -> object:
    def run(value: Value) -> Value:
        if isinstance(value, str):
            return value[place : place + 1 or None] if value else ""
        found = items(value)
        return found[place] if found else None

    return run


def _part(value: Value, start: int, end: int | None) -> Value:
    if isinstance(value, str | list):
        return value[start:end]
    raise ExpressionError(f"a text or an array is needed here, not a value of type {kind_of(value)}")


def _range(start: Value, count: Value) -> Value:
    first, many = number(start), number(count)
    if not 0 <= many <= LIST_MAX:
        raise ExpressionError(f"range makes 0 to {LIST_MAX} numbers, not {many}")
    return list(range(first, first + many))


def _place(value: Value, part: Value, *, last: bool = False) -> Value:
    if isinstance(value, str):
        whole, wanted = value.lower(), text(part).lower()
        return whole.rfind(wanted) if last else whole.find(wanted)
    found = [place for place, item in enumerate(items(value)) if equal(item, part) is True]
    return (found[-1] if last else found[0]) if found else -1


def _union(*values: Value) -> Value:
    if any(isinstance(value, list) for value in values):
        found: list[Value] = []
        for value in values:
            for item in [] if value is None else items(value):
                if _first_equal(found, item) is not True:
                    found.append(item)
        return found
    merged: dict[str, Value] = {}
    for value in values:
        merged = _merged(merged, members(value))
    return merged


def _merged(one: dict[str, Value], other: dict[str, Value]) -> dict[str, Value]:
    """Merge objects, the later winning, nested ones member by member."""
    result = dict(one)
    names = {key.lower(): key for key in one}
    for key, value in other.items():
        known = names.get(key.lower(), key)
        old = result.get(known)
        result[known] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _shallow(values: Value) -> Value:
    merged: dict[str, Value] = {}
    for value in items(values):
        merged |= members(value)
    return merged


def _intersection(*values: Value) -> Value:
    if all(isinstance(value, dict) for value in values):
        first, *rest = (members(value) for value in values)
        return {
            key: item
            for key, item in first.items()
            if all(key in other and equal(other[key], item) is True for other in rest)
        }
    lists = [items(value) for value in values]
    return [item for item in lists[0] if all(_first_equal(other, item) is True for other in lists[1:])]


def _create_object(*values: Value) -> Value:
    if len(values) % 2:
        raise ExpressionError("createObject needs a value for every key")
    found: dict[str, Value] = {}
    for key, value in zip(values[::2], values[1::2], strict=True):
        if isinstance(key, Unknown):
            return opaque(key.reason, call_of("createObject", values))
        found[text(key)] = value
    return found


def _array(value: Value) -> Value:
    return value if isinstance(value, list) else [value]


def _flatten(value: Value) -> Value:
    found: list[Value] = []
    for item in items(value):
        if isinstance(item, Unknown):
            return opaque(item.reason, call_of("flatten", (value,)))
        found.extend(items(item))
    return found


def _pairs(value: Value) -> Value:
    found = members(value)
    return [{"key": key, "value": found[key]} for key in sorted(found, key=str.lower)]


def _keys(value: Value) -> Value:
    return [*sorted(members(value).keys(), key=str.lower)]


def _from_end(value: Value, place: Value) -> Value:
    found, steps = items(value), number(place)
    if not 1 <= steps <= len(found):
        raise ExpressionError(f"there is no item {steps} from the end of {len(found)}")
    return found[-steps]


FUNCTIONS = {
    "contains": Function(_contains, 2, 2, sees_unknown=True),
    "empty": Function(_empty, 1, 1, sees_unknown=True),
    "first": Function(_end(0), 1, 1, textual=True),  # type: ignore[arg-type]
    "last": Function(_end(-1), 1, 1, textual=True),  # type: ignore[arg-type]
    "take": Function(lambda value, many: _part(value, 0, max(number(many), 0)), 2, 2, textual=True),
    "skip": Function(lambda value, many: _part(value, max(number(many), 0), None), 2, 2, textual=True),
    "range": Function(_range, 2, 2),
    "indexof": Function(_place, 2, 2),
    "lastindexof": Function(lambda value, part: _place(value, part, last=True), 2, 2),
    "array": Function(_array, 1, 1, sees_unknown=False),
    "createarray": Function(lambda *values: list(values), 0, MANY, sees_unknown=True),
    "createobject": Function(_create_object, 0, MANY, sees_unknown=True),
    "union": Function(_union, 1, MANY),
    "intersection": Function(_intersection, 1, MANY),
    "shallowmerge": Function(_shallow, 1, 1),
    "flatten": Function(_flatten, 1, 1),
    "items": Function(_pairs, 1, 1),
    "objectkeys": Function(_keys, 1, 1),
    "indexfromend": Function(_from_end, 2, 2),
}
