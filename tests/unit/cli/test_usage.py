"""``headgate usage``, as it is typed."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from headgate.cli.application import run
from headgate.cli.usage import usage
from headgate.core.usage import Usage
from headgate.ledger.reports import GROUPS
from tests.repository import ROOT
from tests.unit.ledger.samples import AT, Worker, attempt, closed


@pytest.fixture
def data(tmp_path: Path) -> Path:
    worker = Worker(tmp_path / "journal")
    covered = attempt("eastus/gpt-4o-ptu", kind="provisioned", usage=Usage(prompt_tokens=50))
    strange = attempt("lab/strange", deployed_model="strange", usage=Usage(prompt_tokens=7, estimated=True))
    worker.write(
        closed("x1", attempt()),
        closed("x2", covered),
        closed("x3", strange, use_case="search", at=AT + 86_400),
    )
    worker.die()
    return tmp_path


def _json(capsys: pytest.CaptureFixture[str], *tokens: str) -> dict[str, Any]:
    assert run(["usage", "--format", "json", *tokens]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out, parse_float=Decimal)
    return document


def test_json_has_rows_a_total_and_notes(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = _json(capsys, "--data", str(data), "--by", "use_case,deployment")

    assert list(report) == ["rows", "total", "notes"]
    search, covered, charged = report["rows"]
    assert (search["use_case"], search["deployment"], search["exchanges"]) == ("search", "lab/strange", 1)
    assert (search["charge"], search["currency"], search["unpriced_attempts"]) == (None, None, 1)
    assert (search["estimated_tokens"], search["estimated_share"]) == (7, 1)
    assert (covered["ptu_attempts"], covered["charge"]) == (1, 0)
    assert (charged["charge"], charged["currency"], charged["charges"]) == (
        Decimal("0.00045"),
        "USD",
        {"USD": Decimal("0.00045")},
    )
    assert report["total"]["exchanges"] == 3
    assert report["notes"] == [
        "1 attempts have no price, or not for all of it; charges lack them:",
        "  strange 2024-11-20 (global-standard): no price",
        "1 attempts are covered by provisioned capacity: not charged by the token",
        "1 attempts are estimated: the backend never said what they used",
    ]


def test_every_key_is_described(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = _json(capsys, "--data", str(data), "--by", "day")
    page = (ROOT / "docs" / "books.md").read_text(encoding="utf-8")

    for described in (usage.__doc__ or "", page):
        assert set(report["rows"][0]) - {"day"} <= set(re.findall(r"[a-z_]+", described))
    assert set(GROUPS) <= set(re.findall(r"[a-z_]+", page))


def test_csv_has_a_column_for_each_key(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["usage", "--data", str(data), "--by", "use-case", "--format", "csv"]) == 0

    search, support = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (search["use_case"], search["charge"], search["unpriced_attempts"]) == ("search", "", "1")
    assert (support["exchanges"], support["charge"], support["currency"]) == ("2", "0.00045", "USD")


def test_a_table_is_for_people(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["usage", "--data", str(data), "--by", "use_case"]) == 0

    shown = capsys.readouterr().out
    assert "0.0004500 USD + gap" in shown
    assert "1 attempts have no price" in shown


def test_a_period_is_a_part(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def exchanges(*tokens: str) -> int:
        return int(_json(capsys, "--data", str(data), *tokens)["total"]["exchanges"])

    assert exchanges("--since", "2026-05-29") == 1
    assert exchanges("--until", "2026-05-28") == 2
    assert exchanges("--since", "2026-05-30") == 0


def test_an_unknown_group_is_bad_usage(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["usage", "--data", str(data), "--by", "team"]) == 2
    assert f"--by knows no team; it knows {', '.join(GROUPS)}" in capsys.readouterr().err
