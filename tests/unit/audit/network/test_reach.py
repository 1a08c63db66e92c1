"""Private reach: an approved endpoint for the right sub-resource, or a place inside a network."""

from datetime import date

import pytest

from headgate.audit.examples import build
from headgate.audit.graph.value import Unknown
from headgate.audit.network.endpoints import connections_of
from headgate.audit.network.reach import private_reach, type_of_target

ENDPOINT = """
- type: Microsoft.Network/privateEndpoints
  name: {name}
  properties: {{{kind}: [{{properties: {{privateLinkServiceId: !id psql, groupIds: [{group}]}}}}]}}
"""
SERVER = "- {type: Microsoft.DBforPostgreSQL/flexibleServers, name: psql, properties: {%s}}"
OPEN, MANUAL = "privateLinkServiceConnections", "manualPrivateLinkServiceConnections"


@pytest.mark.parametrize(
    "properties, endpoints, outcome",
    [
        ("", [], "fail"),
        ("", [(OPEN, "postgresqlServer")], "pass"),
        ("", [(OPEN, "vault")], "fail"),
        ("", [(MANUAL, "postgresqlServer")], "fail"),
        ("", [(MANUAL, "postgresqlServer"), (OPEN, "postgresqlServer")], "pass"),
        ("network: {delegatedSubnetResourceId: /x}", [], "pass"),
        ("network: !unknown later", [], "unknown"),
    ],
)
def test_reach_is_judged_by_what_works(properties: str, endpoints: list[tuple[str, str]], outcome: str) -> None:
    text = SERVER % properties
    for number, (kind, group) in enumerate(endpoints):
        text += ENDPOINT.format(name=f"pep{number}", kind=kind, group=group)
    graph = build(text, date(2026, 1, 1)).graph

    assert private_reach(graph.resources[0], graph).outcome == outcome


def test_the_type_of_a_target_is_read_from_its_id_when_it_is_not_here() -> None:
    graph = build(ENDPOINT.format(name="p", kind=OPEN, group="x") + SERVER % "", date(2026, 1, 1)).graph
    away = build(
        "- {type: Microsoft.Network/privateEndpoints, name: p, properties: {privateLinkServiceConnections: "
        "[{privateLinkServiceId: /subscriptions/s/providers/Microsoft.Sql/servers/a}, {privateLinkServiceId: "
        "!unknown later}]}}",
        date(2026, 1, 1),
    ).graph
    one, two = connections_of(away.resources[0])

    assert type_of_target(connections_of(graph.resources[0])[0], graph) == "microsoft.dbforpostgresql/flexibleservers"
    assert type_of_target(one, away) == "microsoft.sql/servers"
    assert isinstance(type_of_target(two, away), Unknown)
