"""A model behind the gate has a single deployment."""

from datetime import date

from headgate.audit.gates import pools
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="CAP-033",
    severity="low",
    bullet="capacity.load-balancing",
    about="gate",
    references=("https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-guide",),
    reviewed=date(2026, 11, 24),
)
def gate_model_on_one_deployment(gate: GateConfiguration, _: Graph) -> Verdict:
    """A model behind the gate has a single deployment.

    Why:
        There is nothing to balance over: its quota is the limit, and its outage the model's.

    Fix (headgate):
        models: {gpt-4o: {pools: [[eastus/gpt-4o, westus/gpt-4o]]}}

    Pass:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Fail:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/pay]]}}

    Unknown:
        models: !unknown it is filled in later
        backends: {}
    """
    quote = Quote(gate, "models", look(gate.properties, "models"))

    single = [name for name, pools_ in pools(gate) if sum(len(pool) for pool in pools_) < 2]
    return failed(f"{', '.join(single)} have one", quote) if single else passed("every model has several", quote)
