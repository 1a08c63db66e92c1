"""Showing a configuration without its secrets."""

from pathlib import Path
from typing import Annotated

import pytest
from msgspec import Struct
from msgspec import inspect as types

from headgate.config.document import read_document
from headgate.config.marking import SECRET, URL_PASSWORD
from headgate.config.masked import mask
from headgate.config.secrets import References
from headgate.config.validate import Validation
from tests.configurations import in_memory


class Store(Struct):
    key: Annotated[str, SECRET] | None = None
    url: Annotated[str, URL_PASSWORD] = "none"
    name: str = ""
    size: int = 1
    labels: list[str] | None = None


def masked(text: str) -> dict[str, object]:
    root, _ = read_document(text.encode(), "f.yaml")
    assert root is not None
    references = References(env={"KEY": "sesame", "SIZE": "7"}, folder=Path(), read_file=in_memory({}))
    validation = Validation(references.fill_mapping(root), types.type_info(Store))
    assert validation.mistakes == []
    return dict(mask(validation))


@pytest.mark.parametrize(
    "written, shown",
    [
        ("key: open-sesame", {"key": "***"}),
        ("key: '${env:KEY}'", {"key": "${env:KEY}"}),
        ("key: '${env:KEY}${env:KEY}'", {"key": "${env:KEY}${env:KEY}"}),
        ("key: 'open-${env:KEY}'", {"key": "***"}),
        ("url: postgresql://me:open@db/x", {"url": "postgresql://me:***@db/x"}),
        ("url: redis://:open@cache:6379/0", {"url": "redis://:***@cache:6379/0"}),
        ("url: 'redis://:${env:KEY}@cache'", {"url": "redis://:***@cache"}),
        ("url: postgresql://me@db/x", {"url": "postgresql://me@db/x"}),
        ("url: '${env:KEY}'", {"url": "${env:KEY}"}),
        ("name: 'a ${env:KEY}'", {"name": "a ${env:KEY}"}),
        ("size: '${env:SIZE}'", {"size": "${env:SIZE}"}),
        ("labels: [x, '${env:KEY}']", {"labels": ["x", "${env:KEY}"]}),
        ("size: 5\nname: x", {"size": 5, "name": "x"}),
    ],
)
def test_references_are_shown_and_secrets_are_not(written: str, shown: dict[str, object]) -> None:
    assert masked(written) == shown
