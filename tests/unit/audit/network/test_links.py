"""Zones are linked to the network of the endpoint, or to one beside it."""

from datetime import date

import pytest

from headgate.audit.examples import build
from headgate.audit.network.links import judge_links

NETWORKS = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks"
SETUP = f"""
- type: Microsoft.Network/privateEndpoints
  name: pep
  properties: {{subnet: {{id: {NETWORKS}/spoke/subnets/pe}}}}
- type: Microsoft.Network/privateEndpoints/privateDnsZoneGroups
  name: pep/default
  properties: {{privateDnsZoneConfigs: [{{properties: {{privateDnsZoneId: !id zone}}}}]}}
- {{type: Microsoft.Network/privateDnsZones, name: zone}}
"""
LINK = """
- type: Microsoft.Network/privateDnsZones/virtualNetworkLinks
  name: zone/a
  properties: {virtualNetwork: {id: %s}}
"""
PEERED = f"""
- type: Microsoft.Network/virtualNetworks
  name: spoke
  id: {NETWORKS}/spoke
  properties: {{virtualNetworkPeerings: [{{properties: {{remoteVirtualNetwork: {{id: {NETWORKS}/hub}}}}}}]}}
"""


@pytest.mark.parametrize(
    "more, outcome",
    [
        ("", "fail"),
        (LINK % f"{NETWORKS}/SPOKE", "pass"),
        (LINK % f"{NETWORKS}/hub", "fail"),
        (LINK % f"{NETWORKS}/hub" + PEERED, "pass"),
        (LINK % "!unknown later", "unknown"),
        ("- gaps: [a linked template]", "unknown"),
    ],
)
def test_a_link_counts_where_the_endpoint_is(more: str, outcome: str) -> None:
    graph = build(SETUP + more, date(2026, 1, 1)).graph

    assert judge_links(graph.resources[0], graph).outcome == outcome
