import json

from headgate.simulator import filters


def test_results_are_json_with_sorted_names() -> None:
    for results in (filters.PROMPT_RESULTS, filters.COMPLETION_RESULTS):
        names = list(json.loads(results))
        assert names == sorted(names)


def test_nothing_is_filtered_unless_blocked() -> None:
    assert not any(result["filtered"] for result in json.loads(filters.COMPLETION_RESULTS).values())
    assert json.loads(filters.BLOCKED_PROMPT_RESULT)["jailbreak"] == {"filtered": True, "detected": True}


def test_every_prompt_has_its_results() -> None:
    found = json.loads(filters.prompt_filter_results(b"{}", 2))

    assert found == [{"prompt_index": at, "content_filter_results": {}} for at in (0, 1)]
