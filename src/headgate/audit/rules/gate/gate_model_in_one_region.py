"""All deployments of a model behind the gate are in one region."""

from datetime import date

from headgate.audit.gates import pools
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="CAP-034",
    severity="low",
    bullet="capacity.regions",
    about="gate",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/business-continuity-disaster-recovery",),
    reviewed=date(2026, 11, 24),
)
def gate_model_in_one_region(gate: GateConfiguration, _: Graph) -> Verdict:
    """All deployments of a model behind the gate are in one region.

    Why:
        Provisioned capacity and its overflow should not fail together.

    Fix (headgate):
        backends: {westus: {region: westus, …}}

    Pass:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Fail:
        backends:
          east: {region: westus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Unknown:
        backends:
          east: {region: "", credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Not applicable:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/pay]]}}
    """
    quote = Quote(gate, "models", look(gate.properties, "models"))

    together = []
    several = {name: [one for pool in pools_ for one in pool] for name, pools_ in pools(gate)}
    several = {name: members for name, members in several.items() if len(members) > 1}
    if not several:
        return not_applicable("no model has several deployments")
    for name, members in several.items():
        regions = {one.region for one in members}
        if "" in regions:
            return unknown(f"of {name} a backend has no region", quote)
        if len(regions) == 1:
            together.append(name)
    return (
        failed(f"{', '.join(together)} are in one region", quote) if together else passed("all are in several", quote)
    )
