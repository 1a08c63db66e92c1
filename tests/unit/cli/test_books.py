from pathlib import Path

import pytest

from headgate.cli.books import up_to_date_books
from headgate.cli.usage_error import UsageError
from headgate.ledger.reports import Period, usage_report
from tests.unit.ledger.samples import Worker, attempt, closed

CONFIG = f"""\
backends:
  west: {{endpoint: "https://w.example.com", credential: {{kind: none}}, deployments: {{gpt-4o: {{model: gpt-4o}}}}}}
models: {{gpt-4o: {{pools: [[west/gpt-4o]]}}}}
use_cases: {{demo: {{callers: ["key:demo"], models: [gpt-4o]}}}}
keys: {{demo: {{sha256: "{0:064d}"}}}}
data: books
"""


def _journal(data: Path) -> None:
    worker = Worker(data / "journal")
    worker.write(closed("x1", attempt(deployed_model="strange")))
    worker.die()


def _exchanges(config: Path | None, data: Path | None) -> int:
    with up_to_date_books(config, None, data) as ledger:
        return usage_report(ledger, [], Period()).total.exchanges


def test_a_configuration_says_where_the_books_are(tmp_path: Path) -> None:
    (tmp_path / "headgate.yaml").write_text(CONFIG)
    _journal(tmp_path / "books")

    assert _exchanges(tmp_path / "headgate.yaml", None) == 1


def test_a_folder_needs_no_configuration_and_alarms_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _journal(tmp_path)

    assert _exchanges(None, tmp_path) == 1
    assert "headgate: no price: strange" in capsys.readouterr().err


def test_the_configuration_in_the_current_folder_is_used_or_else_the_usual_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _journal(tmp_path / "data")
    assert _exchanges(None, None) == 1

    (tmp_path / "headgate.yaml").write_text(CONFIG)
    (tmp_path / "books").mkdir()
    assert _exchanges(None, None) == 0


def test_the_prices_beside_the_data_are_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "headgate.yaml").write_text(CONFIG + "prices: p.yaml\n")
    (tmp_path / "p.yaml").write_text(
        "prices: [{models: [strange], from: 2026-01-01, source: ours, rates: {any: {input: 1, output: 1}}}]\n"
    )
    _journal(tmp_path)

    assert _exchanges(None, tmp_path) == 1
    assert capsys.readouterr().err == ""


def test_a_folder_that_is_not_there_is_bad_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no data folder"), up_to_date_books(None, None, tmp_path / "none"):
        pass
