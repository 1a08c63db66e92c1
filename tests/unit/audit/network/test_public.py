"""A public endpoint is closed by its switch, or by rules that let nobody in."""

from typing import Any

import pytest

from headgate.audit.graph.value import Unknown
from headgate.audit.network.public import judge_public_endpoint
from tests.audit_samples import ACCOUNT, resource

LATER = Unknown("parameter 'x' has no value")
RULE = {"value": "203.0.113.7"}


@pytest.mark.parametrize(
    "properties, outcome",
    [
        ({"publicNetworkAccess": "disabled"}, "pass"),
        ({"publicNetworkAccess": LATER}, "unknown"),
        ({}, "fail"),
        ({"networkAcls": {"defaultAction": "Allow", "ipRules": []}}, "fail"),
        ({"networkAcls": {"defaultAction": "deny"}}, "pass"),
        ({"publicNetworkAccess": "Enabled", "networkAcls": {"defaultAction": "Deny", "ipRules": []}}, "pass"),
        ({"networkAcls": {"defaultAction": "Deny", "ipRules": [RULE]}}, "fail"),
        ({"networkAcls": {"defaultAction": "Deny", "virtualNetworkRules": [{"id": "x"}]}}, "fail"),
        ({"networkAcls": {"defaultAction": "Deny", "ipRules": LATER}}, "unknown"),
        ({"networkAcls": {"defaultAction": "Deny", "ipRules": LATER, "virtualNetworkRules": [{"id": "x"}]}}, "fail"),
        ({"networkAcls": {"defaultAction": LATER, "ipRules": [RULE]}}, "fail"),
        ({"networkAcls": LATER}, "unknown"),
    ],
)
def test_an_endpoint_is_open_until_nobody_is_let_in(properties: dict[str, Any], outcome: str) -> None:
    assert judge_public_endpoint(resource(ACCOUNT, "oai", properties=properties)).outcome == outcome
