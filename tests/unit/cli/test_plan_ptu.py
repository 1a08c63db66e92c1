import json
from pathlib import Path

import pytest

from headgate.cli.application import run

PEAK = ["--input-tpm", "500000", "--output-tpm", "150000"]


def test_a_peak_is_sized(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "ptu", "--model", "gpt-4o-mini", *PEAK]) == 0

    assert "gpt-4o-mini: 30 PTU carry the peak" in capsys.readouterr().out


def test_with_a_price_the_cheapest_mix_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "ptu", "--model", "gpt-4.1", *PEAK, "--ptu-price", "0.01", "--format", "json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["ptu"] == told["mixes"][0]["ptu"] == 370
    assert told["mixes"][1]["overflow_share"] == 1.0
    assert told["currency"] == "USD"


def test_a_month_is_read_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "month.csv").write_text("hours,input_tpm,output_tpm\n700,1000,100\n30,600000,0\n")

    assert run(["plan", "ptu", "--model", "gpt-4.1", "--load", str(tmp_path / "month.csv")]) == 0
    assert "200 PTU" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options, told",
    [
        (["--model", "gpt-99", *PEAK], "what a PTU of gpt-99 carries is not known"),
        (["--model", "gpt-4.1"], "give --input-tpm and --output-tpm"),
        (["--model", "gpt-4.1", "--input-tpm", "1", "--cached-tpm", "2"], "no more --cached-tpm than input"),
        (["--model", "gpt-4.1", *PEAK, "--load", "x.csv"], "not both"),
        (["--model", "gpt-4.1", "--load", "none.csv"], "none.csv: cannot be read"),
        (["--model", "gpt-4.1", *PEAK, "--ptu-price", "-1"], "cannot be below 0"),
    ],
)
def test_what_cannot_be_meant_is_told(options: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "ptu", *options]) == 2
    assert told in capsys.readouterr().err
