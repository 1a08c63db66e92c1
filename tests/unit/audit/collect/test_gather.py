"""What the collectors say becomes one graph; what fails is told and leaves a gap."""

from pathlib import Path
from typing import Any

import pytest

from headgate.audit.collect import gather as module
from headgate.audit.collect.contract import Context, Document, Evidence
from headgate.audit.collect.errors import CannotAuditError
from headgate.audit.collect.gather import Gathered, gather, merge
from headgate.audit.graph.value import Unknown
from tests.audit_samples import ACCOUNT, READ_AT, resource


class Listing:
    """Collects ``{"accounts": [name, …]}``; ``{"accounts": null}`` makes it fail."""

    name = "listing"

    def recognises(self, document: Document) -> bool:
        return isinstance(document.data, dict) and "accounts" in document.data

    def collect(self, document: Document, context: Context) -> Evidence:
        names: Any = document.data["accounts"]
        parameters = [one.data for one in context.parameters]
        return Evidence(
            resources=tuple(resource(ACCOUNT, name, properties={"parameters": parameters}) for name in names),
            uses=tuple(document.data.get("uses", ())),
        )


@pytest.fixture(autouse=True)
def _collector(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "collectors", lambda: (Listing(),))
    monkeypatch.chdir(tmp_path)


def _gather(*paths: str, **files: str) -> Gathered:
    for name, text in files.items():
        Path(f"{name}.json").write_text(text)
    return gather(paths, [], READ_AT)


def test_documents_become_one_graph() -> None:
    gathered = _gather(".", a='{"accounts": ["one"]}', b='{"accounts": ["two"]}', c="{}")

    assert [one.name for one in gathered.graph.resources] == ["one", "two"]
    assert [(one.path, one.collector) for one in gathered.read] == [("a.json", "listing"), ("b.json", "listing")]
    assert gathered.troubles == ()


def test_what_another_document_took_in_does_not_count_again() -> None:
    gathered = _gather(".", a='{"accounts": ["one"], "uses": ["b.json"]}', b='{"accounts": ["two"]}')

    assert [one.name for one in gathered.graph.resources] == ["one"]


def test_a_collector_that_fails_leaves_a_trouble_and_a_gap() -> None:
    gathered = _gather(".", a='{"accounts": ["one"]}', b='{"accounts": null}')

    assert "b.json" in gathered.graph.gaps
    assert gathered.troubles[0].reason.startswith("cannot be understood as listing: TypeError")


def test_a_named_file_that_cannot_be_understood_or_is_not_known_ends_it() -> None:
    with pytest.raises(CannotAuditError, match=r"a\.json: cannot be understood as listing"):
        _gather("a.json", a='{"accounts": null}')
    with pytest.raises(CannotAuditError, match=r"a\.json: nothing in it is known; expected one of: listing"):
        _gather("a.json", a="{}")


def test_a_folder_with_nothing_known_in_it_ends_it() -> None:
    with pytest.raises(CannotAuditError, match="nothing there is known"):
        _gather(".", a="{}")


def test_parameter_files_are_handed_to_collectors_and_must_be_readable() -> None:
    Path("a.json").write_text('{"accounts": ["one"]}')
    Path("p.json").write_text('{"x": 1}')

    assert gather(["a.json"], ["p.json"], READ_AT).graph.resources[0].properties == {"parameters": [{"x": 1}]}
    with pytest.raises(CannotAuditError, match=r"q\.json: cannot be read"):
        gather(["a.json"], ["q.json"], READ_AT)


def test_what_is_declared_wins_over_what_is_referred_to_and_differing_declarations_both_stay() -> None:
    declared = resource(ACCOUNT, "a", properties={"x": 1})
    again = resource(ACCOUNT, "a", properties={"x": 1})
    other = resource(ACCOUNT, "a", properties={"x": 2})
    existing = resource(ACCOUNT, "a", existing=True)

    assert merge([existing, declared, existing, again, other]) == [declared, other]
    assert merge([existing]) == [existing]


def test_a_list_without_properties_gives_way_to_an_export_that_has_them() -> None:
    listed = resource(ACCOUNT, "a", properties=Unknown("it was listed without them"))
    shown = resource(ACCOUNT, "a", properties={"a": 1})

    assert merge([listed, shown]) == merge([shown, listed]) == [shown]
    assert merge([listed]) == [listed]
