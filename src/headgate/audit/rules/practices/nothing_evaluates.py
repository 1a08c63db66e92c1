"""No package that an application needs evaluates answers."""

from datetime import date
from typing import Final

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.hint import Hint
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed

_MODELS: Final = (
    "openai",
    "langchain",
    "llama-index",
    "semantic-kernel",
    "azure.ai.openai",
    "microsoft.semantickernel",
)
_EVALUATORS: Final = (
    "azure-ai-evaluation",
    "deepeval",
    "inspect-ai",
    "langsmith",
    "mlflow",
    "promptfoo",
    "pyrit",
    "ragas",
    "trulens",
    "microsoft.extensions.ai.evaluation",
    "autoevals",
    "evaluate",
    "giskard",
    "uptrain",
    "phoenix",
    "arize-phoenix",
)


@rule(
    id="PRA-007",
    severity="low",
    bullet="practices.evaluation",
    about="graph",
    references=("https://learn.microsoft.com/azure/ai-foundry/concepts/evaluation-approach-gen-ai",),
    reviewed=date(2026, 11, 24),
)
def nothing_evaluates(graph: Graph) -> Verdict:
    """No package that an application needs evaluates answers.

    Why:
        Prompts, models and documents change. Without a set of questions that is run again and again, a
        worse answer is found by users.

    Fix (code):
        azure-ai-evaluation  # and a set of questions with what a good answer holds

    Pass:
        - hint: package
          name: azure-ai-evaluation
          value: "1.2"

    Fail:
        - hint: package
          name: openai
          value: "1.2"

    Never unknown:
        a list of packages names one or does not; evaluation that is done elsewhere is worth a waiver

    Not applicable:
        - hint: setting
          name: REGION
          value: "eastus"
    """
    packages = [hint for hint in graph.hints if hint.kind == "package"]
    if not any(one.name.lower().removeprefix("@").startswith(_MODELS) for one in packages) and not any(
        _evaluates(one) for one in packages
    ):
        return not_applicable("no list of packages with an SDK of models was given")
    found = [Quote(one, one.name, one.value) for one in packages if _evaluates(one)]
    return passed(f"{found[0].path} does", *found) if found else failed(f"none of {len(packages)} packages does")


def _evaluates(hint: Hint) -> bool:
    return hint.name.lower().startswith(_EVALUATORS)
