"""Networks, private endpoints and private DNS."""

from headgate.audit.terraform.mapping import Each, Table, To, each, enabled, ident, to, within

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
    }, parent_names=("private_dns_zone_name",)),
    Table("azurerm_virtual_network", "Microsoft.Network/virtualNetworks", {
        "address_space": to("addressSpace.addressPrefixes"),
        "subnet": each("subnets",
            name=within("name"),
            address_prefixes=within("properties.addressPrefixes"),
            security_group=within("properties.networkSecurityGroup.id", identifier=True),
        ),
    }),
    Table("azurerm_subnet", "Microsoft.Network/virtualNetworks/subnets", {
        "address_prefixes": to("addressPrefixes"),
        "private_endpoint_network_policies": to("privateEndpointNetworkPolicies"),
        "private_endpoint_network_policies_enabled": enabled("privateEndpointNetworkPolicies"),
        "service_endpoints": To("properties.serviceEndpoints",
            lambda value: [{"service": one} for one in value] if isinstance(value, list) else value),
        "delegation": each("delegations", name=within("name")),
    }, parent_names=("virtual_network_name",)),
    Table("azurerm_virtual_network_peering", "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", {
        "remote_virtual_network_id": ident("remoteVirtualNetwork.id"),
    }, parent_names=("virtual_network_name",)),
    Table("azurerm_network_security_group", "Microsoft.Network/networkSecurityGroups", {
        "security_rule": Each("properties.securityRules", _RULE),
    }),
    Table("azurerm_network_security_rule", "Microsoft.Network/networkSecurityGroups/securityRules", {
        key: To(one.target) for key, one in _RULE.items() if key != "name"
    }, parent_names=("network_security_group_name",)),
    Table("azurerm_application_gateway", "Microsoft.Network/applicationGateways", {
        "sku.name": to("sku.name"), "sku.tier": to("sku.tier"), "firewall_policy_id": ident("firewallPolicy.id"),
    }),
)  # fmt: skip
