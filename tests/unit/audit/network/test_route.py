"""The route to the gateway: what keeps others off it."""

from datetime import date

import pytest

from headgate.audit.examples import build
from headgate.audit.network.route import judge_route

SUBNET = "/subscriptions/template/resourceGroups/template/providers/Microsoft.Network/virtualNetworks/vnet/subnets/apim"
SERVICE = f"""
- type: Microsoft.ApiManagement/service
  name: apim
  properties: {{virtualNetworkType: External, virtualNetworkConfiguration: {{subnetResourceId: {SUBNET}}}}}
"""
NETWORK = """
- type: Microsoft.Network/virtualNetworks
  name: vnet
  properties: {subnets: [{name: apim, properties: {%s}}]}
"""
GROUP = """
- type: Microsoft.Network/networkSecurityGroups
  name: nsg
  properties: {securityRules: [{name: r, properties: {priority: 100, access: Allow, direction: Inbound,
    sourceAddressPrefix: %s, destinationPortRange: '443'}}]}
"""
FILTERED = SERVICE + NETWORK % "networkSecurityGroup: {id: !id nsg}"
CHECK = "- policy: '<policies><inbound>%s</inbound></policies>'"
ELEMENT = '<check-header name="X-Azure-FDID"><value>{{id}}</value></check-header>'


@pytest.mark.parametrize(
    "text, outcome",
    [
        (FILTERED + GROUP % "AzureFrontDoor.Backend" + CHECK % ELEMENT, "pass"),
        (FILTERED + GROUP % "AzureFrontDoor.Backend", "fail"),
        (FILTERED + GROUP % "AzureFrontDoor.Backend" + CHECK % f"<!-- {ELEMENT} -->", "fail"),
        (FILTERED + GROUP % "Internet" + CHECK % ELEMENT, "fail"),
        (FILTERED + GROUP % "10.0.0.0/8", "pass"),
        (SERVICE + NETWORK % "", "unknown"),
        (FILTERED.replace("name: apim\n", "name: apim\n  sku: {name: StandardV2}\n", 1) + GROUP % "10.0.0.0/8", "fail"),
        (SERVICE, "unknown"),
        ("- {type: Microsoft.ApiManagement/service, name: apim, properties: {virtualNetworkType: internal}}", "pass"),
        ("- {type: Microsoft.ApiManagement/service, name: apim, existing: true}", "unknown"),
    ],
)
def test_a_tag_alone_is_not_enough_and_neither_is_the_id(text: str, outcome: str) -> None:
    graph = build(text, date(2026, 1, 1)).graph

    assert judge_route(graph.resources[0], graph).outcome == outcome
