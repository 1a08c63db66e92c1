"""docs/architecture.md tells the truth about the layers, the packages and the answers."""

import tomllib
from typing import Any, get_args

import msgspec

from headgate.settings import Settings
from tests.docs.pages import blocks, prose, spans, table_rows
from tests.repository import ROOT, SOURCE

PAGE = ROOT / "docs" / "architecture.md"


def _layers() -> list[str]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(one for one in config["tool"]["importlinter"]["contracts"] if one["id"] == "layers")
    return [layer.replace("(", "").replace(")", "") for layer in contract["layers"]]


def test_the_layers_are_those_that_are_enforced() -> None:
    drawn = [block.text.split("\n") for block in blocks(PAGE) if block.text.startswith("cli\n")]

    assert [[line.strip() for line in lines if line.strip()] for lines in drawn] == [_layers()]


def test_every_package_is_described() -> None:
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    described = {span.rstrip("/") for span in spans(PAGE) if span.endswith("/")}

    assert packages - described == set()


def test_every_module_that_is_named_exists() -> None:
    modules = [
        span for span in spans(PAGE) if span.endswith(".py") and not span.startswith(("tests/", "src/", "bench/"))
    ]

    assert [module for module in modules if not (SOURCE / module).is_file()] == []
    assert "table of answers" in prose(PAGE).lower()


def test_the_limits_are_those_of_the_settings() -> None:
    limits = prose(PAGE).partition("\n## Limits\n")[2]
    rows = {key.strip("`"): default for key, default, _ in table_rows(limits)[1:]}

    assert rows == {key: str(_default(key)) for key in rows}


def _default(key: str) -> object:
    """Return the default of ``a.b`` or ``a.*.b`` in the settings."""
    kind: Any = Settings
    for part in key.split("."):
        if part == "*":
            kind = get_args(kind)[1]
            continue
        described = next(field for field in msgspec.structs.fields(kind) if field.name == part)
        kind = described.type
    return described.default
