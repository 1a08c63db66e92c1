"""A small made-up run of the overflow demonstration."""

from bench.results import Machine
from examples.overflow.results import CallMade, Counted, Results

MACHINE = Machine(cpu="Small Processor", cores=2, memory_gb=4.0, kernel="6.1.0", system="Some Linux")


def made(at: float, *, deployment: str = "gpt-4o-ptu", first_token: float = 0.3, tries: int = 1) -> CallMade:
    """A call that was served."""
    return CallMade(at, 200, tries, first_token, first_token + 3.0, 1_000, 200, deployment, "")


def refused(at: float, *, tries: int = 1) -> CallMade:
    """One that was not."""
    return CallMade(at, 429, tries, 0.0, 0.01, 0, 0, "", "")


def example_run() -> Results:
    """One call before the spike, two in it, one after it."""
    return Results(
        date="2026-11-24 12:00 UTC",
        commit="0123456789ab",
        machine=MACHINE,
        ptu=100,
        seconds=90.0,
        faster=1.0,
        calls={
            "alone": [made(1), made(20), refused(40), made(80)],
            "retrying": [made(1), made(20), refused(40, tries=3), made(80)],
            "spilling": [made(1), made(20), made(40, deployment="gpt-4o"), made(80)],
            "headgate": [made(1), made(20), made(40, deployment="gpt-4o", first_token=0.5), made(80)],
        },
        books={
            "overflow/gpt-4o": Counted(1_000, 0, 200, charge="0.0045"),
            "provisioned/gpt-4o-ptu": Counted(3_000, 0, 600, charge="0"),
        },
        served={
            "spilling/gpt-4o": Counted(1_000, 0, 200),
            "overflow/gpt-4o": Counted(1_000, 0, 200),
            "provisioned/gpt-4o-ptu": Counted(3_000, 0, 600),
        },
    )
