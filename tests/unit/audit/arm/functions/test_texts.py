import pytest

from headgate.audit.graph.value import Unknown
from tests.unit.audit.arm.expressions import compute


@pytest.mark.parametrize(
    "expression, value",
    [
        ("concat('a', 1, true())", "a1True"),
        ("concat(createArray(1), createArray(2))", [1, 2]),
        ("format('{0}-{1:D3}-{{x}}', 'a', 7)", "a-007-{x}"),
        ("format('{0:X2}|{0,4}|{0,-3}|', 10)", "0A|  10|10 |"),
        ("substring('hello', 1, 3)", "ell"),
        ("replace('a-b', '-', '')", "ab"),
        ("padLeft('7', 3, '0')", "007"),
        ("startsWith('Hello', 'he')", True),
        ("endsWith('Hello', 'LO')", True),
        ("split('a,b;c', createArray(',', ';'))", ["a", "b", "c"]),
        ("join(createArray('a', 1), '-')", "a-1"),
        ("string(createObject('a', createArray(1, null())))", '{"a":[1,null]}'),
        ("json('{\"a\": [true]}')", {"a": [True]}),
        ("base64ToString(base64('grün'))", "grün"),
        ("base64ToJson('eyJhIjoxfQ==')", {"a": 1}),
        ("dataUriToString(dataUri('a b'))", "a b"),
        ("uriComponentToString(uriComponent('a/b c'))", "a/b c"),
        ("uri('https://example.com/a/b.json', 'c/d.json')", "https://example.com/a/c/d.json"),
        ("length('abc')", 3),
        ("trim(' a ')", "a"),
    ],
)
def test_texts(expression: str, value: object) -> None:
    assert compute(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        "substring('a', 2)",
        "json('{')",
        "base64ToString('!')",
        "format('{3}', 1)",
        "padLeft('a', 999999999)",
        "toLower(1)",
    ],
)
def test_what_has_no_result_is_unknown(expression: str) -> None:
    assert isinstance(compute(expression), Unknown)
