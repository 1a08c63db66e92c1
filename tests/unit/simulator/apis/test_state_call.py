import json

import pytest

from headgate.simulator.apis.state_call import answered, deleted, found
from headgate.simulator.errors import AzureError


def test_answers_are_pretty_printed() -> None:
    assert answered({"a": 1}).body == b'{\n  "a": 1\n}'
    assert json.loads(deleted("file-1", "file").body) == {"id": "file-1", "object": "file", "deleted": True}


def test_what_is_not_there_is_404() -> None:
    assert found("here", "File", "file-1") == "here"
    with pytest.raises(AzureError, match="File with id 'file-1' not found") as caught:
        found(None, "File", "file-1")
    assert caught.value.status == 404
