import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headgate.audit.policy.reader import DEPTH_MAX, PolicySyntaxError, read_policy, root_name, unescaped

REAL = """<!-- <policies> in a comment -->
<policies>
  <inbound>
    <base />
    <choose>
      <when condition="@(context.Variables["a"] == "b" && 1 < 2)">
        <set-variable name="n" value="@{
            // it's a comment with a " in it
            var list = new List<string>() { "}", ")" };
            return list.Count > 0 ? '"' : ',';
        }" />
      </when>
    </choose>
    <set-header name="x"><value>@((string)context.Variables["x"] + context.Request.Body.As<string>(true))</value>
    </set-header>
  </inbound>
</policies>
"""


def test_expressions_need_no_escaping() -> None:
    root = read_policy(REAL)
    when = next(root.all("when"))
    variable = next(root.all("set-variable"))

    assert when.get("condition") == '@(context.Variables["a"] == "b" && 1 < 2)'
    assert variable.get("value").endswith("return list.Count > 0 ? '\"' : ',';\n        }")
    assert next(root.all("value")).text.endswith("As<string>(true))")


def test_lines_are_those_of_the_file() -> None:
    root = read_policy(REAL)

    assert [(one.name, one.line) for one in root.all("when", "set-variable", "set-header")] == [
        ("when", 6),
        ("set-variable", 7),
        ("set-header", 14),
    ]
    assert next(root.all("value")).text_line == 14


@pytest.mark.parametrize(
    "written",
    [
        """<when condition="@(context.Variables[&quot;a&quot;] == &quot;b)&quot; &amp;&amp; 1 &lt; 2)" />""",
        """<when condition='@(context.Variables["a"] == "b)" && 1 < 2)' />""",
        """<when condition = "@( context.Variables["a"] == "b)" && 1 < 2 )" />""",
    ],
)
def test_escaped_and_unescaped_say_the_same(written: str) -> None:
    condition = next(read_policy(f"<policies>{written}</policies>").all("when")).get("condition")

    assert condition.replace("( ", "(").replace(" )", ")") == '@(context.Variables["a"] == "b)" && 1 < 2)'


@pytest.mark.parametrize(
    "text, line, said",
    [
        ("<policies>\n<inbound>\n</policies>", 3, "</inbound> of line 2 should"),
        ("<policies>\n<inbound>", 2, "never closed"),
        ('<policies>\n<when condition="@(a />', 2, "has no end"),
        ('<policies><a b="1" b="2" /></policies>', 1, "twice"),
        ("<policies><a b=1 /></policies>", 1, "no ="),
        ("<policies><1 /></policies>", 1, "a name should stand"),
        ("<policies /><policies />", 1, "one root"),
        ("text", 1, "one root"),
        ("</policies>", 1, "closes nothing"),
        ("<policies><!-- ", 1, "a comment has no end"),
    ],
)
def test_what_the_service_refuses_is_refused_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(PolicySyntaxError) as caught:
        read_policy(text)

    assert caught.value.line == line
    assert said in str(caught.value)


def test_a_document_type_is_refused_so_that_nothing_can_expand() -> None:
    bomb = '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><policies>&b;</policies>'

    with pytest.raises(PolicySyntaxError, match="no document type"):
        read_policy(bomb)
    assert read_policy("<policies>&b;</policies>").text == "&b;"


@pytest.mark.parametrize(
    "text, said",
    [
        ("<a>" * (DEPTH_MAX + 2), "inside each other"),
        ("<policies>" + "<a/>" * 20_001 + "</policies>", "elements"),
        ("<policies>" + " " * 1_100_000 + "</policies>", "characters"),
        ("<policies>" + '<a b="@(((" />' * 100 + "</policies>", "no end"),
    ],
)
def test_nothing_can_grow_without_a_limit(text: str, said: str) -> None:
    started = time.monotonic()

    with pytest.raises(PolicySyntaxError, match=said):
        read_policy(text)
    assert time.monotonic() - started < 5


def test_a_policy_is_known_by_its_root_behind_comments() -> None:
    assert root_name('\ufeff<?xml version="1.0"?>\n<!-- a -->\n<policies>') == "policies"
    assert root_name("<fragment/>") == "fragment"
    assert root_name("<!DOCTYPE p [<!ENTITY a 'b'>]><policies/>") == "policies"
    assert root_name("<!DOCTYPE p><policies/>") == "policies"
    assert root_name("<!---->" * 9_000 + "x") is None
    assert root_name("<project/>") is None
    assert root_name("{}") is None


def test_entities_are_those_of_xml_and_numbers() -> None:
    assert unescaped("&lt;&#65;&#x42;&unknown;&#0;") == "<AB&unknown;&#0;"


@settings(max_examples=150)
@given(st.text(alphabet="<>/\"'=@(){}[]!-&;ab \n", max_size=120))
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    for one in (text, f"<policies>{text}</policies>", f'<policies><a b="@({text}"/></policies>'):
        refused = _refusal(one)
        assert refused is None or 1 <= refused.line <= one.count("\n") + 1


def _refusal(text: str) -> PolicySyntaxError | None:
    try:
        read_policy(text)
    except PolicySyntaxError as error:
        return error
    return None
