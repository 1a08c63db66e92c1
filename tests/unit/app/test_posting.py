import json
import threading

from headgate.adapters.log import Log
from headgate.app.posting import LAST_TRIES, Posting


class Script:
    """Work whose passes are told in advance: True and False for what was found, an exception for a failure."""

    def __init__(self, *passes: bool | Exception) -> None:
        self._passes = list(passes)
        self.done = threading.Event()

    def post(self) -> bool:
        if not self._passes:
            self.done.set()
            return False
        outcome = self._passes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class Opener:
    def __init__(self, *outcomes: Script | Exception) -> None:
        self._outcomes = list(outcomes)

    def __call__(self) -> Script:
        outcome = self._outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def posting(opener: Opener) -> tuple[Posting, list[bytes]]:
    lines: list[bytes] = []
    return Posting(opener, Log(lines.append, process="control")), lines


def events(lines: list[bytes]) -> list[str]:
    return [json.loads(line)["event"] for line in lines]


def test_it_posts_for_as_long_as_there_is_something() -> None:
    work = Script(True, True, True)
    thread, _ = posting(Opener(work))
    assert thread.problem == "the ledger is not open yet"

    thread.start()

    assert work.done.wait(10)
    thread.finish()
    assert thread.problem == ""


def test_what_came_while_it_was_told_to_finish_is_posted_too() -> None:
    work = Script(False, True, True)
    thread, _ = posting(Opener(work))

    thread.start()
    thread.finish()

    assert work.done.is_set()


def test_an_error_is_logged_and_tried_again() -> None:
    work = Script(OSError("disk full"), True)
    thread, lines = posting(Opener(work))

    thread.start()

    assert work.done.wait(10)
    thread.finish()
    assert events(lines) == ["posting_failed", "posting_again"]
    assert json.loads(lines[0])["problem"] == "OSError: disk full"


def test_a_ledger_that_does_not_open_is_tried_again() -> None:
    work = Script()
    thread, lines = posting(Opener(OSError("no ledger"), work))

    thread.start()

    assert work.done.wait(10)
    thread.finish()
    assert events(lines) == ["posting_failed", "posting_again"]


def test_at_the_end_errors_are_not_tried_for_ever() -> None:
    errors = [OSError("gone")] * (LAST_TRIES + 10)
    thread, lines = posting(Opener(Script(*errors)))

    thread.start()
    thread.finish()

    assert LAST_TRIES <= len(lines) <= LAST_TRIES + 1
    assert thread.problem == "OSError: gone"
