"""A process that counts tokens: one job for each line on standard input, one answer for each on standard output.

It exists so that neither the event loop nor the memory of a gate pays for counting. It ends when its input does, and
its input ends when its parent dies, however that dies.
"""

import os
import sys
from typing import BinaryIO

import msgspec
from msgspec import Struct

from headgate.metering.tokens import count_prompt, count_text

_NICENESS = 10
"""Counting waits for gates that share the processor."""


class TokenJob(Struct, frozen=True):
    """What is to be counted."""

    id: int
    api: str
    model: str
    """The deployed model: it decides the vocabulary."""
    body: bytes
    """Of the request."""
    completion: str
    """The text of the answer, as far as it was seen."""


class TokenCount(Struct, frozen=True):
    """The answer to the job with the same id."""

    id: int
    prompt: int
    completion: int


def serve_jobs(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Answer jobs until there are no more; a line that is no job ends it, for then nothing after it can be trusted."""
    decode = msgspec.json.Decoder(TokenJob).decode
    while line := jobs.readline():
        job = decode(line)
        count = TokenCount(
            id=job.id,
            prompt=count_prompt(job.api, job.model, job.body),
            completion=count_text(job.model, job.completion),
        )
        answers.write(msgspec.json.encode(count) + b"\n")
        answers.flush()


if __name__ == "__main__":
    os.nice(_NICENESS)
    serve_jobs(sys.stdin.buffer, sys.stdout.buffer)
