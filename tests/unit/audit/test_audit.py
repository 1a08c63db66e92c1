"""One audit, from paths to a report."""

from pathlib import Path

import pytest

from headgate.audit.audit import audit
from headgate.audit.collect import gather
from headgate.audit.collect.contract import Context, Document, Evidence
from headgate.core.errors import ConfigurationError
from tests.audit_samples import ACCOUNT, READ_AT, resource


class OneAccount:
    """Finds one account that accepts keys in any file."""

    name = "one account"

    def recognises(self, _: Document) -> bool:
        return True

    def collect(self, _: Document, __: Context) -> Evidence:
        return Evidence(resources=(resource(ACCOUNT, "oai", kind="OpenAI", properties={}),))


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(gather, "collectors", lambda: (OneAccount(),))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.json").write_text("{}")


def test_findings_come_with_waivers_laid_over_them() -> None:
    Path("waivers.yaml").write_text(
        "waivers: [{rule: IDN-001, resource: oai, owner: jane, reason: later, expires: 2027-01-01}]"
    )

    plain = audit(["main.json"], now=READ_AT)
    waived = audit(["main.json"], waivers=Path("waivers.yaml"), now=READ_AT)

    outcomes = [{one.rule_id: one.outcome for one in report.findings}["IDN-001"] for report in (plain, waived)]
    assert outcomes == ["fail", "waived"]
    assert plain.rules > 0
    assert plain.summary["manual"] > 0


def test_a_waiver_of_no_rule_is_refused() -> None:
    Path("waivers.yaml").write_text(
        "waivers: [{rule: XXX-001, resource: oai, owner: jane, reason: later, expires: 2027-01-01}]"
    )

    with pytest.raises(ConfigurationError, match="there is no rule XXX-001"):
        audit(["main.json"], waivers=Path("waivers.yaml"), now=READ_AT)
