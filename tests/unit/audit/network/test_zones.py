"""Zones that the names behind an endpoint need."""

from datetime import date

from headgate.audit.examples import build
from headgate.audit.graph.value import Unknown
from headgate.audit.network.zones import judge_zones, zone_name, zones_needed

SETUP = """
- type: Microsoft.Network/privateEndpoints
  name: pep
  properties: {{privateLinkServiceConnections: [{{properties: {{privateLinkServiceId: !id t, groupIds: [{group}]}}}}]}}
- {{type: {target}, name: t, kind: {kind}}}
"""


def test_the_zones_of_all_groups_are_needed() -> None:
    graph = build(
        SETUP.format(group="blob, file", target="Microsoft.Storage/storageAccounts", kind="StorageV2"), date(2026, 1, 1)
    ).graph

    assert zones_needed(graph.resources[0], graph) == {
        "privatelink.blob.core.windows.net",
        "privatelink.file.core.windows.net",
    }


def test_either_generation_of_a_redis_cluster_will_do() -> None:
    text = SETUP.format(group="redisEnterprise", target="Microsoft.Cache/redisEnterprise", kind="x") + (
        "- {type: Microsoft.Network/privateEndpoints/privateDnsZoneGroups, name: pep/default, properties: "
        "{privateDnsZoneConfigs: [{properties: {privateDnsZoneId: /z/privatelink.redisenterprise.cache.azure.net}}]}}"
    )
    graph = build(text, date(2026, 1, 1)).graph

    assert judge_zones(graph.resources[0], graph).outcome == "pass"


def test_a_zone_is_named_by_the_end_of_its_id() -> None:
    graph = build("- {type: a/b, name: c}", date(2026, 1, 1)).graph

    assert zone_name("/a/privateDnsZones/Privatelink.x", graph) == "privatelink.x"
    assert isinstance(zone_name(Unknown("later"), graph), Unknown)
