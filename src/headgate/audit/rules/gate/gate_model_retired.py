"""The gate sends calls to a model that has retired."""

from datetime import date

from headgate.audit.facts.retirements import model_retirement
from headgate.audit.gates import pools
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="CAP-035",
    severity="critical",
    bullet="capacity.hybrid-models",
    about="gate",
    references=("https://learn.microsoft.com/azure/ai-services/openai/concepts/model-retirements",),
    reviewed=date(2026, 11, 24),
)
def gate_model_retired(gate: GateConfiguration, graph: Graph) -> Verdict:
    """The gate sends calls to a model that has retired.

    Why:
        Each attempt ends in an error before another deployment is tried; when none is left, in the
        caller's.

    Fix (headgate):
        backends: {eastus: {deployments: {gpt-5: {model: gpt-5.1, version: "2025-11-13"}}}}

    Pass:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Fail:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[west/old]]}}

    Unknown:
        models: !unknown it is filled in later
        backends: {}

    Unknown (a model without a known date):
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-99, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-99, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-99, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}
    """
    quote = Quote(gate, "models", look(gate.properties, "models"))

    members = {one.key: one for _, pools_ in pools(gate) for pool in pools_ for one in pool}
    dated = {key: model_retirement(one.model, one.version) for key, one in members.items()}
    gone = [f"{key} on {one.retires}" for key, one in dated.items() if one is not None and one.retires <= graph.today]
    if gone:
        return failed(f"retired: {', '.join(gone)}", quote)
    dark = [members[key] for key, one in dated.items() if one is None]
    if dark:
        return unknown(f"no retirement date of {dark[0].model} {dark[0].version} is known", quote)
    return passed("none has", quote)
