"""Front Door."""

from headgate.audit.terraform.mapping import Each, Table, To, enabled, given_out, ident, to, within

_PROFILE = "Microsoft.Cdn/profiles"

TABLES = (
    Table("azurerm_cdn_frontdoor_profile", _PROFILE, {
        "sku_name": To("sku.name"), "resource_guid": given_out("frontDoorId"),
    }),
    Table("azurerm_cdn_frontdoor_endpoint", f"{_PROFILE}/afdEndpoints", {"enabled": enabled("enabledState")},
        parent="cdn_frontdoor_profile_id"),
    Table("azurerm_cdn_frontdoor_origin_group", f"{_PROFILE}/originGroups", {
        "health_probe.path": to("healthProbeSettings.probePath"),
    }, parent="cdn_frontdoor_profile_id"),
    Table("azurerm_cdn_frontdoor_origin", f"{_PROFILE}/originGroups/origins", {
        "host_name": to("hostName"), "origin_host_header": to("originHostHeader"), "enabled": enabled("enabledState"),
        "certificate_name_check_enabled": to("enforceCertificateNameCheck"),
        "private_link.private_link_target_id": ident("sharedPrivateLinkResource.privateLink.id"),
        "private_link.target_type": to("sharedPrivateLinkResource.groupId"),
        "private_link.location": to("sharedPrivateLinkResource.privateLinkLocation"),
    }, parent="cdn_frontdoor_origin_group_id"),
    Table("azurerm_cdn_frontdoor_security_policy", f"{_PROFILE}/securityPolicies", {
        "security_policies.firewall.cdn_frontdoor_firewall_policy_id": ident("parameters.wafPolicy.id"),
        "security_policies.firewall.association": Each("properties.parameters.associations", {
            "patterns_to_match": within("patternsToMatch"),
            "domain": Each("domains", {"cdn_frontdoor_domain_id": within("id", identifier=True)}),
        }),
    }, parent="cdn_frontdoor_profile_id"),
    Table("azurerm_cdn_frontdoor_firewall_policy", "Microsoft.Network/frontDoorWebApplicationFirewallPolicies", {
        "sku_name": To("sku.name"), "enabled": enabled("policySettings.enabledState"),
        "mode": to("policySettings.mode"),
        "managed_rule": Each("properties.managedRules.managedRuleSets", {
            "type": within("ruleSetType"), "version": within("ruleSetVersion"), "action": within("ruleSetAction"),
        }),
    }),
    Table("azurerm_frontdoor", "Microsoft.Network/frontDoors", {"load_balancer_enabled": enabled("enabledState")}),
)  # fmt: skip
