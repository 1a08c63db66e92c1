"""Azure's own overflow: what a provisioned deployment does not take, a standard one of the same resource answers.

Microsoft Learn, "Manage traffic with spillover for provisioned deployments" (June 2026): triggered by 429, 500, 503 and
by a prompt too long for provisioned capacity; the answer of the standard deployment is returned, whatever it is, and
``x-ms-spillover-error`` holds what the provisioned one said.
"""

from collections.abc import Mapping

from headgate.simulator.answer import Answer
from headgate.simulator.deployment import Deployment

_TRIGGERS = frozenset({429, 500, 503})
_NOT_SPILLED = b"x-ms-is-spilled-over: false\r\n"


def target(
    deployment: Deployment, headers: Mapping[bytes, bytes], deployments: Mapping[str, Deployment]
) -> Deployment | None:
    """The deployment that takes what this one does not; its own setting goes before the request's header."""
    if not deployment.settings.provisioned:
        return None
    asked = headers.get(b"x-ms-spillover-deployment", b"").decode("latin-1")
    found = deployments.get(deployment.settings.spillover or asked)
    return found if found is not None and not found.settings.provisioned else None


def trigger(answer: Answer) -> int | None:
    """The status for which an answer of a provisioned deployment is given up; None to keep it.

    A throttled stream of responses has status 200 and a ``retry-after``.
    """
    if answer.status == 200:
        return 429 if b"retry-after:" in answer.headers else None
    return answer.status if answer.status in _TRIGGERS else None


def mark(answer: Answer, *, spilled_from: str, spilled_to: str, status: int) -> None:
    """Say in an answer's headers, be it an error, that it spilled over: from where, to where, and why."""
    lines = b"x-ms-is-spilled-over: true\r\nx-ms-spillover-from-deployment: %b\r\nx-ms-spillover-error: %d\r\n" % (
        spilled_from.encode(),
        status,
    )
    if b"x-ms-deployment-name:" not in answer.headers:
        lines += b"x-ms-deployment-name: %b\r\n" % spilled_to.encode()
    answer.headers = answer.headers.replace(_NOT_SPILLED, b"") + lines
