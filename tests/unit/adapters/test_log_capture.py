import json
import logging
from collections.abc import Iterator

import pytest

from headgate.adapters.log import Log
from headgate.adapters.log_capture import TRACE_LINES_MAX, capture_logging


@pytest.fixture
def lines() -> Iterator[list[bytes]]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    captured: list[bytes] = []
    capture_logging(Log(captured.append, process="gate-0"))
    yield captured
    root.handlers, root.level = handlers, level


def test_what_a_library_warns_of_is_a_line_of_ours(lines: list[bytes]) -> None:
    logging.getLogger("uvicorn.error").warning("slow %s", "disk")

    line = json.loads(lines[0])
    assert (line["level"], line["event"], line["logger"]) == ("warning", "library", "uvicorn.error")
    assert line["message"] == "slow disk"


def test_an_exception_comes_with_the_innermost_lines_of_its_traceback(lines: list[bytes]) -> None:
    def deep(depth: int) -> None:
        if depth == 0:
            raise ValueError("at the bottom")
        deep(depth - 1)
        deep(depth - 1)

    try:
        deep(100)
    except ValueError:
        logging.getLogger("asyncio").exception("forgotten")

    line = json.loads(lines[0])
    assert line["level"] == "error"
    assert len(line["traceback"]) <= TRACE_LINES_MAX
    assert line["traceback"][-1] == "ValueError: at the bottom"


def test_chatter_is_left_out(lines: list[bytes]) -> None:
    logging.getLogger("httpx").info("GET /")

    assert lines == []
