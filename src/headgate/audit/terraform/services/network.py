"""Networks, private endpoints and private DNS."""

from headgate.audit.terraform.mapping import Each, Table, To, enabled, ident, objects, to, within

_RULE = {
    "name": within("name"),
    "access": within("properties.access"),
    "direction": within("properties.direction"),
    "priority": within("properties.priority"),
    "protocol": within("properties.protocol"),
    "source_address_prefix": within("properties.sourceAddressPrefix"),
    "source_address_prefixes": within("properties.sourceAddressPrefixes"),
    "source_port_range": within("properties.sourcePortRange"),
    "source_port_ranges": within("properties.sourcePortRanges"),
    "destination_address_prefix": within("properties.destinationAddressPrefix"),
    "destination_address_prefixes": within("properties.destinationAddressPrefixes"),
    "destination_port_range": within("properties.destinationPortRange"),
    "destination_port_ranges": within("properties.destinationPortRanges"),
}
_CONNECTION = {
    "name": within("name"),
    "private_connection_resource_id": within("properties.privateLinkServiceId", identifier=True),
    "subresource_names": within("properties.groupIds"),
}

TABLES = (
    Table("azurerm_private_endpoint", "Microsoft.Network/privateEndpoints", {
        "subnet_id": ident("subnet.id"),
        "private_service_connection": Each("properties.connections", {
            **_CONNECTION, "is_manual_connection": within("manual"),
        }),
    }),
    Table("azurerm_private_dns_zone", "Microsoft.Network/privateDnsZones", {}),
    Table("azurerm_private_dns_zone_virtual_network_link", "Microsoft.Network/privateDnsZones/virtualNetworkLinks", {
        "virtual_network_id": ident("virtualNetwork.id"), "registration_enabled": to("registrationEnabled"),
    }, parent="private_dns_zone_id", parent_names=("private_dns_zone_name",)),
    Table("azurerm_private_dns_a_record", "Microsoft.Network/privateDnsZones/A", {
        "ttl": to("ttl"), "records": objects("aRecords", "ipv4Address"),
    }, parent="private_dns_zone_id", parent_names=("zone_name",)),
    Table("azurerm_virtual_network", "Microsoft.Network/virtualNetworks", {
        "address_space": to("addressSpace.addressPrefixes"),
        "subnet": Each("properties.subnets", {
            "name": within("name"),
            "address_prefix": within("properties.addressPrefix"),
            "address_prefixes": within("properties.addressPrefixes"),
            "security_group": within("properties.networkSecurityGroup.id", identifier=True),
            "route_table_id": within("properties.routeTable.id", identifier=True),
            "private_endpoint_network_policies": within("properties.privateEndpointNetworkPolicies"),
        }, apart="azurerm_subnet"),
    }),
    Table("azurerm_subnet", "Microsoft.Network/virtualNetworks/subnets", {
        "address_prefixes": to("addressPrefixes"),
        "private_endpoint_network_policies": to("privateEndpointNetworkPolicies"),
        "private_endpoint_network_policies_enabled": enabled("privateEndpointNetworkPolicies"),
        "enforce_private_link_endpoint_network_policies": To("properties.privateEndpointNetworkPolicies",
            lambda value: "Disabled" if value is True else "Enabled"),
        "network_security_group_id_wo": ident("networkSecurityGroup.id"),
        "route_table_id_wo": ident("routeTable.id"),
        "service_endpoints": objects("serviceEndpoints", "service"),
        "service_endpoint": Each("properties.serviceEndpoints", {"service": within("service")}),
        "delegation": Each("properties.delegations", {
            "name": within("name"), "service_delegation.name": within("properties.serviceName"),
        }),
    }, parent_names=("virtual_network_name",)),
    Table("azurerm_subnet_network_security_group_association", "Microsoft.Network/virtualNetworks/subnets", {
        "network_security_group_id": ident("networkSecurityGroup.id"),
    }, onto="subnet_id"),
    Table("azurerm_subnet_route_table_association", "Microsoft.Network/virtualNetworks/subnets", {
        "route_table_id": ident("routeTable.id"),
    }, onto="subnet_id"),
    Table("azurerm_route_table", "Microsoft.Network/routeTables", {
        "route": Each("properties.routes", {
            "name": within("name"), "address_prefix": within("properties.addressPrefix"),
            "next_hop_type": within("properties.nextHopType"),
            "next_hop_in_ip_address": within("properties.nextHopIpAddress"),
        }, apart="azurerm_route"),
    }),
    Table("azurerm_route", "Microsoft.Network/routeTables/routes", {
        "address_prefix": to("addressPrefix"), "next_hop_type": to("nextHopType"),
        "next_hop_in_ip_address": to("nextHopIpAddress"),
    }, parent_names=("route_table_name",)),
    Table("azurerm_virtual_network_peering", "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", {
        "remote_virtual_network_id": ident("remoteVirtualNetwork.id"),
    }, parent_names=("virtual_network_name",)),
    Table("azurerm_network_security_group", "Microsoft.Network/networkSecurityGroups", {
        "security_rule": Each("properties.securityRules", _RULE, apart="azurerm_network_security_rule"),
    }),
    Table("azurerm_network_security_rule", "Microsoft.Network/networkSecurityGroups/securityRules", {
        key: To(one.target) for key, one in _RULE.items() if key != "name"
    }, parent_names=("network_security_group_name",)),
    Table("azurerm_application_gateway", "Microsoft.Network/applicationGateways", {
        "sku.name": to("sku.name"), "sku.tier": to("sku.tier"), "firewall_policy_id": ident("firewallPolicy.id"),
        "waf_configuration.enabled": to("webApplicationFirewallConfiguration.enabled"),
        "waf_configuration.firewall_mode": to("webApplicationFirewallConfiguration.firewallMode"),
    }),
    Table("azurerm_web_application_firewall_policy",
        "Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies", {
        "policy_settings.enabled": To("properties.policySettings.state",
            lambda value: "Enabled" if value is True else "Disabled"),
        "policy_settings.mode": to("policySettings.mode"),
        "managed_rules.managed_rule_set": Each("properties.managedRules.managedRuleSets", {
            "type": within("ruleSetType"), "version": within("ruleSetVersion"),
        }),
    }),
)  # fmt: skip
