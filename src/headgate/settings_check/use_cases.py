"""Use cases: callers that exist and belong to one use case only, models that exist, and what is not acted on yet."""

from typing import Final

from headgate.config.nodes import KeyPath
from headgate.settings import Settings, UseCaseSettings
from headgate.settings_check.findings import Findings, known_names

KEY_PREFIX: Final = "key:"
_ENTRA_PREFIXES: Final = ("entra-app:", "entra-group:")


def check_use_cases(settings: Settings, findings: Findings) -> None:
    """Check callers and models of each use case, and that all of them are used."""
    if not settings.use_cases:
        findings.mistake(("use_cases",), "no use case: every call would be refused")
    owners: dict[str, str] = {}
    for name, use_case in settings.use_cases.items():
        path = ("use_cases", name)
        if not use_case.callers:
            findings.warn((*path, "callers"), "no caller: nobody can use it")
        for index, caller in enumerate(use_case.callers):
            here = (*path, "callers", index)
            _check_caller(here, caller, settings, findings)
            if caller in owners:
                findings.mistake(here, _second_use_case(findings.quote(here, caller), owners[caller], name))
            owners.setdefault(caller, name)
        _check_models(path, use_case, settings, findings)
        _check_not_yet(path, use_case, findings)
    _check_unused(settings, set(owners), findings)


def _check_caller(path: KeyPath, caller: str, settings: Settings, findings: Findings) -> None:
    prefix, colon, name = caller.partition(":")
    if caller.startswith(_ENTRA_PREFIXES) and name:
        findings.warn(path, f"{prefix} callers match nobody yet: Entra is not in this version")
    elif not caller.startswith(KEY_PREFIX) or not name:
        # Without the value: what stands here by mistake may be a key.
        findings.mistake(path, "a caller is key:<name>, entra-app:<client id> or entra-group:<object id>")
    elif name not in settings.keys:
        hint = known_names(name, settings.keys)
        findings.mistake(path, f"{findings.quote(path, prefix + colon + name)} is not under keys{hint}")


def _second_use_case(caller: str, first: str, second: str) -> str:
    if first == second:
        return f"{caller} is listed twice"
    return f"{caller} belongs to the use case {first} already; every caller belongs to exactly one"


def _check_models(path: KeyPath, use_case: UseCaseSettings, settings: Settings, findings: Findings) -> None:
    if not use_case.models:
        findings.warn((*path, "models"), "no model: every call is refused")
    for index, model in enumerate(use_case.models):
        here = (*path, "models", index)
        if model not in settings.models:
            hint = known_names(model, settings.models)
            findings.mistake(here, f"no model {findings.quote(here, model)}{hint}")


def _check_not_yet(path: KeyPath, use_case: UseCaseSettings, findings: Findings) -> None:
    if use_case.budget is not None:
        findings.warn((*path, "budget"), "not enforced in this version: spending past it is not stopped")
    if use_case.priority != "normal":
        findings.warn((*path, "priority"), "not acted on in this version: all use cases are served alike")


def _check_unused(settings: Settings, callers: set[str], findings: Findings) -> None:
    for name in settings.keys:
        if f"{KEY_PREFIX}{name}" not in callers:
            findings.warn(("keys", name), f"no use case has the caller {KEY_PREFIX}{name}: calls with it are refused")
    used = {model for use_case in settings.use_cases.values() for model in use_case.models}
    for model in settings.models:
        if model not in used:
            findings.warn(("models", model), "no use case may use it")
