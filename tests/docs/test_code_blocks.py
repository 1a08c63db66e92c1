"""Code in the pages is code: it parses in its language."""

import subprocess
from pathlib import Path

import pytest
import yaml

from tests.docs.pages import Block, blocks, pages
from tests.repository import shown

BLOCKS = [
    pytest.param(block, id=f"{shown(page)}-{number}")
    for page in pages()
    for number, block in enumerate(blocks(page), 1)
]
KNOWN = {"", "python", "sh", "yaml", "json", "text", "console", "promql", "diff"}


@pytest.mark.parametrize("block", BLOCKS)
def test_a_code_block_parses_in_its_language(block: Block) -> None:
    assert block.language in KNOWN
    match block.language:
        case "python":
            compile(block.text, "block", "exec")
        case "yaml":
            yaml.safe_load(block.text)
        case "sh":
            subprocess.run(["sh", "-n"], input=block.text, text=True, check=True, timeout=10)


def test_every_fence_is_closed() -> None:
    odd = [path for path in pages() if _fences(path) % 2]

    assert [shown(path) for path in odd] == []


def _fences(page: Path) -> int:
    return sum(line.startswith("```") for line in page.read_text(encoding="utf-8").splitlines())
