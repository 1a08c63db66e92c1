"""ARM parameter files: values for the parameters of a template. They are read together with their template."""

import re
from typing import Any

from headgate.audit.arm.opaque import Opaque, opaque
from headgate.audit.collect.contract import Context, Document, Evidence
from headgate.audit.graph.value import MISSING, Missing, Value

_ENVIRONMENT = re.compile(r"\$\{([A-Za-z_]\w*)(?:=([^}]*))?\}")
"""How azd writes environment variables into parameter files."""

_FROM_ENVIRONMENT = re.compile(r"parameter .* comes from the environment variable (\w+)\|\{\1\}")


class ParameterFile:
    """Recognises parameter files, so that they are not reported as unread."""

    name = "ARM parameters"

    def recognises(self, document: Document) -> bool:
        """Whether it is a parameter file: by its schema, or by what it holds."""
        return is_parameter_file(document.data)

    def collect(self, _document: Document, _context: Context) -> Evidence:
        """Give nothing: the values are used where their template is read."""
        return Evidence()


def is_parameter_file(data: Any) -> bool:  # noqa: ANN401  # JSON of a file
    """Whether JSON is a parameter file."""
    if not isinstance(data, dict) or "resources" in data:
        return False
    schema, parameters = data.get("$schema"), data.get("parameters")
    if isinstance(schema, str):
        return "deploymentparameters.json" in schema.lower()
    return (
        isinstance(parameters, dict)
        and set(data) <= {"contentVersion", "parameters"}
        and all(isinstance(one, dict) and ({"value", "reference"} & set(one)) for one in parameters.values())
    )


def values_of(data: Any) -> dict[str, Value]:  # noqa: ANN401  # JSON of a file
    """Return the values of a parameter file by name in lower case.

    Files without the envelope, ``{"name": value}``, are taken as well. A secret that lies in a Key Vault and a variable
    of azd's environment without a default are unknown.
    """
    if not isinstance(data, dict):
        return {}
    parameters = data.get("parameters")
    if not isinstance(parameters, dict):
        return {} if "$schema" in data else {name.lower(): _filled(value, name) for name, value in data.items()}
    found: dict[str, Value] = {}
    for name, body in parameters.items():
        value = _value(name, body)
        if not isinstance(value, Missing):
            found[name.lower()] = value
    return found


def is_unset_variable(value: Value) -> bool:
    """Whether a value is nothing but a variable of azd's environment: the file does not say that it is set."""
    return isinstance(value, Opaque) and _FROM_ENVIRONMENT.fullmatch(f"{value.reason}|{value.stand_in}") is not None


def _value(name: str, body: Any) -> Value | Missing:  # noqa: ANN401  # JSON of a file
    if not isinstance(body, dict):
        return _filled(body, name)
    if "value" in body:
        return _filled(body["value"], name)
    if "reference" in body:
        return opaque(f"parameter {name!r} is a secret of a Key Vault", f"{{{name}}}")
    return MISSING


def _filled(value: Any, name: str) -> Value:  # noqa: ANN401  # JSON of a file
    """Put defaults in the place of azd's variables; a text with one that has none is unknown."""
    if isinstance(value, dict):
        return {key: _filled(inner, name) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, name) for inner in value]
    if not isinstance(value, str) or "${" not in value:
        return value if isinstance(value, str | bool | int | float) or value is None else str(value)
    missing = [match.group(1) for match in _ENVIRONMENT.finditer(value) if match.group(2) is None]
    made = _ENVIRONMENT.sub(lambda match: match.group(2) if match.group(2) is not None else f"{{{match[1]}}}", value)
    if missing:
        return opaque(f"parameter {name!r} comes from the environment variable {missing[0]}", made)
    return {"true": True, "false": False}.get(made.lower(), made) if _ENVIRONMENT.fullmatch(value) else made


COLLECTOR = ParameterFile()
