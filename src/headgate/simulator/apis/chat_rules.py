"""What must hold between the members of a chat request; each is well formed by itself.

The words are OpenAI's and Azure's as reported from 2023 to 2026, the letter too many in ``preceeding`` included.
"""

from headgate.simulator import errors
from headgate.simulator.apis import conversation
from headgate.simulator.apis.chat_ask import ChatAsk, Message


def check(ask: ChatAsk) -> None:
    """Refuse what does not go together.

    Raises:
        AzureError: a 400 that names the first of it.
    """
    if ask.max_tokens is not None and ask.max_completion_tokens is not None:
        message = "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported."
        raise errors.invalid(message, code="invalid_parameter_combination")
    _check_answers(ask.messages)
    _check_choice(ask)
    _check_json(ask)


def _check_answers(messages: list[Message]) -> None:
    """Calls of tools are followed by their results, and results follow their calls."""
    asked: list[str] = []
    for at, message in enumerate(messages):
        if message.role == "tool":
            if message.tool_call_id not in asked:
                text = (
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                    "'tool_calls'."
                )
                raise errors.invalid(text, param=f"messages.[{at}].role")
            asked.remove(message.tool_call_id)
            continue
        _require_none(asked, at)
        asked = [str(call.get("id")) for call in message.tool_calls or ()]
    _require_none(asked, len(messages))


def _require_none(unanswered: list[str], at: int) -> None:
    """The place is the one where a result should have been: it has not been reported."""
    if not unanswered:
        return
    message = (
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
        f"The following tool_call_ids did not have response messages: {', '.join(unanswered)}"
    )
    raise errors.invalid(message, param=f"messages.[{at}].role")


def _check_choice(ask: ChatAsk) -> None:
    for name, needed, choice, there in (
        ("tool_choice", "tools", ask.tool_choice, ask.tools),
        ("function_call", "functions", ask.function_call, ask.functions),
    ):
        if choice is not None and not there:
            message = f"Invalid value for '{name}': '{name}' is only allowed when '{needed}' are specified."
            raise errors.invalid(message, param=name)
    known = {function.name for function in ask.callable}
    named = conversation.functions_named(ask.tool_choice or "")
    if missing := next((name for name in named if name not in known), None):
        raise errors.invalid(f"Tool choice '{missing}' not found in 'tools' parameter.", param="tool_choice")


def _check_json(ask: ChatAsk) -> None:
    if ask.response_format is None or ask.response_format.type != "json_object":
        return
    if not any("json" in conversation.text_of(message.content).lower() for message in ask.messages):
        message = (
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
        )
        raise errors.invalid(message, param="messages")
