"""The version of a framework or SDK of models is left open."""

from datetime import date
from typing import Final

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.hint import Hint
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed

_MODELS: Final = (
    "openai",
    "langchain",
    "langgraph",
    "llama-index",
    "semantic-kernel",
    "autogen",
    "azure-ai-",
    "azure.ai.",
    "azure/openai",
)


@rule(
    id="PRA-006",
    severity="low",
    bullet="practices.frameworks",
    about="hint",
    references=("https://packaging.python.org/en/latest/discussions/install-requires-vs-requirements/",),
    reviewed=date(2026, 11, 24),
)
def framework_not_pinned(hint: Hint, _: Graph) -> Verdict:
    """The version of a framework or SDK of models is left open.

    Why:
        These packages change from week to week: the next build is another application, evaluated by nobody.

    Fix (code):
        openai==1.109.1

    Pass:
        - hint: package
          name: openai
          value: "1.40.0"

    Pass (of npm, with its scope):
        - hint: package
          name: "@langchain/openai"
          value: "^1.2.4"

    Fail (of npm):
        - hint: package
          name: "@azure/openai"
          value: "*"

    Pass (bounded above):
        - hint: package
          name: openai
          value: ">=1.40,<2"

    Fail:
        - hint: package
          name: langchain
          value: ""

    Fail (open above):
        - hint: package
          name: openai
          value: ">=1.0"

    Unknown:
        - hint: package
          name: openai
          value: !unknown "later"

    Not applicable:
        - hint: package
          name: requests
          value: "2.0"
    """
    if hint.kind != "package" or not hint.name.lower().removeprefix("@").startswith(_MODELS):
        return not_applicable("it is no framework or SDK of models")
    quote = Quote(hint, hint.name, hint.value)
    asked = word(hint.value)
    if asked[:1].isdigit() or "<" in asked or "~" in asked or "==" in asked or asked[:1] == "^":
        return passed(f"it is {asked}", quote)
    return failed(f"it is {asked or 'any'}", quote)
