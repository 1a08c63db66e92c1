"""Every play is checked at its end."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from tests.playbook.stage import Play


@pytest.fixture
async def stage() -> AsyncIterator[Callable[..., Play]]:
    """Sets the stage: ``stage(["east/ptu"], ["west/paygo"])`` gives a ``Play`` with two pools."""
    plays: list[Play] = []

    def new(*pools: Any, **settings: Any) -> Play:
        plays.append(Play(*(pools or (["east/ptu"], ["west/paygo"])), **settings))
        return plays[-1]

    yield new
    for play in plays:
        await play.check()
