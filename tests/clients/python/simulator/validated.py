"""Holds what the official client is answered against the client's own types, which it does not do by itself.

A difference is told in a line like what is shown: ``differs: Type.member: why``. The test knows those that Azure has.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from openai._base_client import BaseClient
from openai._models import construct_type, validate_type
from openai.resources.beta.realtime import realtime as beta
from openai.resources.realtime import realtime
from openai.types.beta.realtime import RealtimeServerEvent as BetaEvent
from openai.types.realtime import RealtimeServerEvent
from pydantic import ValidationError
from pydantic_core import ErrorDetails

TOLD: set[str] = set()


def validate() -> None:
    """From now on, tell every difference once."""
    BaseClient._process_response_data = _processed
    for connection in (realtime.RealtimeConnection, realtime.AsyncRealtimeConnection):
        connection.parse_event = lambda _self, data: _event(RealtimeServerEvent, data)
    for connection in (beta.RealtimeConnection, beta.AsyncRealtimeConnection):
        connection.parse_event = lambda _self, data: _event(BetaEvent, data)


def _processed(_client: object, *, data: object, cast_to: Any, response: object) -> Any:
    if data is None or cast_to is object:
        return data
    _hold(getattr(cast_to, "__name__", str(cast_to)), cast_to, data)
    return construct_type(type_=cast_to, value=data)


def _event(types: Any, data: str | bytes) -> Any:
    event = json.loads(data)
    _hold(event["type"], types, event)
    return construct_type(type_=types, value=event)


def _hold(name: str, type_: Any, data: object) -> None:
    try:
        validate_type(type_=type_, value=data)
    except ValidationError as error:
        for each in _of_the_right_type(error.errors()):
            members = [str(step) for step in each["loc"] if not isinstance(step, int)]
            difference = f"{'.'.join([name, *members])}: {each['type']}"
            if difference not in TOLD:
                TOLD.add(difference)
                sys.stdout.write(f"differs: {difference}\n")


def _of_the_right_type(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Without the complaints of the members of a union whose ``type`` or ``event`` is another one."""
    wrong = {
        each["loc"][0]
        for each in errors
        if each["type"] == "literal_error" and each["loc"][1:] in (("type",), ("event",))
    }
    return (each for each in errors if not each["loc"] or each["loc"][0] not in wrong)
