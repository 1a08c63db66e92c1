"""Examples become graphs."""

from datetime import date

import pytest

from headgate.audit.examples import BadExampleError, build
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.hint import Hint
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look

DAY = date(2026, 1, 31)


def test_resources_stand_beside_each_other_and_name_each_other() -> None:
    setup = build(
        """
        - {type: Microsoft.CognitiveServices/accounts, name: oai, properties: {a: !unknown "no value", b: 2024-10-21}}
        - {type: Microsoft.Insights/diagnosticSettings, name: all, scope: oai, properties: {workspaceId: !id log}}
        - {type: Microsoft.OperationalInsights/workspaces, name: log, source: az-export, existing: true}
        - exports: [Microsoft.Network/privateEndpoints]
        - today: 2027-02-03
        """,
        DAY,
    )
    account, diagnostics, workspace = setup.graph.resources

    assert setup.subject is account
    assert look(account.properties, "a") == Unknown("no value")
    assert look(account.properties, "b") == "2024-10-21"
    assert setup.graph.about(account, diagnostics.type) == (diagnostics,)
    assert setup.graph.resolve(look(diagnostics.properties, "workspaceId")) is workspace
    assert workspace.source.kind == "az-export"
    assert workspace.existing
    assert setup.graph.absence_counts("microsoft.network/privateendpoints", workspace)
    assert setup.graph.today == date(2027, 2, 3)


def test_a_policy_can_stand_alone_or_beside_others() -> None:
    alone = build("<policies/>", DAY)
    beside = build("- {policy: <policies/>, name: a.xml}\n- {type: a/b, name: c}", DAY)

    assert isinstance(alone.subject, PolicyDocument)
    assert alone.subject.text == "<policies/>"
    assert isinstance(beside.subject, PolicyDocument)
    assert beside.subject.name == "a.xml"
    assert len(beside.graph.resources) == 1


def test_a_gate_can_stand_alone_or_beside_others() -> None:
    alone = build("models: {}", DAY)
    beside = build("- gate: {models: {}}", DAY)

    assert isinstance(alone.subject, GateConfiguration)
    assert isinstance(beside.subject, GateConfiguration)
    assert alone.subject.properties == beside.subject.properties == {"models": {}}


def test_hints_have_a_kind_a_name_and_a_value() -> None:
    hint = build("- {hint: package, name: openai, value: '1.0'}", DAY).subject

    assert isinstance(hint, Hint)
    assert (hint.kind, hint.name, hint.value, hint.source.kind) == ("package", "openai", "1.0", "code")


def test_a_single_resource_needs_no_list() -> None:
    assert isinstance(build("{type: a/b, name: c, kind: x}", DAY).subject, Resource)


@pytest.mark.parametrize(
    "text, message",
    [
        ("- [", "is not YAML"),
        ("just words", "is neither a list of resources"),
        ("- {type: a/b, name: c, colour: red}", "c: a resource has no colour"),
        ("- {type: a/b, name: c, properties: {x: !id d}}", "!id d: no resource"),
    ],
)
def test_a_slip_in_an_example_is_told(text: str, message: str) -> None:
    with pytest.raises(BadExampleError, match=message):
        build(text, DAY)
