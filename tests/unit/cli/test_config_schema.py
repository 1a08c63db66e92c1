"""``headgate config schema``."""

import msgspec
import pytest

from headgate.cli.application import run


def test_the_schema_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "schema"]) == 0

    schema = msgspec.json.decode(capsys.readouterr().out)
    assert schema["$schema"].endswith("2020-12/schema")
    assert "use_cases" in schema["$defs"]["Settings"]["required"]
