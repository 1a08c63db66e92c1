"""Azure's error bodies, by where they come from: its front door, its limiter, its models.

Bodies are as recorded or reported (2024 to 2026), spaces and line breaks included; where only the documentation's
words are known, the comment says so.
"""

from collections.abc import Sequence

import msgspec

from headgate.core.errors import HeadgateError
from headgate.simulator import filters, ids

_JSON = b"application/json"


class AzureError(HeadgateError):
    """A request that is answered with an error."""

    def __init__(
        self,
        status: int,
        body: bytes,
        *,
        reason: bytes = b"",
        content_type: bytes = _JSON,
        recorded_chunked: bool = False,
    ) -> None:
        """Keep the answer; ``recorded_chunked`` marks a body that Azure sends without a content length."""
        super().__init__(f"{status}: {body[:200].decode(errors='replace')}")
        self.status = status
        self.body = body
        self.reason = reason
        self.content_type = content_type
        self.recorded_chunked = recorded_chunked


class TooLongError(AzureError):
    """A prompt longer than the deployment takes: another may take it."""


def envelope(code: str, message: str) -> bytes:
    """The body of an error of Azure's front door."""
    return msgspec.json.encode({"error": {"code": code, "message": message}})


def _model_error(message: str, *, kind: str, param: str | None, code: str | None) -> bytes:
    return msgspec.json.encode({"error": {"message": message, "type": kind, "param": param, "code": code}})


def bad_key() -> AzureError:
    """401 for a key that is absent or unknown."""
    message = (
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an "
        "active subscription and use a correct regional API endpoint for your resource."
    )
    return AzureError(401, envelope("401", message), reason=b"PermissionDenied")


def bad_token() -> AzureError:
    """401 for an Entra token; a flat envelope, without ``error``."""
    body = (
        b'{ "statusCode": 401, "message": "Unauthorized. Access token is missing, invalid, audience is incorrect '
        b'(https://cognitiveservices.azure.com), or have expired." }'
    )
    return AzureError(401, body)


def no_permission(principal: str, action: str, operation: str) -> AzureError:
    """401 for a token whose principal has no role with the data action (reported 2025)."""
    message = (
        f"The principal `{principal}` lacks the required data action `{action}` to perform `{operation}` operation."
    )
    return AzureError(401, envelope("PermissionDenied", message))


def keys_disabled() -> AzureError:
    """403 where keys are switched off (reported)."""
    return AzureError(
        403, envelope("AuthenticationTypeDisabled", "Key based authentication is disabled for this resource.")
    )


def firewall() -> AzureError:
    """403 for an address that the network rules do not name (reported)."""
    return AzureError(403, envelope("403", "Access denied due to Virtual Network/Firewall rules."))


def private_only() -> AzureError:
    """403 where only private endpoints are let in (reported)."""
    return AzureError(403, envelope("403", "Public access is disabled. Please configure private endpoint."))


def no_deployment() -> AzureError:
    """404 for a deployment that is not there: pretty-printed, chunked, and without a content type."""
    body = (
        b'{\n  "error": {\n    "type": "invalid_request_error",\n    "code": "DeploymentNotFound",\n    "message": '
        b'"The API deployment for this resource does not exist. If you created the deployment within the last 5 '
        b'minutes, please wait a moment and try again."\n  }\n}'
    )
    return AzureError(404, body, content_type=b"", recorded_chunked=True)


def no_path() -> AzureError:
    """404 for a path, method or api-version that is not there."""
    return AzureError(404, envelope("404", "Resource not found"))


def not_kept(what: str, object_id: str) -> AzureError:
    """404 for something that this resource does not keep; ``what`` it is stands first in the message: ``File``."""
    message = f"{what} with id '{object_id}' not found."
    return AzureError(404, _model_error(message, kind="invalid_request_error", param=None, code=None))


def not_found(what: str, object_id: str) -> AzureError:
    """404 for an assistant, a thread or something in it that is not here (reported since 2023)."""
    message = f"No {what} found with id '{object_id}'."
    return AzureError(404, _model_error(message, kind="invalid_request_error", param=None, code=None))


def wrong_operation(operation: str, deployment: str) -> AzureError:
    """400 for an API that the deployment's model does not answer."""
    message = (
        f"The {operation} operation does not work with the specified model, {deployment}. Please choose different "
        "model and try again. You can learn more about which models can be used with each operation here: "
        "https://go.microsoft.com/fwlink/?linkid=2197993."
    )
    return AzureError(400, envelope("OperationNotSupported", message))


def invalid(message: str, *, param: str | None = None, code: str | None = None) -> AzureError:
    """400 for a request the model's API does not accept."""
    return AzureError(400, _model_error(message, kind="invalid_request_error", param=param, code=code))


