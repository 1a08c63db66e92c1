"""An application sends a version of the API that no longer answers."""

from datetime import date

from headgate.audit.facts.retirements import version_retirement
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.hint import Hint
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="PRA-003",
    severity="high",
    bullet="practices.frameworks",
    about="hint",
    references=("https://learn.microsoft.com/azure/ai-services/openai/api-version-deprecation",),
    reviewed=date(2026, 11, 24),
)
def api_version_retired(hint: Hint, graph: Graph) -> Verdict:
    """An application sends a version of the API that no longer answers.

    Why:
        Every call of it fails. The /openai/v1 paths need no dated version.

    Fix (code):
        OpenAI(base_url="https://RESOURCE.openai.azure.com/openai/v1/")

    Pass:
        - hint: api-version
          name: api-version
          value: "2024-10-21"

    Fail:
        - hint: api-version
          name: api-version
          value: "2023-03-15-preview"

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
    known = version_retirement(version)
    if known is not None and known.retires <= graph.today:
        return failed(f"{version} stopped answering on {known.retires}", quote)
    return passed(f"no retirement of {version} is known", quote)
