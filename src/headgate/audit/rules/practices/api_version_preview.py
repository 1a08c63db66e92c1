"""An application sends a preview version of the API."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.hint import Hint
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="PRA-004",
    severity="low",
    bullet="practices.frameworks",
    about="hint",
    references=("https://learn.microsoft.com/azure/ai-services/openai/api-version-deprecation",),
    reviewed=date(2026, 11, 24),
)
def api_version_preview(hint: Hint, _: Graph) -> Verdict:
    """An application sends a preview version of the API.

    Why:
        Previews are supported for months, change in between, and end with short notice. In production a
        stable version, or /openai/v1, is due.

    Fix (code):
        api_version="2024-10-21"  # or /openai/v1 without one

    Pass:
        - hint: api-version
          name: api-version
          value: "2024-10-21"

    Fail:
        - hint: api-version
          name: api-version
          value: "2025-04-01-preview"

    Unknown:
        - hint: api-version
          name: api-version
          value: !unknown "later"

    Not applicable:
        - hint: package
          name: openai
          value: "1.2"
    """
    if hint.kind != "api-version":
        return not_applicable("it is no version of an API")
    quote = Quote(hint, hint.name, hint.value)
    version = word(hint.value)
    return (
        failed(f"{version} is a preview", quote)
        if version.endswith("-preview")
        else passed(f"{version} is stable", quote)
    )