def not_among(value: str, allowed: Sequence[str], param: str) -> AzureError:
    """400 for a value that is none of a few (reported 2025 and 2026)."""
    *first, last = (f"'{each}'" for each in allowed)
    several = f"{', '.join(first)}, and {last}" if len(first) > 1 else f"{first[0]} and {last}" if first else last
    message = f"Invalid value: '{value[:80]}'. Supported values are: {several}."
    return invalid(message, param=param, code="invalid_value")


def too_long(tokens: int, limit: int, *, param: str) -> TooLongError:
    """400 for a prompt longer than the deployment's context."""
    message = (
        f"This model's maximum context length is {limit} tokens. However, your messages resulted in {tokens} tokens. "
        "Please reduce the length of the messages."
    )
    kind = "invalid_request_error"
    return TooLongError(400, _model_error(message, kind=kind, param=param, code="context_length_exceeded"))


def blocked_picture_prompt() -> AzureError:
    """400 for a prompt with pictures, or for a picture, that the content filter stopped (captured in July 2025)."""
    body = (
        b'{"error":{"inner_error":{"code":"ResponsibleAIPolicyViolation","content_filter_results":%b},"code":'
        b'"content_filter","message":"The response was filtered due to the prompt triggering Azure OpenAI\'s content '
        b"management policy. Please modify your prompt and retry. To learn more about our content filtering policies "
        b'please read our documentation: \\r\\nhttps://go.microsoft.com/fwlink/?linkid=2198766.","param":"prompt",'
        b'"type":null}}' % filters.BLOCKED_PICTURE_RESULTS
    )
    return AzureError(400, body)


def blocked_prompt() -> AzureError:
    """400 for a prompt that the content filter stopped (shape recorded in October 2026)."""
    body = (
        b"""{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content """
        b"""management policy. Please modify your prompt and retry. To learn more about our content filtering """
        b"""policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766","type":null,"""
        b'"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation",'
        b'"content_filter_result":%b}}}' % filters.BLOCKED_PROMPT_RESULT
    )
    return AzureError(400, body)


def too_large(limit: int, *, read: int | None = None) -> AzureError:
    """413 for a body over the limit in bytes; ``read`` is how many there were, where it was read to its end."""
    message = f"Maximum content size limit ({limit}) exceeded" + (f" ({read} bytes read)" if read else "")
    return AzureError(413, _model_error(message, kind="server_error", param=None, code=None))


def rate_limited(message: str) -> bytes:
    """The body of a 429; Azure has a space after ``"message":``."""
    return b'{"error":{"code":"RateLimitReached","message": %b}}' % msgspec.json.encode(message)


def high_demand(seconds: int) -> bytes:
    """The body of a 429 for want of shared capacity (reported 2025 and 2026)."""
    message = (
        "The system is currently experiencing high demand and cannot process your request. Your request exceeds the "
        f"maximum usage size allowed during peak load. Please retry after {seconds} seconds. For improved capacity "
        "reliability, consider switching to Provisioned Throughput."
    )
    return envelope("too_many_requests", message)


def server_failure() -> bytes:
    """The body of a 500."""
    message = (
        "The server had an error processing your request. Sorry about that! You can retry your request, or contact us "
        "through an Azure support request at: https://go.microsoft.com/fwlink/?linkid=2213926 if you keep seeing this "
        f"error. (Please include the request ID {ids.uuid().decode()} in your email.)"
    )
    return _model_error(message, kind="server_error", param=None, code=None)


def stream_error_event() -> bytes:
    """What a chat stream says when the model fails in the middle."""
    message = "The server had an error while processing your request. Sorry about that!"
    error = {"code": "server_error", "message": message, "param": None, "type": "server_error"}
    return b"data: %b\n\n" % msgspec.json.encode({"error": error})


def body_of_status(status: int) -> bytes:
    """The body that goes with a status when a fault names none."""
    match status:
        case 401:
            return bad_key().body
        case 403:
            return firewall().body
        case 404:
            return no_deployment().body
        case 408:
            return envelope("Timeout", "The operation was timeout.")
        case 429:
            return rate_limited("Your requests have exceeded rate limit.")
        case 503:
            # The words are the documentation's; the body around them has not been seen.
            return envelope("ServiceUnavailable", "The service is temporarily unable to process your request.")
        case _ if status < 500:
            return _model_error("Bad request.", kind="invalid_request_error", param=None, code=None)
        case _:
            return server_failure()


def upstream_failed(why: str) -> bytes:
    """The body of a 502 while recording: the simulator's own words, for Azure has none."""
    return envelope("RecordingFailed", f"The endpoint that is recorded gave no answer: {why}.")


def not_recorded(method: str, target: str, *, others: int) -> bytes:
    """The body of a 404 in a replay: the simulator's own words."""
    message = f"No cassette has {method} {target} with this body; {others} have it with another body."
    return envelope("NoRecording", message)
