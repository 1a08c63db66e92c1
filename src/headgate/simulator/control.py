"""The simulator's own API under ``/simulator/``: what goes wrong, and what was really served."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote

import msgspec

from headgate.simulator import errors
from headgate.simulator.answer import Answer
from headgate.simulator.errors import AzureError
from headgate.simulator.exchange import Exchange, Request
from headgate.simulator.faults import Fault, Faults
from headgate.simulator.media import gallery
from headgate.simulator.scenario import Event
from headgate.simulator.timetable import Timetable
from headgate.simulator.truth import Truth

PREFIX = b"/simulator/"

_ONE_REQUEST = "/simulator/requests/"

_FAULT = msgspec.json.Decoder(Fault)
_MEMBERS = msgspec.json.Decoder(dict[str, Any])
_AT_ONCE = "00:00"


class Control:
    """Answers on every resource's port, for all resources. It asks for no key: the simulator guards nothing."""

    def __init__(self, *, faults: Faults, truth: Truth, timetable: Timetable) -> None:
        """Speak for these."""
        self._faults = faults
        self._timetable = timetable
        self._truth = truth
        self._routes: dict[tuple[str, str], Callable[[Request, dict[str, str]], object]] = {
            ("GET", "/simulator/usage"): self._usage,
            ("GET", "/simulator/requests"): self._requests,
            ("POST", "/simulator/reset"): self._reset,
            ("GET", "/simulator/faults"): self._list_faults,
            ("POST", "/simulator/faults"): self._add_fault,
            ("DELETE", "/simulator/faults"): self._delete_faults,
            ("GET", "/simulator/events"): self._list_events,
            ("POST", "/simulator/events"): self._add_event,
            ("DELETE", "/simulator/events"): self._delete_events,
        }

    def serve(self, request: Request) -> Exchange:
        """Answer a control request."""
        path, _, query = request.target.decode("latin-1").partition("?")
        if request.method == "GET" and path.startswith(_ONE_REQUEST):
            return self._request(path.removeprefix(_ONE_REQUEST))
        if request.method == "GET" and (picture := gallery.at(path)) is not None:
            return Exchange(answer=Answer(content_type=b"image/png", body=picture))
        handler = self._routes.get((request.method, path.rstrip("/")))
        if handler is None:
            return Exchange(answer=_refused(errors.no_path()))
        try:
            parameters = {name: values[-1] for name, values in parse_qs(query).items()}
            return Exchange(answer=Answer(body=msgspec.json.encode(handler(request, parameters)) + b"\n"))
        except (msgspec.DecodeError, ValueError) as error:
            return Exchange(answer=_refused(errors.invalid(str(error))))

    def _usage(self, _request: Request, _parameters: dict[str, str]) -> object:
        return self._truth.usage()

    def _requests(self, _request: Request, parameters: dict[str, str]) -> object:
        limit = int(parameters["limit"]) if "limit" in parameters else None
        return self._truth.requests(since=int(parameters.get("since", "0")), limit=limit)

    def _request(self, name: str) -> Exchange:
        found = self._truth.request(unquote(name))
        if found is None:
            return Exchange(answer=_refused(errors.no_path()))
        return Exchange(answer=Answer(body=msgspec.json.encode(found) + b"\n"))

    def _reset(self, _request: Request, _parameters: dict[str, str]) -> object:
        self._truth.reset()
        return {"reset": True}

    def _list_faults(self, _request: Request, _parameters: dict[str, str]) -> object:
        return {"faults": self._faults.reports()}

    def _add_fault(self, request: Request, _parameters: dict[str, str]) -> object:
        return {"id": self._faults.add(_FAULT.decode(request.body))}

    def _delete_faults(self, _request: Request, parameters: dict[str, str]) -> object:
        return {"deleted": self._faults.remove(int(parameters["id"]) if "id" in parameters else None)}

    def _list_events(self, _request: Request, _parameters: dict[str, str]) -> object:
        return {"events": self._timetable.reports()}

    def _add_event(self, request: Request, _parameters: dict[str, str]) -> object:
        told = _MEMBERS.decode(request.body)
        return {"id": self._timetable.add(msgspec.convert({"at": _AT_ONCE, **told}, Event))}

    def _delete_events(self, _request: Request, parameters: dict[str, str]) -> object:
        return {"deleted": self._timetable.remove(int(parameters["id"]) if "id" in parameters else None)}


def _refused(error: AzureError) -> Answer:
    return Answer(status=error.status, body=error.body)
