"""Whatever a file holds: a report or one clear error, within bounds of time and memory. Nothing else comes out."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headgate.audit.audit import audit
from headgate.audit.collect.errors import CannotAuditError
from headgate.audit.report.as_html import as_html
from headgate.audit.report.as_json import as_json
from headgate.audit.report.as_junit import as_junit
from headgate.audit.report.as_sarif import as_sarif
from tests.audit_samples import READ_AT

MEMORY_MAX = 1024 * 1024 * 1024
SECONDS_MAX = 20
"""Of one run on a busy machine; alone it takes a second or two."""

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
KEYS = "type name properties resources condition copy parameters variables sku kind value identity scope dependsOn"
KEYS += " template existing defaultValue count input mode tags publicNetworkAccess Microsoft.CognitiveServices/accounts"
KEYS += " Microsoft.ApiManagement/service Microsoft.Resources/deployments"
EXPRESSIONS = """[parameters('a')]|[variables('b')]|[copyIndex()]|[concat('a', variables('b'))]|[if(
[[x]|[1/0]|[json('{')]|[reference('x').y]|[resourceId('a/b', 'c')]|[range(0, 100000000)]""".replace("\n", "|")
WORDS = st.sampled_from([*KEYS.split(), *EXPRESSIONS.split("|")])
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | WORDS | st.text(max_size=8)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=4), inner, max_size=5),
    max_leaves=25,
)
LAX = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _audited(file: Path) -> str | None:
    """Return every form of the report in one text, or None after the one error that may be raised."""
    try:
        report = audit([str(file)], now=READ_AT)
    except CannotAuditError:
        return None
    broken = [one for one in report.findings if "the rule itself failed" in one.because]
    assert [(one.rule_id, one.because) for one in broken] == []
    return as_json(report) + as_html(report) + as_junit(report) + as_sarif(report)


@given(content=st.binary(max_size=200))
@LAX
def test_any_bytes_give_a_report_or_a_clear_error(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_bytes(content)

    _audited(file)


@given(resources=TREES, parameters=TREES, variables=TREES)
@LAX
def test_any_template_gives_a_report_or_a_clear_error(
    resources: Any, parameters: Any, variables: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "template.json"
    sections = {"resources": resources, "parameters": parameters, "variables": variables}
    file.write_text(json.dumps({"$schema": SCHEMA, "contentVersion": "1.0.0.0", **sections}))

    _audited(file)


@given(
    properties=TREES, kind=st.sampled_from(["Microsoft.CognitiveServices/accounts", "Microsoft.ApiManagement/service"])
)
@LAX
def test_any_properties_of_what_rules_look_at_give_a_report(
    properties: Any, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "resource.json"
    one = {"type": kind, "apiVersion": "2024-10-01", "name": "a", "kind": "OpenAI", "properties": properties}
    file.write_text(json.dumps({"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": [one]}))

    _audited(file)


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))


LAUGHS = '<!DOCTYPE p [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{one} "{f"&a{one - 1};" * 10}">' for one in range(1, 12)
)
CIRCLE = {"$schema": SCHEMA, "variables": {"a": "[variables('b')]", "b": "[variables('a')]"}, "resources": []}
BAD_INPUT = {
    "huge.json": b"[" + b" " * (100 * 1024 * 1024) + b"]",
    "values.json": b"[" + b"[]," * 8_000_000 + b"[]]",
    "deep.json": b"[" * 5_000_000,
    "deep.yaml": b"[" * 1_000_000,
    "laughs.xml": f"{LAUGHS}]><policies><inbound>&a11;</inbound></policies>".encode(),
    "deep.xml": b"<policies>" + b"<choose>" * 200_000,
    "circle.json": json.dumps(CIRCLE).encode(),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_hostile_files_end_in_bounded_time_and_memory(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BAD_INPUT[name])

    done = subprocess.run(
        [Path(sys.executable).parent / "headgate", "check", name, "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
        preexec_fn=_bounded,
    )

    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1, 2}, done.stderr
    if done.returncode == 2:
        assert done.stderr.startswith(f"headgate: {name}: ")
    else:
        assert json.loads(done.stdout)["summary"]
