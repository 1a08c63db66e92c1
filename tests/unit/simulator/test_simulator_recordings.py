"""The simulator beside recorded exchanges of Azure OpenAI: names, types and order, not words and numbers."""

from itertools import groupby
from typing import Any

import pytest

from tests.requirements import require
from tests.unit.simulator.recordings import Exchanged, recorded, simulated

require("recordings")

PROFILE = "2026-03"
RECORDED = [original for original in recorded() if original.date.startswith("2026")]
UP_TO_THE_PROFILE = [original for original in RECORDED if original.date <= PROFILE]
OF_THE_PROFILE = [original for original in RECORDED if original.date == PROFILE and original.status == 200]

ADDED_SINCE = {
    "skip-error-remapping",
    "x-ms-is-spilled-over",
    "x-ratelimit-abusepenalty-active",
    "x-ratelimit-renewalperiod-requests",
    "x-ratelimit-renewalperiod-tokens",
    "x-ratelimit-reset-requests",
    "x-ratelimit-reset-tokens",
}
"""Headers that the recordings of January and February 2026 do not have yet."""

each_recording = pytest.mark.parametrize("original", RECORDED, ids=lambda original: original.name)
OF_PICTURES = {"api-supported-versions", "request-id", "x-envoy-upstream-service-time"}
"""Headers of a prompt with pictures, which takes another way through Azure; they are not simulated."""

each_up_to_the_profile = pytest.mark.parametrize("original", UP_TO_THE_PROFILE, ids=lambda original: original.name)
each_of_the_profile = pytest.mark.parametrize("original", OF_THE_PROFILE, ids=lambda original: original.name)


def shape(value: Any) -> Any:
    """Names and types of a JSON value; lists by the shapes in them."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [kind for kind, _ in groupby(shape(item) for item in value)]
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def finish(exchanged: Exchanged) -> set[str]:
    """How the choices of a chat ended."""
    choices = [choice for document in exchanged.documents for choice in document.get("choices", ())]
    return {choice["finish_reason"] for choice in choices if choice.get("finish_reason")}


def shapes(exchanged: Exchanged) -> list[Any]:
    """The shapes of an answer's documents, repeated ones once."""
    return [kind for kind, _ in groupby(shape(without_filters_at_the_end(each)) for each in exchanged.documents)]


def without_filters_at_the_end(document: dict[str, Any]) -> dict[str, Any]:
    """The last event of a choice has filter results in some recordings of one month, and in some not."""
    choices = [
        choice | {"content_filter_results": {}} if choice.get("delta") == {} else choice
        for choice in document.get("choices", ())
    ]
    return document | {"choices": choices} if choices else document


def without_filters(value: Any) -> Any:
    """A shape without filter results: which filters ran differs from month to month."""
    if isinstance(value, dict):
        return {name: without_filters(inner) for name, inner in value.items() if "filter" not in name}
    return [without_filters(inner) for inner in value] if isinstance(value, list) else value


@each_recording
def test_the_status_is_the_recorded_one(original: Exchanged) -> None:
    assert simulated(original).status == original.status


@each_up_to_the_profile
def test_the_names_of_the_headers_are_the_recorded_ones(original: Exchanged) -> None:
    names = set(simulated(original).headers) | {"date"}

    assert set(original.headers) - names - OF_PICTURES == set()
    assert names - set(original.headers) - ADDED_SINCE == set()


@each_of_the_profile
def test_in_the_months_of_the_profile_no_header_is_more_or_less(original: Exchanged) -> None:
    assert set(simulated(original).headers) | {"date"} == set(original.headers)


@each_of_the_profile
def test_in_the_months_of_the_profile_names_types_and_order_are_the_recorded_ones(original: Exchanged) -> None:
    there, here = (shapes(each) for each in (original, simulated(original)))

    assert there == here
    assert [list(document) for document in there] == [list(document) for document in here]


@each_up_to_the_profile
def test_a_chat_that_ends_alike_looks_alike(original: Exchanged) -> None:
    copy = simulated(original)
    if original.status != 200 or "responses" in original.target or finish(original) != finish(copy):
        return

    assert without_filters(shapes(original)) == without_filters(shapes(copy))


@each_recording
def test_a_response_has_the_recorded_members_in_their_order(original: Exchanged) -> None:
    if "responses" not in original.target:
        return
    (there,), (here,) = original.documents, simulated(original).documents

    assert list(here) == list(there)
    assert shape(here["usage"]) == shape(there["usage"])
    assert shape(here["output"][-1]) == shape(there["output"][-1])
    assert shape(here["content_filters"][0]["content_filter_offsets"]) == shape(
        there["content_filters"][0]["content_filter_offsets"]
    )


@each_recording
def test_errors_are_the_recorded_bodies(original: Exchanged) -> None:
    if original.status != 200:
        assert simulated(original).body == original.body
