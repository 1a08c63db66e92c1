"""A web application firewall of Front Door is switched off."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="NET-021",
    severity="high",
    bullet="security.apim-route",
    about="microsoft.network/frontdoorwebapplicationfirewallpolicies",
    references=("https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-policy-settings",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("Azure.FrontDoor.WAF.Enabled",)},
)
def firewall_switched_off(resource: Resource, _: Graph) -> Verdict:
    """A web application firewall of Front Door is switched off.

    Why:
        A policy that is attached and disabled looks like protection in every list.

    Fix (az):
        az network front-door waf-policy update --name POLICY --resource-group GROUP --disabled false

    Fix (bicep):
        properties: { policySettings: { enabledState: 'Enabled' } }

    Fix (terraform):
        enabled = true

    Pass:
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          properties: {policySettings: {enabledState: Enabled}}

    Fail:
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          properties: {policySettings: {enabledState: Disabled}}

    Pass (by default):
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          properties: {}

    Unknown:
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          properties: {policySettings: {enabledState: !unknown "parameter 'x' has no value"}}

    Not applicable (only referred to):
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          existing: true
    """
    return expect(resource, "policySettings.enabledState", "Enabled", default="Enabled", otherwise="it filters nothing")
