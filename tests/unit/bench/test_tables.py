import msgspec

from bench.tables import load_section, request_section, setting_section, stream_section, verdict_section
from tests.unit.bench.example_run import example_results


def test_the_setting_names_machine_versions_and_who_is_missing() -> None:
    section = setting_section(example_results(), "bench/results/x.json")

    assert "2026-11-23 12:00 UTC on AMD EPYC, 2 cores, 24 GB, Linux 6.1.0" in section
    assert "commit 0123456789ab; python 3.11.7." in section
    assert "| portkey | - | not measured: node is not installed |" in section
    assert "[`bench/results/x.json`](../bench/results/x.json)" in section


def test_a_row_of_requests_reads_from_left_to_right() -> None:
    rows = request_section(example_results(drift=0.5)).splitlines()

    assert rows[3] == (
        "| headgate | plain | 18,000 (12,000-24,000) | 0.60 (by CPU 0.62) | 32.0 | 150 / 300 | 1.39 / 2.77 "
        "| 40 / 50 | 0 |"
    )


def test_who_is_slower_by_orders_of_magnitude_gets_a_fraction() -> None:
    assert "| 1/400 |" in request_section(example_results())


def test_streams_show_how_many_were_held_and_their_price() -> None:
    assert "| headgate | plain | 1,000 | 0.0% | 0.0000% | 1.00 / 4.00 | 16.0 | 80% | 10.0 |" in stream_section(
        example_results()
    )


def test_the_load_generator_is_shown_alone_and_under_each_contestant() -> None:
    section = load_section(example_results())

    assert "plain upstream, nothing in between: 50,000 requests/s" in section
    assert "| nginx | plain | 99% | 80% | 0% |" in section


def test_every_verdict_has_a_word() -> None:
    assert {row.rsplit("|", 2)[1].strip() for row in verdict_section(example_results()).splitlines()[2:]} <= {
        "yes", "**no**", "-",
    }  # fmt: skip


def test_what_plain_python_reaches_is_a_sentence_below_the_verdicts() -> None:
    results = example_results()
    plain = [
        msgspec.structs.replace(run, contestant="headgate-plain", requests_per_second=run.requests_per_second * 0.6)
        for run in results.requests
        if run.contestant == "headgate"
    ]

    section = verdict_section(msgspec.structs.replace(results, requests=[*results.requests, *plain]))

    assert section.splitlines()[-2:] == [
        "",
        "Requests of Headgate as plain Python: 0.36 x nginx over plain, 32 µs each.",
    ]


def test_a_run_without_plain_python_says_nothing_of_it() -> None:
    assert verdict_section(example_results()).endswith(" |")
