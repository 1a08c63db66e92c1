"""Finding one's way in a graph, and what may be concluded from absence."""

from headgate.audit.graph.value import MISSING, Unknown
from tests.audit_samples import ACCOUNT, graph, resource

DIAGNOSTICS = "Microsoft.Insights/diagnosticSettings"


def test_resources_are_found_by_type_id_parent_and_scope() -> None:
    account = resource(ACCOUNT, "oai")
    deployment = resource(f"{ACCOUNT}/deployments", "oai/gpt")
    diagnostics = resource(DIAGNOSTICS, "all", scope=account.id.upper())
    found = graph(account, deployment, diagnostics)

    assert found.of_type(ACCOUNT) == (account,)
    assert found.get(account.id.upper()) is account
    assert found.parent(deployment) is account
    assert found.parent(account) is None
    assert found.children(account, f"{ACCOUNT}/deployments") == (deployment,)
    assert found.about(account, DIAGNOSTICS) == (diagnostics,)
    assert found.resolve(account.id) is account
    assert found.resolve(MISSING) is None
    assert found.resolve(Unknown("x")) == Unknown("x")


def test_extensions_of_an_unknown_scope_are_told_apart() -> None:
    lost = resource(DIAGNOSTICS, "lost", scope=Unknown("x"))

    assert graph(lost).scope_unknown(DIAGNOSTICS) == (lost,)


def test_a_template_declares_all_there_is_but_not_about_what_it_only_refers_to() -> None:
    declared = resource(ACCOUNT, "oai")
    existing = resource(ACCOUNT, "other", existing=True)
    found = graph(declared, existing)

    assert found.absence_counts(DIAGNOSTICS, declared)
    assert not found.absence_counts(DIAGNOSTICS, existing)
    assert found.absence_counts(DIAGNOSTICS)


def test_exports_tell_of_absence_only_for_the_types_that_were_exported() -> None:
    exported = resource(ACCOUNT, "oai", read_from="az-export")

    assert not graph(exported).absence_counts(DIAGNOSTICS, exported)
    assert not graph(exported).absence_counts(DIAGNOSTICS)
    assert graph(exported, complete_types=[DIAGNOSTICS]).absence_counts(DIAGNOSTICS.lower(), exported)


def test_a_gap_in_what_is_declared_leaves_absence_open() -> None:
    declared = resource(ACCOUNT, "oai")

    assert not graph(declared, gaps=["linked.json"]).absence_counts(DIAGNOSTICS, declared)
    assert not graph().absence_counts(DIAGNOSTICS)
