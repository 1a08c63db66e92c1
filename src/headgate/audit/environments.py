"""Which environment a resource belongs to, by its tags or its name."""

import re

from headgate.audit.graph.naming import unknown_parts, written
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Missing, Unknown, UnknownValueError, Value
from headgate.audit.openai import word

TAGS = frozenset({"env", "environment", "environmentname", "environmenttype", "stage", "azd-env-name"})

_PARAMETERS = frozenset({*(one.replace("-", "") for one in TAGS), "envname", "environmentsuffix", "azureenvname"})

_WORDS = {
    "prod": "prod", "production": "prod", "prd": "prod", "live": "prod",
    "dev": "dev", "develop": "dev", "development": "dev", "sandbox": "dev", "sbx": "dev",
    "test": "test", "tst": "test", "qa": "test", "uat": "test",
    "stage": "stage", "staging": "stage", "stg": "stage", "preprod": "stage",
}  # fmt: skip


def environment_of(resource: Resource) -> str:
    """Return ``prod``, ``dev``, ``test`` or ``stage``; another value of its tag as it is; empty when nothing says.

    Raises ``UnknownValueError`` when what would say so cannot be told.
    """
    named = _known(written(resource))
    if isinstance(resource.tags, Unknown) and not named:
        raise UnknownValueError(resource.tags.reason)
    told = environment_tag(resource)
    return _known(word(told)) or word(told) or named


def environment_tag(resource: Resource) -> Value | Missing:
    """Return the tag that says the environment; ``MISSING`` when there is none that says something."""
    tags = resource.tags if isinstance(resource.tags, dict) else {}
    told = (value for key, value in tags.items() if key.lower() in TAGS)
    return next((value for value in told if isinstance(value, Unknown) or word(value)), MISSING)


def names_environment(resource: Resource) -> bool:
    """Whether a part of the name comes from a parameter that is called for the environment, whatever it will say."""
    return any(
        re.sub("[^a-z]", "", part.lower()) in _PARAMETERS or _known(part) != "" for part in unknown_parts(resource)
    )


def _known(text: str) -> str:
    parts = re.split(r"[^a-z]+", text.lower())
    found = next((_WORDS[part] for part in parts if part in _WORDS), "")
    return found or next((_WORDS[end] for part in parts for end in ("dev", "prod") if part.endswith(end)), "")
