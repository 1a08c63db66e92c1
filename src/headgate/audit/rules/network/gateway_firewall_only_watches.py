"""A web application firewall of Application Gateway only watches, or is off."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Verdict, failed, passed, unknown


@rule(
    id="NET-033",
    severity="high",
    bullet="security.apim-route",
    about="microsoft.network/applicationgatewaywebapplicationfirewallpolicies",
    references=("https://learn.microsoft.com/azure/web-application-firewall/ag/policy-overview",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("Azure.AppGwWAF.Enabled", "Azure.AppGwWAF.PreventionMode")},
)
def gateway_firewall_only_watches(resource: Resource, _: Graph) -> Verdict:
    """A web application firewall of Application Gateway only watches, or is off.

    Why:
        In detection mode what is recognised as an attack is logged and passed on; a policy that is attached and disabled looks like
        protection in every list.

    Fix (az):
        az network application-gateway waf-policy policy-setting update --policy-name POLICY --resource-group GROUP --state Enabled --mode Prevention

    Fix (bicep):
        properties: { policySettings: { state: 'Enabled', mode: 'Prevention' } }

    Fix (terraform):
        policy_settings { enabled = true, mode = "Prevention" }

    Pass:
        - type: Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies
          name: waf-ai-prod
          properties: {policySettings: {state: Enabled, mode: Prevention}}

    Fail:
        - type: Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies
          name: waf-ai-prod
          properties: {policySettings: {state: Enabled, mode: Detection}}

    Fail (off):
        - type: Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies
          name: waf-ai-prod
          properties: {policySettings: {state: Disabled, mode: Prevention}}

    Unknown:
        - type: Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies
          name: waf-ai-prod
          properties: {policySettings: {mode: !unknown "parameter 'mode' has no value"}}

    Unknown (its default is not documented):
        - type: Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies
          name: waf-ai-prod
          properties: {}
    """
    state, mode = setting(resource, "policySettings.state", default="Enabled"), setting(resource, "policySettings.mode")
    quotes = (quoted(resource, "policySettings.state"), quoted(resource, "policySettings.mode"))
    if not isinstance(state, Unknown) and word(state) == "disabled":
        return failed("policySettings.state is Disabled: it filters nothing", quotes[0])
    if not isinstance(mode, Unknown) and word(mode) == "detection":
        return failed("policySettings.mode is Detection: attacks are passed on", quotes[1])
    for hidden in (state, mode):
        if isinstance(hidden, Unknown):
            return unknown(f"whether it stops attacks cannot be told: {hidden.reason}", *quotes)
    if word(mode) != "prevention":
        return unknown("policySettings.mode is not set, and its default is not documented", quotes[1])
    return passed("policySettings.mode is Prevention", *quotes)
