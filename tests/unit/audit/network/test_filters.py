"""Who a network security group lets in."""

from datetime import date

import pytest

from headgate.audit.examples import build
from headgate.audit.graph.value import Unknown
from headgate.audit.network.filters import anybody, filters_of, opening


@pytest.mark.parametrize(
    "source, everybody",
    [
        ("*", True),
        ("Internet", True),
        ("0.0.0.0/0", True),
        ("0.0.0.0/1", True),
        ("10.0.0.0/8", False),
        ("203.0.113.0/24", False),
        ("AzureFrontDoor.Backend", False),
        ("VirtualNetwork", False),
        ("::/0", True),
    ],
)
def test_who_is_anybody(source: str, *, everybody: bool) -> None:
    assert anybody(source) is everybody


def _opening(rules: str, port: int = 443) -> str | None:
    graph = build(
        f"- {{type: Microsoft.Network/networkSecurityGroups, name: nsg, properties: {{securityRules: [{rules}]}}}}",
        date(2026, 1, 1),
    ).graph
    filters = filters_of(graph.resources[0], graph)
    assert not isinstance(filters, Unknown)
    found = opening(filters, port)
    return None if found is None else found.name


def _rule(name: str, priority: int, access: str, source: str, ports: str) -> str:
    return (
        f"{{name: {name}, properties: {{priority: {priority}, access: {access}, direction: Inbound, protocol: Tcp,"
        f" sourceAddressPrefix: {source}, destinationPortRange: '{ports}'}}}}"
    )


def test_the_first_rule_that_matches_decides() -> None:
    allow, deny = _rule("open", 200, "Allow", "Internet", "400-500"), _rule("shut", 100, "Deny", "'*'", "*")

    assert _opening(allow) == "open"
    assert _opening(allow, 80) is None
    assert _opening(f"{allow}, {deny}") is None
    assert _opening(_rule("mine", 100, "Allow", "10.0.0.0/8", "*")) is None


@pytest.mark.parametrize(
    "narrow",
    ["protocol: Udp", "sourceAddressPrefix: 1.0.0.0/8", "destinationAddressPrefix: 10.0.1.4", "sourcePortRange: '53'"],
)
def test_a_rule_that_denies_a_part_only_shuts_nobody_else_out(narrow: str) -> None:
    allow, deny = _rule("open", 200, "Allow", "Internet", "443"), _rule("shut", 100, "Deny", "'*'", "*")
    # Of a key that is written twice, YAML takes the last.
    narrowed = deny.replace("}}", f", {narrow}}}}}")

    assert _opening(f"{allow}, {narrowed}") == "open"


def test_a_rule_that_cannot_be_told_makes_the_group_unknown() -> None:
    graph = build(
        """
        - {type: Microsoft.Network/networkSecurityGroups, name: nsg, properties: {}}
        - {type: Microsoft.Network/networkSecurityGroups/securityRules, name: nsg/a,
           properties: {access: !unknown later}}
        - {type: Microsoft.Network/networkSecurityGroups, name: other, existing: true}
        """,
        date(2026, 1, 1),
    ).graph

    assert isinstance(filters_of(graph.resources[0], graph), Unknown)
    assert isinstance(filters_of(graph.resources[2], graph), Unknown)
