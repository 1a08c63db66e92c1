import pytest

from headgate.audit.policy.secrets import secret_in, secret_variables
from headgate.audit.policy.view import view
from tests.policies import graph_of, inbound

CLAIM_AND_KEY = """new JObject(
    new JProperty("app", context.Request.Headers["Authorization"].AsJwt().Id),
    new JProperty("key", context.Request.Headers["api-key"]))"""


def test_a_secret_is_followed_through_variables() -> None:
    one = inbound(
        '<set-variable name="b" value="@("x" + (string)context.Variables["a"])" />'
        '<set-variable name="a" value="@(context.Request.Headers.GetValueOrDefault("api-key", ""))" />'
        '<set-variable name="c" value="@(context.Variables.ContainsKey("a"))" />'
        '<authentication-managed-identity resource="r" output-token-variable-name="token" />'
    )

    assert secret_variables(view(one, graph_of(one))) == {"a", "b", "token"}


@pytest.mark.parametrize(
    "expression, said",
    [
        ("context.Subscription.Key", "the subscription's key"),
        ("context.Subscription.Id", ""),
        ('context.Request.Headers.GetValueOrDefault("Authorization", "")', "the header authorization"),
        ('context.Request.Headers.GetValueOrDefault("Authorization", "").AsJwt()?.Subject', ""),
        ("JsonConvert.SerializeObject(context.Request.Headers)", "all headers of the request"),
        ('string.IsNullOrEmpty(context.Request.Headers.GetValueOrDefault("api-key", "")) ? "none" : "key"', ""),
        (CLAIM_AND_KEY, "the header api-key"),
        ('context.Request.Url.Query.GetValueOrDefault("subscription-key", "")', "the parameter subscription-key"),
        ('"{{openai-api-key}}"', "the named value openai-api-key"),
        ('bytes.Decrypt("Aes", Convert.FromBase64String("{{aes-key}}"), iv)', ""),
        ('"{{openai-endpoint}}"', ""),
        ('context.Request.Headers.GetValueOrDefault("Authorization", "").Split(\'.\')[1]', ""),
        ('context.Request.Headers.GetValueOrDefault("Cookie", "")', "the header cookie"),
        ('Regex.Match(context.Request.Headers.GetValueOrDefault("Cookie", ""), "backend=([0-9])").Value', ""),
    ],
)
def test_what_is_a_secret(expression: str, said: str) -> None:
    one = inbound(f"<trace><message>@({expression})</message></trace>")
    message = view(one, graph_of(one)).named("message")[0]

    assert secret_in(message.node, frozenset()) == said
