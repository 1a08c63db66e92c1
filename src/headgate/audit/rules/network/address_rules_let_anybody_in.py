"""The address rules of an account let anybody in."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.network.filters import anybody
from headgate.audit.rule import rule
from headgate.audit.setting import one_of, quoted, setting, shown
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="NET-017",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.cognitiveservices/accounts",
    references=(
        "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks#grant-access-from-an-internet-ip-range",
    ),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000280",), "azure-policy": ("037eea7a-bd0a-46c5-9a66-03aea78705d3",)},
)
def address_rules_let_anybody_in(resource: Resource, _: Graph) -> Verdict:
    """The address rules of an account let anybody in.

    Why:
        A default of Deny looks closed and is not when a rule beside it allows 0.0.0.0/0 or half the internet. A default of Allow,
        which is what nothing means, asks for no address at all.

    Fix (az):
        az resource update --ids ACCOUNT_ID --set properties.networkAcls.defaultAction=Deny properties.networkAcls.ipRules=[]

    Fix (bicep):
        properties: { networkAcls: { defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [] } }

    Fix (terraform):
        network_acls { default_action = "Deny" }

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {networkAcls: {defaultAction: Deny, ipRules: [{value: 203.0.113.7}]}}

    Fail (Deny, and a rule for everybody):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Enabled, networkAcls: {defaultAction: Deny, ipRules: [{value: 0.0.0.0/0}]}}

    Fail (two halves):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {networkAcls: {defaultAction: Deny, ipRules: [{value: 0.0.0.0/1}, {value: 128.0.0.0/1}]}}

    Fail (by default):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {networkAcls: !unknown "parameter 'networkAcls' has no value"}

    Not applicable (closed altogether):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}
    """
    public = one_of(setting(resource, "publicNetworkAccess", default="Enabled"), ("Disabled", "SecuredByPerimeter"))
    if public is True:
        return not_applicable("its public endpoint is closed")
    action = setting(resource, "networkAcls.defaultAction", default="Allow")
    listed = setting(resource, "networkAcls.ipRules", default=[])
    for value in (public, action, listed):
        if isinstance(value, Unknown):
            return unknown(f"who is let in cannot be told: {value.reason}", quoted(resource, "networkAcls"))
    if one_of(action, ("Deny",)) is not True:
        return failed(
            f"{shown(resource, 'networkAcls.defaultAction', action)}: every address is let in",
            quoted(resource, "networkAcls.defaultAction"),
        )
    hidden: Unknown | None = None
    for number, one in enumerate(listed if isinstance(listed, list) else ()):
        value = look(one, "value")
        if isinstance(value, Unknown):
            hidden = value
        elif isinstance(value, str) and anybody(value):
            return failed(
                f"defaultAction is Deny, and {value} is allowed",
                Quote(resource, f"properties.networkAcls.ipRules[{number}].value", value),
            )
    if hidden is not None:
        return unknown(f"an address rule cannot be told: {hidden.reason}", quoted(resource, "networkAcls.ipRules"))
    return passed("only the addresses that are named are let in", quoted(resource, "networkAcls"))
