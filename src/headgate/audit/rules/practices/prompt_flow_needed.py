"""An application needs prompt flow, which retires."""

from datetime import date

from headgate.audit.facts.retirements import api_retirement
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.hint import Hint
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="PRA-002",
    severity="medium",
    bullet="practices.prototyping",
    about="hint",
    references=("https://learn.microsoft.com/azure/machine-learning/prompt-flow/tools-reference/llm-tool",),
    reviewed=date(2026, 11, 24),
)
def prompt_flow_needed(hint: Hint, _: Graph) -> Verdict:
    """An application needs prompt flow, which retires.

    Why:
        Prompt flow is for prototypes: its development has ended, and it becomes read-only. What runs on it
        in production has to be moved before.

    Fix (code):
        move the flow to code, or to Microsoft Agent Framework, and take promptflow out of the requirements

    Pass:
        - hint: package
          name: openai
          value: "1.2"

    Fail:
        - hint: package
          name: promptflow-azure
          value: "1.0"

    Never unknown:
        a list of packages names it or does not

    Not applicable:
        - hint: setting
          name: REGION
          value: "eastus"
    """
    if hint.kind != "package":
        return not_applicable("it is no package")
    quote = Quote(hint, hint.name, hint.value)
    if not hint.name.lower().startswith(("promptflow", "prompt-flow", "azureml-promptflow")):
        return passed(f"it is {hint.name}", quote)
    known = api_retirement("prompt-flow")
    return failed(f"{hint.name} is prompt flow, read-only from {known.retires}; instead: {known.replacement}", quote)
