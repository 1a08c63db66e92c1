import msgspec
import pytest

from headgate.simulator.faults import Fault, Faults


def _kinds(faults: Faults, draws: int, deployment: str = "gpt-4o") -> list[str]:
    drawn = [faults.draw("eastus", deployment, "chat.completions")[1] for _ in range(draws)]
    return [fault.kind if fault else "" for fault in drawn]


def test_without_faults_nothing_happens() -> None:
    assert Faults().draw("eastus", "gpt-4o", "chat.completions") == (0.0, None)


def test_a_fault_with_a_count_is_over_after_it() -> None:
    faults = Faults()
    faults.add(Fault(kind="status", status=503, count=2))

    assert _kinds(faults, 3) == ["status", "status", ""]
    assert faults.reports() == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind="status", resource="westus"),
        Fault(kind="status", deployment="other"),
        Fault(kind="status", api="embeddings"),
    ],
)
def test_a_fault_strikes_only_what_it_names(fault: Fault) -> None:
    faults = Faults()
    faults.add(fault)

    assert _kinds(faults, 1) == [""]


def test_the_same_seed_strikes_the_same_requests() -> None:
    def run() -> list[str]:
        faults = Faults()
        faults.add(Fault(kind="reset_before", probability=0.3, seed=42))
        return _kinds(faults, 200)

    assert run() == run()
    assert 30 < run().count("reset_before") < 90


def test_delays_add_up_and_go_with_another_fault() -> None:
    faults = Faults()
    faults.add(Fault(kind="delay", seconds=1.5))
    faults.add(Fault(kind="stall"))
    faults.add(Fault(kind="status"))
    faults.add(Fault(kind="delay", seconds=0.5))

    delay, fault = faults.draw("eastus", "gpt-4o", "chat.completions")

    assert delay == 2.0
    assert fault is not None
    assert fault.kind == "stall"


def test_faults_are_taken_back_one_by_one_or_all() -> None:
    faults = Faults()
    first, _second, _third = (faults.add(Fault(kind="status", status=status)) for status in (500, 502, 503))

    assert faults.remove(first) == 1
    assert [report.fault.status for report in faults.reports()] == [502, 503]
    assert faults.remove() == 2
    assert faults.reports() == []


def test_reports_count_what_happened() -> None:
    faults = Faults()
    faults.add(Fault(kind="stall"))
    _kinds(faults, 3)

    assert [report.happened for report in faults.reports()] == [3]


def test_there_is_a_limit_on_faults() -> None:
    faults = Faults()
    for _ in range(1_000):
        faults.add(Fault(kind="status"))

    with pytest.raises(ValueError, match="1000 faults already"):
        faults.add(Fault(kind="status"))


@pytest.mark.parametrize(
    "text",
    [
        '{"kind":"explode"}',
        '{"kind":"status","status":99}',
        '{"kind":"status","headers":{"a\\r\\nb":"c"}}',
        '{"kind":"status","headers":{"a":"b\\r\\nc"}}',
        '{"kind":"status","chance":1}',
        "{}",
    ],
)
def test_what_is_no_fault_is_refused(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=Fault)
