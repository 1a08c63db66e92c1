"""Where private endpoints lead, and whether their connections stand."""

from datetime import date

from headgate.audit.examples import build
from headgate.audit.graph.graph import Graph
from headgate.audit.network.endpoints import connections_of, leading_to, listed_states, unreadable


def _graph(endpoint: str) -> Graph:
    return build(
        f"""
        - {{type: Microsoft.CognitiveServices/accounts, name: oai}}
        - type: Microsoft.Network/privateEndpoints
          name: pep
          {endpoint}
        """,
        date(2026, 1, 1),
    ).graph


def test_a_connection_that_asks_for_no_approval_stands() -> None:
    graph = _graph(
        "properties: {privateLinkServiceConnections: [{properties: {privateLinkServiceId: !id oai,"
        " groupIds: [Account]}}]}"
    )
    (connection,), doubt = leading_to(graph.resources[0], graph)

    assert (connection.state, connection.groups, doubt) == ("approved", ("account",), None)


def test_a_manual_connection_waits_and_a_flattened_one_is_read_alike() -> None:
    graph = _graph("properties: {manualPrivateLinkServiceConnections: [{privateLinkServiceId: !id oai}]}")
    (connection,), _ = leading_to(graph.resources[0], graph)

    assert connection.state == "pending"


def test_what_an_endpoint_says_of_its_state_counts() -> None:
    graph = _graph(
        "properties: {privateLinkServiceConnections: [{properties: {privateLinkServiceId: !id oai,"
        " privateLinkServiceConnectionState: {status: Rejected}}}]}"
    )

    assert [one.state for one in connections_of(graph.resources[1])] == ["rejected"]


def test_an_endpoint_that_cannot_be_read_leaves_a_doubt() -> None:
    graph = _graph("properties: {privateLinkServiceConnections: !unknown later}")
    found, doubt = leading_to(graph.resources[0], graph)

    assert found == []
    assert doubt is not None
    assert unreadable(graph.resources[1]) is doubt


def test_a_live_account_lists_its_own_connections() -> None:
    account = build(
        "{type: a/b, name: c, properties: {privateEndpointConnections: [{properties: "
        "{privateLinkServiceConnectionState: {status: Pending}}}]}}",
        date(2026, 1, 1),
    ).graph.resources[0]

    assert listed_states(account) == ["Pending"]
