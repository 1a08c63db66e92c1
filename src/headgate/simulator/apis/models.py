"""The list of models: on v1 the deployments by name, on dated paths the models behind them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from headgate.simulator import catalog, errors
from headgate.simulator.answer import Answer
from headgate.simulator.settings import DeploymentSettings

_CREATED = 1_732_060_800
"""20 November 2024; the simulator's models are all of an age."""


def answer(deployments: Mapping[str, DeploymentSettings], *, version: str, item: str) -> Answer:
    """The list, or one of it.

    Raises:
        AzureError: a 404 for one that is not there.
    """
    listed = {name: _model(name, settings) for name, settings in _names(deployments, version).items()}
    if not item:
        return Answer(body=msgspec.json.encode({"data": list(listed.values()), "object": "list"}))
    if item not in listed:
        raise errors.no_path()
    return Answer(body=msgspec.json.encode(listed[item]))


def _names(deployments: Mapping[str, DeploymentSettings], version: str) -> dict[str, DeploymentSettings]:
    if version == "v1":
        return dict(deployments)
    return {f"{each.model}-{each.version}".rstrip("-"): each for each in deployments.values()}


def _model(name: str, settings: DeploymentSettings) -> dict[str, Any]:
    apis = catalog.apis_of(settings.model)
    return {
        "capabilities": {
            "fine_tune": False,
            "inference": True,
            "completion": "completions" in apis,
            "chat_completion": "chat.completions" in apis,
            "embeddings": "embeddings" in apis,
        },
        "lifecycle_status": "generally-available",
        "status": "succeeded",
        "id": name,
        "created": _CREATED,
        "created_at": _CREATED,
        "object": "model",
        "owned_by": "azure-openai",
    }
