"""What a resource answers in the place of a model: errors, faults on demand, a full region."""

import msgspec

from headgate.simulator import errors
from headgate.simulator.answer import Answer
from headgate.simulator.errors import AzureError
from headgate.simulator.faults import Fault
from headgate.simulator.heads import ResourceHeads, retry_after

_HIGH_DEMAND_SECONDS = 10


class Refusals:
    """Answers that no model has a part in, with the headers of their resource."""

    def __init__(self, heads: ResourceHeads) -> None:
        """Answer for the resource of these heads."""
        self._heads = heads

    def of_error(self, error: AzureError) -> Answer:
        """An error in Azure's words; one of 401 has fewer headers (recorded exchanges)."""
        return Answer(
            status=error.status,
            reason=error.reason,
            content_type=error.content_type,
            headers=self._heads.unauthorized() if error.status == 401 else self._heads.refused(),
            body=error.body,
            chunked=error.recorded_chunked,
        )

    def of_fault(self, fault: Fault | None) -> Answer | None:
        """What a fault answers; None for none, and for one that lets the model answer."""
        if fault is not None and fault.kind == "status":
            return self._with_status(fault)
        return self._high_demand() if fault is not None and fault.kind == "high_demand" else None

    def _with_status(self, fault: Fault) -> Answer:
        headers = b"".join(b"%b: %b\r\n" % (name.encode(), value.encode()) for name, value in fault.headers.items())
        body = errors.body_of_status(fault.status) if fault.body is None else msgspec.json.encode(fault.body)
        return Answer(status=fault.status, body=body, headers=self._heads.refused() + headers)

    def _high_demand(self) -> Answer:
        headers = self._heads.refused() + retry_after(_HIGH_DEMAND_SECONDS)
        return Answer(status=429, body=errors.high_demand(_HIGH_DEMAND_SECONDS), headers=headers)
