"""Response headers, as recorded in March and April 2026, per API and per deployment."""

from email.utils import formatdate

from headgate.simulator import catalog, ids

_TRANSPORT_SECURITY = b"Strict-Transport-Security: max-age=31536000; includeSubDomains; preload\r\n"
_MODEL_SESSION = b"azureml-model-session: d20260330170902-0e618f323d34\r\n"
_NOSNIFF = b"x-content-type-options: nosniff\r\n"


class Dates:
    """The ``Date`` header, made once a second."""

    def __init__(self) -> None:
        """Nothing made yet."""
        self._second = -1
        self._line = b""

    def line(self, now: float) -> bytes:
        """The header line for a Unix time."""
        second = int(now)
        if second != self._second:
            self._second = second
            self._line = b"Date: %b\r\n" % formatdate(second, usegmt=True).encode()
        return self._line


class ResourceHeads:
    """Headers that a resource itself answers with, before any model is asked."""

    def __init__(self, region: str) -> None:
        """Render what is always the same."""
        self._region = b"x-ms-region: %b\r\n" % catalog.display_name(region).encode()

    def unauthorized(self) -> bytes:
        """Of 401: no region and no request id of a model (recorded)."""
        return b"apim-request-id: %b\r\n" % ids.uuid()

    def refused(self) -> bytes:
        """Of other errors."""
        return b"%bapim-request-id: %b\r\n%b%b" % (_TRANSPORT_SECURITY, ids.uuid(), _NOSNIFF, self._region)


class DeploymentHeads:
    """Headers of a deployment's answers."""

    def __init__(self, *, region: str, deployment: str) -> None:
        """Render what is always the same."""
        region_line = b"x-ms-region: %b\r\n" % catalog.display_name(region).encode()
        name = deployment.encode()
        served = b"skip-error-remapping: true\r\n" + _NOSNIFF + b"x-ms-is-spilled-over: false\r\n" + region_line
        self._chat = (
            _TRANSPORT_SECURITY
            + _MODEL_SESSION
            + served
            + b"x-accel-buffering: no\r\nx-ms-deployment-name: %b\r\nx-ms-rai-invoked: true\r\n" % name
        )
        self._responses = _TRANSPORT_SECURITY + served
        self._responses_limits = b"x-ratelimit-key: %b\r\n" % name
        self._other = _TRANSPORT_SECURITY + _MODEL_SESSION + served

    def answered(self, api: str, *, limits: bytes, client_request_id: bytes) -> bytes:
        """Of an answer of the model. Only responses name a client request id that was not sent (recorded)."""
        own = b"apim-request-id: %b\r\nx-request-id: %b\r\n" % (ids.uuid(), ids.uuid())
        if api == "responses":
            echoed = b"x-ms-client-request-id: %b\r\n" % (client_request_id or b"Not-Set")
            shown = self._responses_limits + limits if limits.startswith(b"x-ratelimit") else limits
            return self._responses + own + echoed + shown
        echoed = b"x-ms-client-request-id: %b\r\n" % client_request_id if client_request_id else b""
        return (self._chat if api == "chat.completions" else self._other) + own + echoed + limits


def retry_after(seconds: float) -> bytes:
    """Both ``retry-after`` headers for a wait: whole seconds, and milliseconds, rounded up."""
    milliseconds = max(1, int(-(-seconds * 1000 // 1)))
    return b"retry-after: %d\r\nretry-after-ms: %d\r\n" % (-(-milliseconds // 1000), milliseconds)
