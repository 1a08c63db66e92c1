"""One setting is judged: ARM's defaults hold for what is declared, never for what is only referred to."""

from datetime import UTC, datetime
from typing import Any

import pytest

from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source, SourceKind
from headgate.audit.graph.value import Unknown
from headgate.audit.setting import expect, kind_of, setting, sku_name


def _resource(read: SourceKind = "arm-template", **fields: Any) -> Resource:
    source = Source("a.json", read, datetime(2026, 1, 1, tzinfo=UTC))
    return Resource(type="a/b", name="c", id="/c", source=source, **fields)


@pytest.mark.parametrize(
    "properties, outcome, because",
    [
        ({"a": {"B": "DENY"}}, "pass", "a.b is DENY"),
        ({"a": {"b": "Allow"}}, "fail", "a.b is Allow: everybody is let in"),
        ({"a": {"b": None}}, "fail", "a.b is not set, which means Allow: everybody is let in"),
        ({}, "fail", "a.b is not set, which means Allow: everybody is let in"),
        ({"a": Unknown("who knows")}, "unknown", "a.b cannot be told: who knows"),
    ],
)
def test_a_setting_is_compared_as_arm_does(properties: Any, outcome: str, because: str) -> None:
    verdict = expect(_resource(properties=properties), "a.b", "Deny", default="Allow", otherwise="everybody is let in")

    assert (verdict.outcome, verdict.because) == (outcome, because)


def test_what_is_only_referred_to_or_read_without_properties_has_no_defaults() -> None:
    assert isinstance(setting(_resource(existing=True, properties={}), "a", default=1), Unknown)
    assert isinstance(setting(_resource("live"), "a", default=1), Unknown)
    assert setting(_resource(), "a", default=1) == 1


def test_kinds_and_skus_are_in_lower_case() -> None:
    assert kind_of(_resource(kind="AIServices")) == "aiservices"
    assert kind_of(_resource()) == ""
    assert sku_name(_resource(sku={"name": "Premium"})) == "premium"
    assert sku_name(_resource(properties={"sku": {"name": "Standard"}})) == "standard"
    assert sku_name(_resource()) == ""
    assert isinstance(sku_name(_resource(existing=True)), Unknown)
