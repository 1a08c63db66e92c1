import pytest

from headgate.audit.policy.csharp import expression_end, inside, without_comments


@pytest.mark.parametrize(
    "expression",
    [
        "@(1)",
        '@("a)" + ")")',
        '@(@"a""b)" + $"{1}")',
        "@(a.Split(')')[0])",
        "@{ /* } */ return 1; // }\n}",
        "@(a &quot;)&quot;)",
        "@('\\'' + ')')",
    ],
)
def test_an_expression_ends_where_its_brackets_do(expression: str) -> None:
    assert expression_end(expression + ' )}" rest', 0) == len(expression)


@pytest.mark.parametrize("expression", ["@(", '@("', "@(]", "@{ ( }"])
def test_what_does_not_end_has_no_end(expression: str) -> None:
    assert expression_end(expression, 0) is None


def test_comments_are_blanked_and_lines_stay() -> None:
    assert without_comments('a // b\n"//c" /* d\n*/ e') == 'a     \n"//c"     \n   e'
    assert inside("@( a )") == " a "
    assert inside("plain") == "plain"
