"""Code calls the Assistants API, which retires or has retired."""

from datetime import date

from headgate.audit.facts.retirements import api_retirement
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.hint import Hint
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="PRA-001",
    severity="high",
    bullet="practices.stateful-apis",
    about="hint",
    references=("https://learn.microsoft.com/azure/foundry-classic/openai/how-to/assistant-functions",),
    reviewed=date(2026, 11, 24),
)
def assistants_api_called(hint: Hint, graph: Graph) -> Verdict:
    """Code calls the Assistants API, which retires or has retired.

    Why:
        Threads and files of assistants live on one resource and end with the API. Responses or Foundry
        agents take their place; the state has to be moved before.

    Fix (code):
        client.responses.create(model=…, input=…, previous_response_id=…)

    Pass:
        - hint: call
          name: responses
          value: "client.responses.create()"

    Fail:
        - hint: call
          name: assistants
          value: "client.beta.threads.create()"

    Never unknown:
        a line of code calls it or does not

    Not applicable:
        - hint: package
          name: openai
          value: "1.2"
    """
    if hint.kind != "call":
        return not_applicable("it is no call")
    quote = Quote(hint, hint.name, hint.value)
    if hint.name != "assistants":
        return passed(f"it calls {hint.name}", quote)
    known = api_retirement("assistants")
    tense = "retired" if known.retires <= graph.today else "retires"
    return failed(f"the Assistants API {tense} on {known.retires}; instead: {known.replacement}", quote)
