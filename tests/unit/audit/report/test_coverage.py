"""The matrix of bullets, rules and other tools."""

from headgate.audit.checklist import bullets
from headgate.audit.report.coverage import coverage_data, coverage_table
from headgate.cli.tables import as_text
from tests.audit_rules import keys_work, made_rule

RULE = made_rule(keys_work, also={"checkov": ("CKV_AZURE_236",)})


def test_every_bullet_is_a_row_with_its_rules() -> None:
    rows = as_text(coverage_table([RULE])).splitlines()

    assert len(rows) == len(bullets()) + 1
    assert next(row for row in rows if row.startswith("identity.entra")).split()[1] == "TST-001"
    assert "a person" in next(row for row in rows if row.startswith("use-cases.review"))


def test_programs_get_the_ids_of_the_other_tools() -> None:
    data = coverage_data([RULE])["bullets"]

    served = next(one for one in data if one["id"] == "identity.entra")
    assert served["rules"][0]["also"] == {"checkov": ("CKV_AZURE_236",)}
