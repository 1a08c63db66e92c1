import json
from pathlib import Path
from typing import Any

import pytest

from headgate.audit.collect.bicep import COLLECTOR
from tests.unit.audit.collect.documents import collected, document

TEMPLATE = {
    "contentVersion": "1.0.0.0",
    "parameters": {"name": {"type": "string"}},
    "resources": [{"type": "Microsoft.CognitiveServices/accounts", "name": "[parameters('name')]"}],
}
PARAMETERS = {"parameters": {"name": {"value": "oai"}}}


def stand_in(folder: Path, output: Any, code: int = 0) -> None:
    """Put a command ``bicep`` there that prints what the real one would."""
    (folder / "output.json").write_text(json.dumps(output))
    command = folder / "bicep"
    command.write_text(
        f"#!/bin/sh\necho 'main.bicep(1,1) : Error BCP018' >&2\ncat '{folder}/output.json'\nexit {code}\n"
    )
    command.chmod(0o755)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def bicep(name: str = "main.bicep", text: str = "param name string", *, named: bool = False) -> Any:
    return document(name, text=text, named=named)


def test_without_the_command_it_is_said_and_nothing_is_concluded(path: Path) -> None:
    evidence = collected(COLLECTOR, bicep())

    assert "bicep command, which is not here" in evidence.troubles[0].reason
    assert evidence.gaps
    assert evidence.resources == ()


def test_the_compiled_template_is_read_with_the_parameters_beside_it(path: Path) -> None:
    stand_in(path, TEMPLATE)
    evidence = collected(COLLECTOR, bicep(), document("main.parameters.json", PARAMETERS))

    assert [(one.name, one.source.kind) for one in evidence.resources] == [("oai", "bicep")]


def test_a_parameter_file_of_bicep_brings_its_template(path: Path) -> None:
    stand_in(path, {"parametersJson": json.dumps(PARAMETERS), "templateJson": json.dumps(TEMPLATE)})
    evidence = collected(COLLECTOR, bicep("main.bicepparam", "using 'main.bicep'"))

    assert [one.name for one in evidence.resources] == ["oai"]


@pytest.mark.parametrize("output, code, reason", [(TEMPLATE, 1, "BCP018"), ([], 0, "no template")])
def test_what_the_command_refuses_is_said(path: Path, output: object, code: int, reason: str) -> None:
    stand_in(path, output, code)

    assert reason in collected(COLLECTOR, bicep()).troubles[0].reason


@pytest.mark.parametrize(
    "other",
    [
        document("app.bicep", text="module oai 'main.bicep' = {\n}", named=False),
        document("prod.bicepparam", text="using './main.bicep'", named=False),
        document("main.json", TEMPLATE, named=False),
    ],
)
def test_what_is_read_through_another_file_is_not_read_again(path: Path, other: Any) -> None:
    assert collected(COLLECTOR, bicep(), other).troubles == ()
