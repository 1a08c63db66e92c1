"""What is refused, as the classes and habits of the official client have it; faults asked for by a header."""

import json

import openai
from openai import AzureOpenAI, OpenAI
from openai.types.chat import ChatCompletion
from shown import shown

BY_STATUS = {
    400: openai.BadRequestError,
    401: openai.AuthenticationError,
    403: openai.PermissionDeniedError,
    404: openai.NotFoundError,
    409: openai.ConflictError,
    422: openai.UnprocessableEntityError,
    429: openai.RateLimitError,
    500: openai.InternalServerError,
    503: openai.InternalServerError,
}


def ask(client: OpenAI, *, model: str = "gpt-4o", **fault: object) -> ChatCompletion:
    """A chat, with a fault in force for it alone."""
    headers = {"x-simulator-fault": json.dumps(fault)} if fault else {}
    messages = [{"role": "user", "content": "May I?"}]
    return client.chat.completions.create(model=model, messages=messages, extra_headers=headers)


def refused(client: OpenAI, expected: int, code: str | None = None, **request: object) -> openai.APIStatusError:
    """The error that a request must end with."""
    try:
        ask(client, **request)
    except openai.APIStatusError as error:
        assert type(error) is BY_STATUS[expected]
        assert error.status_code == expected
        assert code in (None, error.code), error.code
        assert error.message
        return error
    raise AssertionError(f"{request} was not refused")


with AzureOpenAI(max_retries=0) as azure, OpenAI(max_retries=0) as v1:
    for client in (azure, v1):
        for status in BY_STATUS:
            refused(client, status, kind="status", status=status)
        refused(client, 404, "DeploymentNotFound", model="gpt-9")
        refused(client.with_options(api_key="guessed"), 401, "401")
        refused(client, 400, "OperationNotSupported", model="whisper")
        wait = {"retry-after-ms": "1", "retry-after": "1"}
        throttled = refused(client.with_options(max_retries=1), 429, kind="status", status=429, headers=wait)
        assert throttled.request.headers["x-stainless-retry-count"] == "1"
        shown("chat.completions", "errors")

        blocked = refused(client, 400, "content_filter", kind="content_filter")
        assert blocked.body["innererror"]["content_filter_result"]["jailbreak"]["filtered"]
        [choice] = ask(client, kind="content_filter_completion", after=2).choices
        assert choice.finish_reason == "content_filter"
        shown("chat.completions", "content filter")

        try:
            list(
                client.chat.completions.create(
                    model="gpt-4o",
                    messages=[{"role": "user", "content": "Go on"}],
                    stream=True,
                    extra_headers={"x-simulator-fault": '{"kind": "stream_error", "after": 3}'},
                )
            )
        except openai.APIError as error:
            assert "error" in error.message
        else:
            raise AssertionError("the stream did not break")
        try:
            ask(client, kind="reset_before")
        except openai.APIConnectionError:
            shown("chat.completions", "broken connections")
