"""Functions on address ranges."""

import ipaddress
from typing import TypeAlias

from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.functions.checked import number, text
from headgate.audit.arm.functions.function import Function
from headgate.audit.graph.value import Value

_Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(value: Value) -> _Network:
    try:
        return ipaddress.ip_network(text(value), strict=False)
    except ValueError:
        raise ExpressionError(f"{value!r} is no address range") from None


def _describe(value: Value) -> Value:
    network = _network(value)
    first, last = int(network.network_address), int(network.broadcast_address)
    usable = (first + 1, last - 1) if network.num_addresses > 2 else (first, last)
    return {
        "network": str(network.network_address),
        "netmask": str(network.netmask),
        "broadcast": str(network.broadcast_address),
        "firstUsable": str(ipaddress.ip_address(usable[0])),
        "lastUsable": str(ipaddress.ip_address(usable[1])),
        "cidr": network.prefixlen,
    }


def _subnet(value: Value, prefix: Value, place: Value) -> Value:
    network, length, index = _network(value), number(prefix), number(place)
    if not network.prefixlen <= length <= network.max_prefixlen or not 0 <= index < 2 ** (length - network.prefixlen):
        raise ExpressionError(f"{value!r} has no subnet {index} with a prefix of {length}")
    start = int(network.network_address) + index * 2 ** (network.max_prefixlen - length)
    return f"{ipaddress.ip_address(start)}/{length}"


def _host(value: Value, place: Value) -> Value:
    network, index = _network(value), number(place)
    if not 0 <= index < network.num_addresses - 1:
        raise ExpressionError(f"{value!r} has no host {index}")
    return str(ipaddress.ip_address(int(network.network_address) + index + 1))


FUNCTIONS = {
    "parsecidr": Function(_describe, 1, 1),
    "cidrsubnet": Function(_subnet, 3, 3),
    "cidrhost": Function(_host, 2, 2),
}
