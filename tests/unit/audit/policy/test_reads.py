from headgate.audit.policy.reads import headers_read, named_values, variables_read


def test_variables_and_whether_their_absence_is_thought_of() -> None:
    text = """@{
      // context.Variables["commented"]
      if (context.Variables.ContainsKey("asked")) { return (string)context.Variables["asked"]; }
      return context.Variables.GetValueOrDefault<string>("defaulted", "x") + context.Variables.GetValueOrDefault("bare")
        + context.Variables["indexed"];
    }"""
    found = {(one.name, one.prepared, one.line) for one in variables_read(text, 10)}

    assert found == {("asked", True, 12), ("defaulted", True, 13), ("bare", False, 13), ("indexed", False, 14)}


def test_headers_of_requests_and_responses() -> None:
    text = '@(context.Request.Headers.GetValueOrDefault("userId", "") + context.Response.Headers["Retry-After"])'

    assert [(one.name, one.request) for one in headers_read(text, 1)] == [("userid", True), ("retry-after", False)]


def test_named_values() -> None:
    assert named_values("a {{One-a}} {{ two }} {three}") == ["one-a", "two"]
