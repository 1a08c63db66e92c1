"""What chat completions and responses share: counting messages, and deciding what the model writes."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from headgate.simulator import errors, tokens, writing
from headgate.simulator.apis.parts import TEXT_PARTS

_TOKENS_PER_CONVERSATION = 3
_TOKENS_PER_MESSAGE = 4
"""Three for the frame and one for the role (OpenAI cookbook; exact on recorded conversations of gpt-4o)."""
_TOKENS_PER_TOOLS = 9


class Function(Struct, frozen=True):
    """A function the model may call."""

    name: str
    parameters: dict[str, Any]


class Task(Struct, frozen=True):
    """What a model is asked to write."""

    seed: int
    tokens_max: int | None = None
    stop: tuple[str, ...] = ()
    function: Function | None = None
    """Call this function."""
    beside: tuple[Function, ...] = ()
    """And these, in the same answer."""
    json: bool = False
    """Write a JSON object."""
    schema: dict[str, Any] | None = None
    """That fits this schema."""
    fitting: str | None = None
    """The text that fits what was asked; without it, any text."""

    def write(self, index: int = 0) -> writing.Written:
        """Write the answer, or the ``index``-th of several.

        Raises:
            AzureError: a 400 when a schema is none.
        """
        try:
            return self._written(self.seed + index)
        except ValueError as error:
            if self.function is not None:
                code, param = "invalid_function_parameters", "tools[0].function.parameters"
            else:
                code, param = "invalid_json_schema", "response_format"
            raise errors.invalid(f"Invalid schema: {error}.", param=param, code=code) from error

    def _written(self, seed: int) -> writing.Written:
        if self.function is not None:
            first, *others = (
                writing.write_call(function.name, function.parameters, seed, tokens_max=self.tokens_max)
                for function in (self.function, *self.beside)
            )
            return msgspec.structs.replace(first, beside=tuple(others))
        if self.json:
            return writing.write_json(self.schema, seed, tokens_max=self.tokens_max)
        if self.fitting is not None:
            return writing.write_out(self.fitting, tokens_max=self.tokens_max, stop=self.stop)
        return writing.write_text(seed, tokens_max=self.tokens_max, stop=self.stop)


def text_of(content: str | Sequence[Mapping[str, Any]] | None) -> str:
    """The text in a message's content."""
    if content is None or isinstance(content, str):
        return content or ""
    return "\n".join(str(part.get("text") or "") for part in content if part.get("type") in TEXT_PARTS)


def count(texts: Sequence[str], *, beside_text: int, definitions: str) -> int:
    """Tokens of a prompt: its messages' texts, other parts, and the definitions of tools and schemas."""
    counted = _TOKENS_PER_CONVERSATION + beside_text
    for text in texts:
        counted += _TOKENS_PER_MESSAGE + tokens.count(text)
    return counted + _TOKENS_PER_TOOLS + tokens.count(definitions) if definitions else counted


def chosen(
    functions: Sequence[Function], choice: str | Mapping[str, Any] | None, *, asked_by_user: bool
) -> Function | None:
    """The function to call: the one that is forced; under ``auto`` the first, unless a result was just given."""
    functions, choice = _allowed(functions, choice)
    if not functions or choice == "none":
        return None
    if isinstance(choice, Mapping):
        within = choice.get("function")
        name = choice.get("name") or (within.get("name") if isinstance(within, Mapping) else None)
        return next((function for function in functions if function.name == name), functions[0])
    return functions[0] if choice == "required" or asked_by_user else None


def _allowed(
    functions: Sequence[Function], choice: str | Mapping[str, Any] | None
) -> tuple[Sequence[Function], str | Mapping[str, Any] | None]:
    """Under ``allowed_tools``, those of them that are allowed, and whether one must be called."""
    if not isinstance(choice, Mapping) or choice.get("type") != "allowed_tools":
        return functions, choice
    named = functions_named(choice)
    return [function for function in functions if function.name in named], _within(choice).get("mode")


def functions_named(choice: str | Mapping[str, Any]) -> list[str]:
    """The functions that a choice names: one that is forced, or those that are allowed."""
    if not isinstance(choice, Mapping):
        return []
    listed = _within(choice).get("tools") if choice.get("type") == "allowed_tools" else [choice]
    found = [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    named = [each.get("name") or (_mapping(each.get("function"))).get("name") for each in found]
    return [name for name in named if isinstance(name, str)]


def _within(choice: Mapping[str, Any]) -> Mapping[str, Any]:
    """Chat has the members of ``allowed_tools`` one level deeper than responses."""
    return _mapping(choice.get("allowed_tools")) or choice


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def called_beside(
    function: Function | None, functions: Sequence[Function], choice: str | Mapping[str, Any] | None
) -> tuple[Function, ...]:
    """The functions to call in parallel to ``function``: all others, unless one was forced."""
    if function is None or isinstance(choice, Mapping):
        return ()
    return tuple(other for other in functions if other is not function)
