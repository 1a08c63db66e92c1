"""A web application firewall of Front Door has no managed rules."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting, sku_name
from headgate.audit.verdict import Verdict, failed, passed, unknown

_SETS = "managedRules.managedRuleSets"


@rule(
    id="NET-027",
    severity="medium",
    bullet="security.apim-route",
    about="microsoft.network/frontdoorwebapplicationfirewallpolicies",
    references=("https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-drs",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("Azure.FrontDoorWAF.RuleGroups",)},
)
def firewall_without_managed_rules(resource: Resource, _: Graph) -> Verdict:
    """A web application firewall of Front Door has no managed rules.

    Why:
        Without the rule sets of Microsoft it knows only what somebody wrote down: known attacks and bots pass. The tier Standard has
        none of them.

    Fix (bicep):
        sku: { name: 'Premium_AzureFrontDoor' }
        properties: { managedRules: { managedRuleSets: [ { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1', ruleSetAction: 'Block' } ] } }

    Fix (az):
        az network front-door waf-policy managed-rules add --policy-name POLICY --resource-group GROUP --type Microsoft_DefaultRuleSet --version 2.1 --action Block

    Fix (terraform):
        managed_rule { type = "Microsoft_DefaultRuleSet", version = "2.1", action = "Block" }

    Pass:
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          sku: {name: Premium_AzureFrontDoor}
          properties: {managedRules: {managedRuleSets: [{ruleSetType: Microsoft_DefaultRuleSet, ruleSetVersion: '2.1'}]}}

    Fail:
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          sku: {name: Premium_AzureFrontDoor}
          properties: {managedRules: {managedRuleSets: []}}

    Fail (by default, in a tier that has none):
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          sku: {name: Standard_AzureFrontDoor}
          properties: {policySettings: {mode: Prevention}}

    Unknown:
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          properties: {managedRules: !unknown "parameter 'rules' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          existing: true
    """
    sets = setting(resource, _SETS, default=[])
    quote = quoted(resource, _SETS)
    if isinstance(sets, Unknown):
        return unknown(f"its managed rules cannot be told: {sets.reason}", quote)
    if isinstance(sets, list) and sets:
        return passed(f"it has {len(sets)} managed rule set{'s' if len(sets) > 1 else ''}", quote)
    tier = sku_name(resource)
    none = not isinstance(tier, Unknown) and tier.startswith("standard")
    return failed(f"it has no managed rule set{'; tier Standard has none' if none else ''}", quote)
