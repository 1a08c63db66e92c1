"""What is refused arrives as the class of error that the client has for it."""

import os

import openai
from facts import saw, tell
from openai import AzureOpenAI, OpenAI
from openai.types.chat import ChatCompletionMessageParam

MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "May I?"}]
errors: dict[str, dict[str, object]] = {}


def refused(name: str, client: OpenAI, error_class: type[openai.APIStatusError], **request: object) -> None:
    """Make a call that must fail with this class, at once."""
    asked = {"model": "gpt-4o", "messages": MESSAGES, **request}
    try:
        client.with_options(max_retries=0).chat.completions.create(**asked)
    except error_class as error:
        assert type(error) is error_class
        saw("chat.completions", str(asked["model"]), status=error.status_code)
        errors[name] = {"status": error.status_code, "code": error.code, "message": error.message}
    else:
        raise AssertionError(f"{name} was not refused")


with AzureOpenAI() as azure, OpenAI() as plain, AzureOpenAI(api_key="hg-guessed") as stranger:
    refused("stranger", stranger, openai.AuthenticationError)
    refused("plain_stranger", plain.with_options(api_key="hg-guessed"), openai.AuthenticationError)
    refused("unknown", azure, openai.NotFoundError, model="gpt-9")
    refused("unknown_in_body", plain, openai.NotFoundError, model="gpt-9")
    refused("of_others", plain, openai.PermissionDeniedError, model=os.environ["MODEL_OF_OTHERS"])
    refused("malformed", plain, openai.BadRequestError, messages=[])
    refused("out_of_range", azure, openai.BadRequestError, temperature=7)

tell(errors=errors)
