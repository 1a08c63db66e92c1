"""Addresses to listen on."""

import pytest

from headgate.config.address import Address, is_loopback, parse_address


@pytest.mark.parametrize(
    "text, address",
    [
        ("127.0.0.1:8080", Address("127.0.0.1", 8080)),
        ("localhost:0", Address("localhost", 0)),
        ("[::1]:8080", Address("::1", 8080)),
        ("0.0.0.0:65535", Address("0.0.0.0", 65535)),
    ],
)
def test_a_host_and_a_port_are_read(text: str, address: Address) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text, what",
    [
        ("8080", "expected host:port"),
        ("127.0.0.1:", "expected host:port"),
        ("127.0.0.1:http", "expected host:port"),
        ("127.0.0.1:65536", "expected host:port"),
        ("127.0.0.1:\uff18\uff10", "expected host:port"),
        ("::1:8080", "in brackets"),
        (":8080", "write 0.0.0.0:8080"),
        ("*:8080", "write 0.0.0.0:8080"),
        ("[::g]:8080", "between the brackets stands no IPv6 address"),
    ],
)
def test_anything_else_is_refused_with_what_would_be_right(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        parse_address(text)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "LocalHost"])
def test_loopback_hosts_are_reached_from_this_machine_only(host: str) -> None:
    assert is_loopback(host)
    assert Address(host, 80).is_loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.com", ""])
def test_other_hosts_are_reached_from_elsewhere(host: str) -> None:
    assert not is_loopback(host)


def test_addresses_overlap_when_not_both_can_be_listened_on() -> None:
    here, everywhere, elsewhere = Address("127.0.0.1", 80), Address("0.0.0.0", 80), Address("10.0.0.1", 80)

    assert here.overlaps(everywhere)
    assert everywhere.overlaps(here)
    assert not here.overlaps(elsewhere)
    assert not here.overlaps(Address("127.0.0.1", 81))
    assert not Address("127.0.0.1", 0).overlaps(Address("127.0.0.1", 0))
