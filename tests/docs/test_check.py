"""What the pages say about the audit is so: limits, keys of the report, the examples for pipelines."""

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from headgate.audit.checklist import bullets
from headgate.audit.collect import parsing, reading
from headgate.audit.registry import all_rules
from headgate.audit.report.as_json import as_data
from headgate.cli.application import build_app
from tests.audit_reports import REPORT
from tests.docs.pages import blocks
from tests.repository import ROOT

PAGE = ROOT / "docs" / "check.md"
PIPELINES = sorted((ROOT / "examples" / "ci").glob("*.yml"))


def test_the_limits_are_those_that_are_kept() -> None:
    text = PAGE.read_text()

    assert f"{parsing.BYTES_MAX >> 20} MiB (YAML: {parsing.YAML_BYTES_MAX >> 20} MiB)" in text
    assert f"{parsing.VALUES_MAX:,} values and {parsing.DEPTH_MAX} levels" in text
    assert f"{reading.FILES_MAX:,} files and {reading.TOTAL_BYTES_MAX >> 20} MiB" in text
    assert f"checklist of {len(bullets())} bullets" in text


def test_the_report_that_is_shown_has_the_keys_of_a_report() -> None:
    (shown,) = [json.loads(block.text) for block in blocks(PAGE) if block.language == "json"]
    made = as_data(REPORT)

    assert shown["summary"].keys() == made["summary"].keys()
    assert shown["findings"][0].keys() <= made["findings"][0].keys()
    assert shown["findings"][0]["evidence"][0].keys() <= made["findings"][0]["evidence"][0].keys()


@pytest.mark.parametrize("path", PIPELINES, ids=lambda path: path.name)
def test_what_a_pipeline_types_are_options_that_exist(path: Path) -> None:
    scripts = [one for one in _texts(yaml.safe_load(path.read_text())) if "headgate check" in one]
    check = build_app("check")["check"]

    assert len(scripts) == 2
    for script in scripts:
        typed = re.sub(r"\$\(\S+?\)", "folder", script.partition("||")[0].replace("\\\n", " "))
        tokens = shlex.split(typed)[2:]
        assert check.parse_args(tokens, exit_on_error=False, print_error=False)


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


def test_the_page_of_rules_names_every_rule_and_no_other() -> None:
    named = re.findall(r"^#### ([A-Z]{3}-\d{3}) ", (ROOT / "docs" / "rules.md").read_text(), re.MULTILINE)

    assert sorted(named) == [rule.id for rule in all_rules()], "run `make docs`"
