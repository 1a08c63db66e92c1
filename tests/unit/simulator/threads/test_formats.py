from typing import Any

import pytest

from tests.unit.simulator.threads.crew import Crew

SCHEMA = {"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}, "strict": True}}


@pytest.mark.parametrize("asked", ["auto", {"type": "text"}, {"type": "json_object"}, SCHEMA])
def test_a_format_is_shown_as_it_was_asked_for(asked: Any) -> None:
    crew = Crew(response_format=asked)

    assert crew.get(f"assistants/{crew.assistant}").json["response_format"] == asked
    assert crew.start().json["response_format"] == asked


@pytest.mark.parametrize(
    "asked,param",
    [
        ("json", "response_format"),
        ({"type": "xml"}, "response_format.type"),
        ({"type": "json_schema"}, "response_format.json_schema"),
        ({"type": "json_schema", "json_schema": {"name": "n", "schema": "x"}}, "response_format.json_schema.schema"),
    ],
)
def test_what_is_no_format_is_refused(asked: Any, param: str) -> None:
    crew = Crew()

    assert crew.start(response_format=asked).error["param"] == param
    assert crew.post(f"assistants/{crew.assistant}", {"response_format": asked}).error["param"] == param
