import io
import subprocess
import sys

import msgspec
import pytest

from headgate.metering.token_process import TokenCount, TokenJob, serve_jobs

BODY = b'{"messages":[{"role":"user","content":"Say hello"}]}'


def line(number: int, completion: str = "Hello!") -> bytes:
    job = TokenJob(id=number, api="chat.completions", model="gpt-4o", body=BODY, completion=completion)
    return msgspec.json.encode(job) + b"\n"


def test_each_job_is_answered_in_its_turn() -> None:
    answers = io.BytesIO()
    serve_jobs(io.BytesIO(line(1) + line(2, "")), answers)
    assert [msgspec.json.decode(each, type=TokenCount) for each in answers.getvalue().splitlines()] == [
        TokenCount(id=1, prompt=9, completion=2),
        TokenCount(id=2, prompt=9, completion=0),
    ]


def test_a_line_that_is_no_job_ends_it() -> None:
    answers = io.BytesIO()
    with pytest.raises(msgspec.DecodeError):
        serve_jobs(io.BytesIO(b"{}\n" + line(1)), answers)
    assert answers.getvalue() == b""


def test_the_process_ends_with_its_input() -> None:
    command = [sys.executable, "-m", "headgate.metering.token_process"]
    done = subprocess.run(command, input=line(7), capture_output=True, timeout=60, check=True)
    assert msgspec.json.decode(done.stdout, type=TokenCount) == TokenCount(id=7, prompt=9, completion=2)
    assert done.stderr == b""
