"""Files that a configuration names."""

from pathlib import Path

from headgate.settings_check.findings import Findings
from headgate.settings_check.readable import check_readable
from tests.configurations import SMALL, changed, load_text


def test_a_file_that_can_be_read_is_fine(tmp_path: Path) -> None:
    findings = Findings(load_text(SMALL))
    (tmp_path / "prices.yaml").write_text("x")

    assert check_readable(("prices",), tmp_path / "prices.yaml", findings)
    assert findings.mistakes == []


def test_a_folder_in_place_of_a_file_is_a_mistake(tmp_path: Path) -> None:
    findings = Findings(load_text(SMALL))

    assert not check_readable(("prices",), tmp_path, findings)
    assert [mistake.message for mistake in findings.mistakes] == [f"cannot read {tmp_path}: Is a directory"]


def test_a_path_that_was_filled_in_is_not_quoted() -> None:
    findings = Findings(load_text(changed(("models:\n  gpt", "prices: ${env:EAST_KEY}\nmodels:\n  gpt"))))

    assert not check_readable(("prices",), Path("sesame"), findings)
    assert [mistake.message for mistake in findings.mistakes] == ["cannot read the file: No such file or directory"]


def test_a_path_that_no_file_can_have_is_a_mistake() -> None:
    findings = Findings(load_text(SMALL))

    assert not check_readable(("prices",), Path("a\0b"), findings)
    assert len(findings.mistakes) == 1
