"""Prices: a file that can be read, and a price for every deployment that is paid by use."""

from pathlib import Path

from tests.configurations import SMALL, changed, check_text, mistakes_in, warnings_in

OWN = changed(("paygo: {model: gpt-4o, version: 2024-11-20}", "paygo: {model: our-own, kind: global-standard}"))
OWN = changed(("    pools:", "    allow_other_versions: true\n    pools:"), text=OWN)


def test_a_deployment_without_a_price_is_warned_of() -> None:
    (warning,) = warnings_in(OWN)

    assert warning == (
        "11: backends.west.deployments.paygo: no price for our-own global-standard: "
        "its usage is counted, its cost is not; add one in a price file"
    )


def test_a_price_file_fills_the_gap(tmp_path: Path) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text(
        "extends: builtin\n"
        "prices:\n"
        "  - models: [our-own]\n"
        "    from: 2026-01-01\n"
        "    source: our agreement\n"
        "    rates: {any: {input: 1, output: 2}}\n"
    )

    findings = check_text(f"prices: {file}\n{OWN}")

    assert findings.mistakes == []
    assert findings.warnings == []


def test_provisioned_deployments_need_no_price() -> None:
    text = changed(("ptu: {model: gpt-4o,", "ptu: {model: our-own,"), text=OWN)

    assert [line for line in warnings_in(text) if "east" in line] == []


def test_mistakes_in_a_price_file_are_told_at_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text("extends: builtin\nprices: []\nprcies: []\n")

    (mistake,) = mistakes_in(f"prices: {file}\n{SMALL}")

    assert mistake.startswith(f"{file}:3: prcies: unknown key; did you mean prices?")


def test_a_price_file_that_is_not_there_is_told_once(tmp_path: Path) -> None:
    file = tmp_path / "prices.yaml"

    assert mistakes_in(f"prices: {file}\n{SMALL}") == [f"1: prices: cannot read {file}: No such file or directory"]
