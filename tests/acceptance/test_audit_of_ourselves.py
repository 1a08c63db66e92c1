"""What the audit says about our own configurations is true, and every fail of it is known here."""

from pathlib import Path

from headgate.app.demo.configuration import prepare
from headgate.audit.audit import audit
from headgate.audit.report.report import Report
from tests.audit_samples import READ_AT
from tests.repository import ROOT


def _told(report: Report, outcome: str) -> list[str]:
    return sorted(one.rule_id for one in report.findings if one.outcome == outcome)


def test_the_example_has_a_key_without_an_end_and_nothing_else() -> None:
    report = audit([str(ROOT / "examples" / "headgate.yaml")], now=READ_AT)

    assert _told(report, "fail") == ["IDN-091"]
    assert _told(report, "unknown") == []


def test_the_set_up_of_headgate_up_shows_backends_a_key_and_has_neither_end_of_key_nor_budget(tmp_path: Path) -> None:
    prepare(tmp_path, first_port=0, tls=False, env={})

    report = audit([str(tmp_path / "headgate.yaml")], now=READ_AT)

    assert _told(report, "fail") == ["IDN-090", "IDN-091", "USE-003"]
    assert _told(report, "unknown") == []
