from typing import Any

import pytest
from msgspec import structs

from headgate.simulator.faults import Faults
from headgate.simulator.resource import Resource
from headgate.simulator.truth import Truth
from tests.unit.simulator.apis.keeping import Keeper
from tests.unit.simulator.settings_for_tests import resource_settings


def _keeper(**settings: Any) -> Keeper:
    keeper = Keeper()
    changed = structs.replace(resource_settings(), **settings)
    keeper.resource = Resource("eastus", changed, faults=Faults(), truth=Truth(requests_kept=9), clock=keeper.clock)
    return keeper


@pytest.mark.parametrize("settings", [{"profile": "2026-08"}, {"profile": "2026-10", "assistants": True}])
def test_they_are_there_until_august_2026_or_because_a_configuration_says_so(settings: dict[str, Any]) -> None:
    assert _keeper(**settings).get("assistants").status == 200


@pytest.mark.parametrize("settings", [{"profile": "2026-09"}, {"profile": "2026-10"}, {"assistants": False}])
def test_afterwards_there_is_nothing_at_their_paths(settings: dict[str, Any]) -> None:
    keeper = _keeper(**settings)

    for path in ("assistants", "threads/thread_x", "threads/thread_x/runs"):
        answer = keeper.get(path)
        assert (answer.status, answer.error) == (404, {"code": "404", "message": "Resource not found"})
    assert keeper.get("files").status == 200, "what else is kept stays"


@pytest.mark.parametrize(
    "version,status",
    [("2025-04-01-preview", 200), ("2024-05-01-preview", 200), ("2024-10-21", 404), ("2024-02-15-preview", 404)],
)
def test_of_dated_versions_only_previews_with_tool_resources_have_them(version: str, status: int) -> None:
    assert Keeper().get(f"/openai/assistants?api-version={version}").status == status
