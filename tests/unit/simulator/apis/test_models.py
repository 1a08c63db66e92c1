import json
from typing import Any

import pytest

from headgate.simulator.apis import models
from headgate.simulator.errors import AzureError
from tests.unit.simulator.settings_for_tests import deployment

DEPLOYMENTS = {"chat-prod": deployment(), "search": deployment("text-embedding-3-small", version="1")}


def _listed(version: str) -> dict[str, dict[str, Any]]:
    answer = json.loads(models.answer(DEPLOYMENTS, version=version, item="").body)
    return {model["id"]: model for model in answer["data"]}


def test_v1_lists_the_deployments() -> None:
    assert list(_listed("v1")) == ["chat-prod", "search"]


def test_dated_versions_list_the_models() -> None:
    assert list(_listed("2024-10-21")) == ["gpt-4o-2024-11-20", "text-embedding-3-small-1"]


def test_a_model_tells_what_it_can() -> None:
    listed = _listed("v1")

    assert listed["chat-prod"]["capabilities"]["chat_completion"]
    assert listed["search"]["capabilities"]["embeddings"]
    assert not listed["search"]["capabilities"]["chat_completion"]


def test_one_model_is_read_by_name() -> None:
    assert json.loads(models.answer(DEPLOYMENTS, version="v1", item="search").body)["id"] == "search"
    with pytest.raises(AzureError):
        models.answer(DEPLOYMENTS, version="v1", item="missing")
