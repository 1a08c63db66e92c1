"""Which fault strikes a request: the one that it asks for itself, or one of those in force."""

import msgspec

from headgate.simulator.apis.call import read
from headgate.simulator.exchange import Request
from headgate.simulator.faults import Fault, Faults
from headgate.simulator.truth import ServedRequest

_FAULT = msgspec.json.Decoder(Fault)

Drawn = tuple[float, Fault | None]
"""Seconds of delay, and the fault that strikes."""


class Drawing:
    """Draws for the requests of one resource, and notes in the truth what was drawn."""

    def __init__(self, faults: Faults, resource: str) -> None:
        """Draw from the faults of the simulator."""
        self._faults = faults
        self._resource = resource

    def asked_or_in_force(self, request: Request, deployment: str, api: str, entry: ServedRequest) -> Drawn:
        """The fault of the request's own header ``x-simulator-fault`` goes before those in force.

        Raises:
            AzureError: when the header is no fault.
        """
        asked = request.headers.get(b"x-simulator-fault")
        if asked is None:
            return self.in_force(deployment, api, entry)
        fault = read(asked, _FAULT)
        entry.fault = fault.kind
        return (fault.seconds, None) if fault.kind == "delay" else (0.0, fault)

    def in_force(self, deployment: str, api: str, entry: ServedRequest) -> Drawn:
        """One of those in force, if it strikes."""
        delay, fault = self._faults.draw(self._resource, deployment, api)
        entry.fault = fault.kind if fault else "delay" if delay else entry.fault
        return delay, fault
