from typing import Any

import pytest

from headgate.simulator.apis.response_ask import read_ask
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.keeping import Keeper

GOOD = {"role": "user", "content": [{"type": "input_text", "text": "Hello"}]}


def test_items_and_tools_stay_as_they_were_given() -> None:
    ask = read_ask(b'{"input":[{"type":"new","x":1,"output":{"a":1}}],"tools":[{"type":"newer","y":[2]}]}')

    assert ask.input == [{"type": "new", "x": 1, "output": {"a": 1}}]
    assert ask.tools == [{"type": "newer", "y": [2]}]


@pytest.mark.parametrize(
    "asked,param",
    [
        ({"input": [GOOD, {"role": "user", "content": [7]}]}, "input[1].content[0]"),
        ({"input": [{"role": "user", "content": {"type": "input_text"}}]}, "input[0].content"),
        ({"input": [{"role": "user", "content": [{"text": "no type"}]}]}, "input[0].content[0].type"),
        ({"input": [{"role": ["user"], "content": "x"}]}, "input[0].role"),
        ({"input": "x", "tools": [{"type": "function", "name": "f", "parameters": 7}]}, "tools[0].parameters"),
        ({"input": "x", "tools": [{"type": "file_search", "vector_store_ids": "vs_x"}]}, "tools[0].vector_store_ids"),
        ({"input": "x", "tools": [{}]}, "tools[0].type"),
    ],
)
def test_what_cannot_be_looked_into_is_refused_with_its_place(asked: dict[str, Any], param: str) -> None:
    refused = Keeper().post("responses", {"model": "gpt-4o", **asked})

    assert (refused.status, refused.error["param"]) == (400, param)


def test_what_is_no_json_is_no_request() -> None:
    with pytest.raises(AzureError):
        read_ask(b"{")
