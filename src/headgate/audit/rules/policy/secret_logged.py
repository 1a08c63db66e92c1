"""Secrets in logs: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.secrets import WRITERS, secret_in, secret_variables
from headgate.audit.policy.view import Place, View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-020",
    severity="high",
    bullet="logging.apim",
    about="policy",
    references=(
        "https://learn.microsoft.com/azure/api-management/log-to-eventhub-policy",
        "https://learn.microsoft.com/azure/api-management/trace-policy",
    ),
    reviewed=date(2026, 11, 24),
)
@of_view
def secret_logged(seen: View, _: Graph) -> Verdict:
    """A policy writes a secret to a log.

    Why:
        A subscription key or a token in a log works for everybody who can read the log, and logs are read by many, copied,
        and kept for years.

    Fix (policy):
        Log context.Subscription.Id, or a claim of the validated token, instead of the key or the token.

    Pass:
        <policies><outbound><log-to-eventhub logger-id="calls">@(new JObject(new JProperty("who", context.Subscription.Id)).ToString())</log-to-eventhub></outbound></policies>

    Fail:
        <policies><outbound><log-to-eventhub logger-id="calls">@{ return new JObject(new JProperty("who", context.Request.Headers.GetValueOrDefault("Ocp-Apim-Subscription-Key", ""))).ToString(); }</log-to-eventhub></outbound></policies>

    Fail (by way of a variable):
        <policies><inbound><authentication-managed-identity resource="https://cognitiveservices.azure.com" output-token-variable-name="token" />
          <trace source="gateway"><message>@("calling with " + (string)context.Variables["token"])</message></trace></inbound></policies>

    Fail (a named value):
        <policies><inbound><trace source="t"><message>@("{{openai-api-key}}")</message></trace></inbound></policies>

    Fail (in a call to a collector of logs):
        <policies><outbound><send-one-way-request mode="new"><set-url>https://logs.example.com</set-url><set-method>POST</set-method>
          <set-body>@(context.Request.Headers.GetValueOrDefault("Authorization", ""))</set-body></send-one-way-request></outbound></policies>

    Unknown:
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    writers = [place for place in seen.places if _writes(place)]
    writers += [place for place in seen.named("set-body") if id(place.node) in _sent_away(seen)]
    tainted = secret_variables(seen)
    faults = [
        quote(seen, place, f"{place.node.name} has {what}")
        for place in writers
        for node in (place.node, *place.node.all())
        if (what := secret_in(node, tainted))
    ]
    return conclude(
        faults,
        bad="a secret goes into a log",
        good="no key and no token is in what is logged",
        concerned=bool(writers),
        beside="it logs nothing itself",
    )


def _sent_away(seen: View) -> set[int]:
    """Return the bodies of calls whose answer nobody waits for: that is how logs are sent."""
    return {id(node) for place in seen.named("send-one-way-request") for node in place.node.all("set-body")}


def _writes(place: Place) -> bool:
    return place.node.name in WRITERS
