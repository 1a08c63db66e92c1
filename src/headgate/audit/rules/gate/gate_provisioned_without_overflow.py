"""A model behind the gate has provisioned capacity and nothing of the same model and version to overflow to."""

from datetime import date

from headgate.audit.gates import Member, pools
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="CAP-030",
    severity="high",
    bullet="capacity.overflow",
    about="gate",
    references=("https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-guide",),
    reviewed=date(2026, 11, 24),
)
def gate_provisioned_without_overflow(gate: GateConfiguration, _: Graph) -> Verdict:
    """A model behind the gate has provisioned capacity and nothing of the same model and version to overflow to.

    Why:
        When the provisioned deployment is full, callers get 429.

    Fix (headgate):
        models: {gpt-4o: {pools: [[eastus/gpt-4o-ptu], [westus/gpt-4o]]}}

    Pass:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Fail:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu]]}}

    Fail (another model):
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/old]]}}

    Unknown:
        models: !unknown it is filled in later
        backends: {}

    Not applicable:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/pay], [west/pay]]}}
    """
    quote = Quote(gate, "models", look(gate.properties, "models"))

    reserved = {name: [one for pool in pools_ for one in pool] for name, pools_ in pools(gate)}
    with_ptu = {name: members for name, members in reserved.items() if any(one.provisioned for one in members)}
    if not with_ptu:
        return not_applicable("no model has provisioned capacity")
    alone = [name for name, members in with_ptu.items() if not _overflows(members)]
    return (
        failed(f"{', '.join(alone)} overflow to nothing", quote) if alone else passed("all overflow to the same", quote)
    )


def _overflows(members: list[Member]) -> bool:
    first = next(one for one in members if one.provisioned)
    return any(one.standard and (one.model, one.version) == (first.model, first.version) for one in members)
