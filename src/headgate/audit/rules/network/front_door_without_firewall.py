"""No web application firewall stands in Front Door."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, look
from headgate.audit.rule import rule
from headgate.audit.setting import sku_name
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

SECURITY_POLICIES = "microsoft.cdn/profiles/securitypolicies"


@rule(
    id="NET-026",
    severity="high",
    bullet="security.apim-route",
    about="microsoft.cdn/profiles",
    references=(
        "https://learn.microsoft.com/azure/web-application-firewall/afds/afds-overview",
        "https://learn.microsoft.com/azure/templates/microsoft.cdn/profiles/securitypolicies",
    ),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("055aa869-bc98-4af8-bafc-23f1ab6ffe2c",), "psrule": ("Azure.FrontDoor.UseWAF",)},
)
def front_door_without_firewall(resource: Resource, graph: Graph) -> Verdict:
    """No web application firewall stands in Front Door.

    Why:
        A firewall policy filters nothing until a security policy of the profile ties it to the domains. Without one, Front Door
        hands every request to the gateway, attacks among them.

    Fix (bicep):
        resource guard 'Microsoft.Cdn/profiles/securityPolicies@2024-02-01' = {
          parent: profile, name: 'guard'
          properties: { parameters: { type: 'WebApplicationFirewall', wafPolicy: { id: policy.id }, associations: [ { domains: [ { id: endpoint.id } ], patternsToMatch: [ '/*' ] } ] } }
        }

    Fix (az):
        az afd security-policy create --profile-name PROFILE --resource-group GROUP --security-policy-name guard --domains ENDPOINT_ID --waf-policy POLICY_ID

    Fix (terraform):
        resource "azurerm_cdn_frontdoor_security_policy" "guard" { … }

    Pass:
        - type: Microsoft.Cdn/profiles
          name: afd-ai-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Cdn/profiles/securityPolicies
          name: afd-ai-prod/guard
          properties: {parameters: {type: WebApplicationFirewall, wafPolicy: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/frontDoorWebApplicationFirewallPolicies/waf}}}

    Fail:
        - type: Microsoft.Cdn/profiles
          name: afd-ai-prod
          sku: {name: Premium_AzureFrontDoor}

    Fail (a policy that ties nothing to it):
        - type: Microsoft.Cdn/profiles
          name: afd-ai-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Network/frontDoorWebApplicationFirewallPolicies
          name: wafaiprod
          properties: {policySettings: {mode: Prevention}}

    Unknown:
        - type: Microsoft.Cdn/profiles
          name: afd-ai-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Cdn/profiles/securityPolicies
          name: afd-ai-prod/guard
          properties: !unknown "parameter 'guard' has no value"

    Unknown (an export of profiles alone):
        - type: Microsoft.Cdn/profiles
          name: afd-ai-prod
          sku: {name: Premium_AzureFrontDoor}
          source: az-export

    Not applicable (no Front Door):
        - type: Microsoft.Cdn/profiles
          name: cdn-ai-prod
          sku: {name: Standard_Microsoft}
    """
    tier = sku_name(resource)
    if isinstance(tier, Unknown):
        return unknown(f"whether it is a Front Door cannot be told: {tier.reason}")
    if "frontdoor" not in tier:
        return not_applicable("the profile is no Front Door")
    doubt: Unknown | None = None
    for policy in graph.children(resource, SECURITY_POLICIES):
        named = look(policy.properties, "parameters", "wafPolicy", "id")
        quote = Quote(policy, "properties.parameters.wafPolicy.id", named)
        if isinstance(policy.certain, Unknown):
            doubt = policy.certain
        elif isinstance(named, str) or (isinstance(named, Unknown) and named.filled):
            return passed(f"{policy.short_name} ties a firewall policy to it", quote)
        elif isinstance(named, Unknown):
            doubt = named
        elif policy.existing and isinstance(named, Missing):
            doubt = Unknown(f"{policy.name} is only referred to")
    if doubt is not None:
        return unknown(f"whether a firewall is tied to it cannot be told: {doubt.reason}")
    if not graph.absence_counts(SECURITY_POLICIES, resource):
        return unknown("its security policies are not in what was given")
    return failed("no security policy ties a firewall to it", Quote(resource, "", resource.name))
