"""Every fault of widely copied policies, made again in our own words, and the rule that catches it."""

import pytest

from headgate.audit.registry import find_rule
from headgate.audit.run import judge
from tests.audit_samples import resource
from tests.policies import graph_of, inbound, judged, policy, retrying

THROTTLED = "@(context.Response != null && context.Response.StatusCode == 429)"
BACKENDS = "".join(f'all.Add(new JObject() {{{{ "url", "https://b{n}" }}}}); ' for n in range(5))


def fails(rule: str, *documents: object, **more: object) -> bool:
    return judged(rule, *documents, **more).startswith("fail")  # type: ignore[arg-type]


def test_entra_switched_on_switches_authentication_off() -> None:
    slip = inbound(
        '<base /><set-variable name="must-validate" value="{{entra}}" />'
        '<choose><when condition="@(context.Variables.GetValueOrDefault("entra") == "true")">'
        '<validate-azure-ad-token tenant-id="{{tenant}}" /></when></choose>'
        '<authentication-managed-identity resource="https://cognitiveservices.azure.com" />'
    )

    assert fails("POL-001", slip)
    assert fails("POL-002", slip)


def test_the_same_slip_in_a_fragment_is_found_alone_and_where_it_is_included() -> None:
    part = policy(
        '<fragment><set-variable name="must-validate" value="{{entra}}" />'
        '<choose><when condition="@(context.Variables.GetValueOrDefault("entra") == "true")">'
        '<validate-jwt header-name="Authorization" /></when></choose></fragment>',
        "frag-entra-check.xml",
    )
    whole = inbound('<base /><include-fragment fragment-id="entra-check" />')

    assert fails("POL-002", part)
    assert fails("POL-002", whole, part)
    assert judged("POL-002", part, whole).startswith("not_applicable")


def test_an_api_without_keys_behind_that_slip_is_open_to_anyone() -> None:
    text = (
        '<policies><inbound><choose><when condition="@(context.Variables.GetValueOrDefault("entra") == "true")">'
        '<validate-jwt header-name="Authorization" /></when></choose></inbound></policies>'
    )
    api = resource("Microsoft.ApiManagement/service/apis", "apim/models", properties={"subscriptionRequired": False})
    held = resource("Microsoft.ApiManagement/service/apis/policies", "apim/models/policy", properties={"value": text})
    rule = find_rule("POL-004")

    assert rule is not None
    assert judge(rule, api, graph_of(resources=(api, held)))[0].outcome == "fail"


def test_metadata_of_version_2_with_the_issuer_of_version_1() -> None:
    mixed = inbound(
        '<validate-jwt header-name="Authorization">'
        '<openid-config url="https://login.microsoftonline.com/{{tenant}}/v2.0/.well-known/openid-configuration" />'
        "<issuers><issuer>https://sts.windows.net/{{tenant}}/</issuer></issuers></validate-jwt>"
    )

    assert fails("POL-005", mixed)


def _counting(start: str, read: str) -> str:
    return (
        f'<policies><inbound><set-variable name="left" value="{start}" /></inbound><backend>'
        f'<retry condition="@(context.Response != null && context.Response.StatusCode == 429 && {read} > 0)" count="9">'
        '<forward-request buffer-request-body="true" />'
        '<choose><when condition="@(context.Response != null && context.Response.StatusCode == 429)">'
        '<set-variable name="left" value="@{ int left = 0; left++; return left; }" /></when></choose>'
        "</retry></backend></policies>"
    )


def test_the_first_429_becomes_a_500() -> None:
    assert fails("POL-007", policy(_counting("1", 'int.Parse((string)context.Variables["left"])')))


def test_a_counter_that_is_a_number_whenever_it_is_asked_is_no_fault() -> None:
    assert not fails("POL-007", policy(_counting("1", '(int)context.Variables["left"]')))
    assert not fails("POL-007", policy(_counting("1", 'Convert.ToInt32(context.Variables["left"])')))


def test_sleeping_on_the_backend_that_refused() -> None:
    sleeping = policy(
        '<policies><inbound><set-backend-service backend-id="first" /></inbound><backend>'
        f'<retry condition="{THROTTLED}" count="4" interval="1" delta="1" max-interval="8">'
        '<forward-request buffer-request-body="true" /></retry></backend></policies>'
    )

    assert fails("POL-008", sleeping)
    assert fails("POL-011", sleeping)
    assert fails("POL-012", sleeping)


@pytest.mark.parametrize(
    "rule, condition",
    [
        ("POL-006", "@(context.Response.StatusCode == 429 && context.Response.StatusCode == 500)"),
        ("POL-009", "@(context.Response.StatusCode == 401 || context.Response.StatusCode == 429)"),
        ("POL-010", "@(context.Response.StatusCode >= 400)"),
        ("POL-012", "@(context.Response.StatusCode == 429 || context.Response.StatusCode == 503)"),
        ("POL-012", "@(new [] { 408, 429, 500 }.Contains(context.Response.StatusCode))"),
        ("POL-013", THROTTLED),
    ],
)
def test_conditions_of_retries(rule: str, condition: str) -> None:
    assert fails(rule, retrying(condition))


