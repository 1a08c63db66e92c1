"""An application needs a framework or SDK of before its first stable release."""

from datetime import date
from typing import Final

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.hint import Hint
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

_FRAMEWORKS: Final = frozenset(
    {
        "openai",
        "semantic-kernel",
        "azure.ai.openai",
        "microsoft.semantickernel",
        "langchain",
        "langchain-openai",
        "langchain/core",
        "langchain/openai",
    }
)


@rule(
    id="PRA-005",
    severity="medium",
    bullet="practices.frameworks",
    about="hint",
    references=(
        "https://github.com/openai/openai-python/releases/tag/v1.0.0",
        "https://github.com/microsoft/semantic-kernel",
    ),
    reviewed=date(2026, 11, 24),
)
def framework_before_its_first_release(hint: Hint, _: Graph) -> Verdict:
    """An application needs a framework or SDK of before its first stable release.

    Why:
        openai before 1.0 knows no Entra token refresh and no current API; frameworks before 1.0 break from
        one version to the next and are no longer mended.

    Fix (code):
        openai>=1  # and move to its client objects

    Pass:
        - hint: package
          name: openai
          value: "1.40.0"

    Fail:
        - hint: package
          name: openai
          value: "0.28.1"

    Fail (a beta):
        - hint: package
          name: Azure.AI.OpenAI
          value: "1.0.0-beta.14"

    Unknown:
        - hint: package
          name: openai
          value: ">=0.27"

    Not applicable:
        - hint: package
          name: requests
          value: "2.0"
    """
    if hint.kind != "package" or hint.name.lower().removeprefix("@") not in _FRAMEWORKS:
        return not_applicable("it is no framework or SDK of models that this rule knows")
    quote = Quote(hint, hint.name, hint.value)
    version = word(hint.value).lstrip("^~v")
    if not version[:1].isdigit():
        return unknown(f"which version of {hint.name} is installed is not pinned", quote)
    if version.startswith("0.") or "-beta" in version or "-alpha" in version or "-preview" in version:
        return failed(f"{hint.name} {version} is of before its first stable release", quote)
    return passed(f"{hint.name} is {version}", quote)
