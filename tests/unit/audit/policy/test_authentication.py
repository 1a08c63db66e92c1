import pytest

from headgate.audit.policy.authentication import authentication
from tests.policies import graph_of, inbound, policy

JWT = '<validate-jwt header-name="Authorization" />'


@pytest.mark.parametrize(
    "content, state",
    [
        (JWT, "always"),
        ("<base />", "never"),
        ("<return-response />", "always"),
        (f'<choose><when condition="@(context.Request.Method == "GET")">{JWT}</when></choose>', "sometimes"),
        (
            f'<choose><when condition="{{{{on}}}}">{JWT}</when><otherwise>{JWT}</otherwise></choose>',
            "always",
        ),
        (f'<choose><when condition="false">{JWT}</when></choose>', "never"),
        (f'<choose><when condition="true">{JWT}</when></choose>', "always"),
        (
            f'<choose><when condition="@(context.Variables.GetValueOrDefault("x") == "y")">{JWT}</when></choose>',
            "never",
        ),
        ('<include-fragment fragment-id="gone" />', "untold"),
        ('<check-header name="Authorization"><value>a</value></check-header>', "untold"),
        (
            '<choose><when condition="@(context.Request.Certificate == null)"><return-response /></when></choose>',
            "untold",
        ),
        ('<choose><when condition="@(context.Request.Method == "GET")"><return-response /></when></choose>', "never"),
    ],
)
def test_whether_everybody_is_validated(content: str, state: str) -> None:
    one = inbound(content)

    assert authentication(one, graph_of(one)).state == state


def test_a_fragment_may_do_it() -> None:
    one = inbound('<include-fragment fragment-id="tokens" />')

    assert authentication(one, graph_of(one, policy(f"<fragment>{JWT}</fragment>", "tokens.xml"))).state == "always"


def test_a_policy_without_an_inbound_part_validates_nothing() -> None:
    one = policy("<policies><outbound /></policies>")

    assert authentication(one, graph_of(one)).state == "never"