def test_three_attempts_whatever_the_size_of_the_pool() -> None:
    listed = policy(
        '<policies><inbound><set-variable name="all" value="@{ var all = new JArray(); '
        + BACKENDS.replace("{{", "{ {").replace("}}", "} }")
        + 'return all; }" /></inbound><backend><retry condition="@(context.Response.StatusCode == 429)" count="3">'
        '<set-backend-service base-url="@((string)context.Variables["next"])" /><forward-request />'
        "</retry></backend></policies>"
    )

    assert fails("POL-014", listed)
    assert fails("POL-015", listed)


def _listed(inside: str) -> object:
    return policy(
        '<policies><inbound><cache-lookup-value key="all" variable-name="all" /></inbound><backend>'
        f'<retry condition="{THROTTLED}" count="5">{inside}<forward-request buffer-request-body="true" /></retry>'
        "</backend></policies>"
    )


@pytest.mark.parametrize(
    "rule, inside",
    [
        (
            "POL-037",
            (
                '<set-variable name="all" value="@{ var all = (JArray)context.Variables["all"]; '
                'all[0]["resting"] = true; return all; }" />'
            ),
        ),
        ("POL-038", '<cache-store-value key="all" value="@((JArray)context.Variables["all"])" duration="60" />'),
        (
            "POL-039",
            (
                '<set-variable name="n" value="@{ var free = new List<int>(); List<int> f = free; '
                'if (f.Count > 0) { return f[0]; } else { return 0; } }" />'
            ),
        ),
        (
            "POL-036",
            (
                '<set-variable name="wait" '
                'value="@(Convert.ToInt32(context.Response.Headers.GetValueOrDefault("Retry-After", "5")))" />'
            ),
        ),
    ],
)
def test_a_list_of_backends_of_the_policy_s_own(rule: str, inside: str) -> None:
    assert fails(rule, _listed(inside))


@pytest.mark.parametrize(
    "rule, content",
    [
        ("POL-040", '<rewrite-uri template="@(context.Request.Url.Path.Replace("gpt", ""))" />'),
        (
            "POL-031",
            (
                '<validate-jwt header-name="Authorization" />'
                '<set-header name="api-key" exists-action="override"><value>{{key}}</value></set-header>'
            ),
        ),
        ("POL-017", '<llm-semantic-cache-lookup score-threshold="0.05" />'),
        (
            "POL-018",
            '<llm-semantic-cache-lookup score-threshold="0.8"><vary-by>@(1)</vary-by></llm-semantic-cache-lookup>',
        ),
        (
            "POL-020",
            (
                '<log-to-eventhub logger-id="l">'
                '@(context.Request.Headers.GetValueOrDefault("Ocp-Apim-Subscription-Key", ""))'
                "</log-to-eventhub>"
            ),
        ),
        (
            "POL-022",
            '<set-variable name="endUser" value="@(context.Request.Headers.GetValueOrDefault("endUserId", "none"))" />',
        ),
        (
            "POL-032",
            (
                '<validate-azure-ad-token tenant-id="{{t}}"><audiences>'
                "<audience>https://management.azure.com/</audience>"
                "</audiences></validate-azure-ad-token>"
            ),
        ),
        ("POL-023", '<check-header name="X-Azure-FDID" failed-check-httpcode="403" />'),
        ("POL-027", '<llm-token-limit counter-key="@(context.Subscription.Id)" estimate-prompt-tokens="false" />'),
        (
            "POL-042",
            (
                '<choose><when condition="@(context.Request.MatchedParameters["deployment-id"] != "small")">'
                '<return-response><set-status code="401" /></return-response></when></choose>'
            ),
        ),
    ],
)
def test_other_faults_on_the_way_in(rule: str, content: str) -> None:
    assert fails(rule, inbound(content))


def test_the_whole_answer_is_read_before_any_of_it_is_passed_on() -> None:
    reading = policy(
        '<policies><inbound><llm-emit-token-metric /></inbound><outbound><log-to-eventhub logger-id="l">'
        "@(context.Response.Body?.As<string>(true))</log-to-eventhub></outbound></policies>"
    )

    assert fails("POL-016", reading)


def test_who_is_not_in_the_cache_owns_everything() -> None:
    fails_open = inbound(
        '<cache-lookup-value key="@(context.Request.Url.Path)" variable-name="owner" /><choose>'
        '<when condition="@{ var owner = (string)context.Variables.GetValueOrDefault("owner"); '
        'return !string.IsNullOrEmpty(owner) && owner != "me"; }">'
        '<return-response><set-status code="403" /></return-response></when></choose>'
    )

    assert fails("POL-035", fails_open)
