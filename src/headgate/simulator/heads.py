"""Response headers, as recorded, per API, per deployment and by the profile of a time."""

from email.utils import formatdate
from typing import NamedTuple

from headgate.simulator import catalog, ids
from headgate.simulator.profiles import DEFAULT, Profile, profile_of

_TRANSPORT_SECURITY = b"Strict-Transport-Security: max-age=31536000; includeSubDomains; preload\r\n"
_NOSNIFF = b"x-content-type-options: nosniff\r\n"
_OF_PICTURES = b"api-supported-versions: 1\r\nrequest-id: %b\r\nx-envoy-upstream-service-time: 3443\r\n"
_APIM_REQUEST_ID = b"apim-request-id: "
_NAME_LENGTH, _UUID_LENGTH = len(_APIM_REQUEST_ID), 36

USUAL = profile_of(DEFAULT)


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

    def __init__(self, *, region: str, deployment: str, served_model: str = "", profile: Profile = USUAL) -> None:
        """Render what is always the same."""
        self._profile = profile
        lines = _of_profile(profile, served_model)
        region_line = b"x-ms-region: %b\r\n" % catalog.display_name(region).encode()
        name = deployment.encode()
        served = lines.served + _NOSNIFF + region_line
        session = b"azureml-model-session: %b\r\n" % profile.model_session
        named = b"x-ms-deployment-name: %b\r\n" % name if profile.names_deployment else b""
        chat = b"x-accel-buffering: no\r\n%bx-ms-rai-invoked: true\r\n" % named
        self._chat = _TRANSPORT_SECURITY + session + served + chat + lines.chat
        self._responses = _TRANSPORT_SECURITY + served + lines.responses
        self._other = _TRANSPORT_SECURITY + session + served
        self._limits_key = b"x-ratelimit-key: %b\r\n" % name

    def answered(
        self, api: str, *, limits: bytes, client_request_id: bytes, stream: bool = False, pictures: bool = False
    ) -> bytes:
        """Of an answer of the model. Only responses name a client request id that was not sent (recorded)."""
        apim = ids.uuid()
        parts = [
            self._chat if api == "chat.completions" else self._responses if api == "responses" else self._other,
            b"apim-request-id: %b\r\nx-request-id: %b\r\n" % (apim, ids.uuid()),
            self._echoed(api, client_request_id, apim),
            limits,
        ]
        if self._has_limits_key(api) and limits.startswith(b"x-ratelimit"):
            parts.append(self._limits_key)
        if self._profile.served_model:
            parts.append(b"azureai-fe-is-streaming: %b\r\n" % (b"True" if stream else b"False"))
        if self._profile.first_front_door and api == "chat.completions" and not stream:
            parts.append(b"cmp-upstream-response-duration: 544\r\n")
        if self._profile.model_time and api == "chat.completions" and not stream:
            parts.append(b"ms-azureml-model-time: 315\r\n")
        if pictures and self._profile.pictures_apart:
            parts.append(_OF_PICTURES % apim)
        return b"".join(parts)

    def _has_limits_key(self, api: str) -> bool:
        """Responses named it before chat did."""
        return self._profile.limits_key or (api == "responses" and self._profile.spill_over)

    def _echoed(self, api: str, client_request_id: bytes, apim: bytes) -> bytes:
        if self._profile.first_front_door:
            client_request_id = client_request_id or apim
        elif api == "responses" and self._profile.unset_client_id:
            client_request_id = client_request_id or b"Not-Set"
        return b"x-ms-client-request-id: %b\r\n" % client_request_id if client_request_id else b""


class _ProfileLines(NamedTuple):
    """The lines that a profile adds: to all answers, to chat, to responses."""

    served: bytes
    chat: bytes
    responses: bytes


def _of_profile(profile: Profile, served_model: str) -> _ProfileLines:
    served = chat = responses = b""
    if profile.first_front_door:
        served += b"access-control-allow-origin: *\r\n"
        chat += b"cache-control: no-cache, must-revalidate\r\n"
    if profile.spill_over:
        served += b"skip-error-remapping: true\r\nx-ms-is-spilled-over: false\r\n"
    if profile.served_model:
        served += b"x-ms-served-model: %b\r\n" % served_model.encode()
    if profile.offer:
        served += b"azureai-fe-offer-type: paygo\r\n"
        responses += b"x-ms-aoai-configured-data-retention-days: 30\r\n"
    return _ProfileLines(served=served, chat=chat, responses=responses)


def apim_request_id(headers: bytes) -> str:
    """The ``apim-request-id`` that an answer's header lines say; empty when they say none."""
    begins = headers.find(_APIM_REQUEST_ID)
    return "" if begins < 0 else headers[begins + _NAME_LENGTH : begins + _NAME_LENGTH + _UUID_LENGTH].decode("latin-1")


def retry_after(seconds: float) -> bytes:
    """Both ``retry-after`` headers for a wait: whole seconds, and milliseconds, rounded up."""
    milliseconds = max(1, int(-(-seconds * 1000 // 1)))
    return b"retry-after: %d\r\nretry-after-ms: %d\r\n" % (-(-milliseconds // 1000), milliseconds)
