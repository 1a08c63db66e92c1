"""A web application firewall of Front Door only watches."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="NET-020",
    severity="high",
    bullet="security.apim-route",
    about="microsoft.network/frontdoorwebapplicationfirewallpolicies",
    references=("https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-policy-settings",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("Azure.FrontDoor.WAF.Mode",)},
)
def firewall_only_watches(resource: Resource, _: Graph) -> Verdict:
    """A web application firewall of Front Door only watches.

    Why:
        In detection mode what is recognised as an attack is logged and passed on.

    Fix (az):
        az network front-door waf-policy update --name POLICY --resource-group GROUP --mode Prevention

    Fix (bicep):
        properties: { policySettings: { enabledState: 'Enabled', mode: 'Prevention' } }

    Fix (terraform):
        mode = "Prevention"

    Pass:
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          properties: {policySettings: {mode: Prevention}}

    Fail:
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          properties: {policySettings: {mode: Detection}}

    Fail (by default):
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          properties: {}

    Unknown:
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          properties: {policySettings: {mode: !unknown "parameter 'x' has no value"}}

    Not applicable (only referred to):
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          existing: true
    """
    return expect(resource, "policySettings.mode", "Prevention", default="Detection", otherwise="attacks are passed on")
