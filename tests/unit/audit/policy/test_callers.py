import pytest

from headgate.audit.policy.callers import tells_callers_apart
from headgate.audit.policy.view import view
from tests.policies import graph_of, inbound

SETS = (
    '<set-variable name="fixed" value="all" />'
    '<set-variable name="api" value="@(context.Api.Id + (string)context.Variables["fixed"])" />'
    '<set-variable name="who" value="@(context.Subscription.Id)" />'
    '<set-variable name="circle" value="@((string)context.Variables["circle"])" />'
)


@pytest.mark.parametrize(
    "text, apart",
    [
        ("all", False),
        ('@("all")', False),
        ("@(context.Api.Id)", False),
        ("@(context.Subscription.Id)", True),
        ("@(context.Subscription?.Id ?? context.Request.IpAddress)", True),
        ('@(context.Request.Headers.GetValueOrDefault("x-team", ""))', True),
        ("{{key}}", True),
        ('@((string)context.Variables["fixed"])', False),
        ('@((string)context.Variables["api"])', False),
        ('@((string)context.Variables["who"])', True),
        ('@((string)context.Variables["circle"])', True),
        ('@((string)context.Variables["from-elsewhere"])', True),
    ],
)
def test_what_differs_between_callers(text: str, apart: bool) -> None:
    one = inbound(SETS)

    assert tells_callers_apart(text, view(one, graph_of(one))) is apart
