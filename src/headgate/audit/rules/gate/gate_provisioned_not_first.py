"""The gate tries pay-as-you-go capacity before capacity that is already paid for."""

from datetime import date

from headgate.audit.gates import pools
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="CAP-031",
    severity="medium",
    bullet="capacity.overflow",
    about="gate",
    references=("https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-guide",),
    reviewed=date(2026, 11, 24),
)
def gate_provisioned_not_first(gate: GateConfiguration, _: Graph) -> Verdict:
    """The gate tries pay-as-you-go capacity before capacity that is already paid for.

    Why:
        Pools are tried in their order. Tokens that go to a later pool while the first, paid by the hour,
        idles are paid twice.

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
        models: {chat: {pools: [[west/pay], [east/ptu]]}}

    Fail (in one pool):
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[west/pay, east/ptu]]}}

    Unknown:
        models: !unknown it is filled in later
        backends: {}

    Not applicable:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/pay]]}}
    """
    quote = Quote(gate, "models", look(gate.properties, "models"))

    late = []
    found = False
    for name, pools_ in pools(gate):
        first = [any(one.provisioned for one in pool) for pool in pools_]
        found = found or any(first)
        place = first.index(True) if any(first) else 0
        if any(one.standard for pool in pools_[: place + 1] for one in pool) and any(first):
            late.append(name)
    if not found:
        return not_applicable("no model has provisioned capacity")
    return failed(f"of {', '.join(late)} it does", quote) if late else passed("provisioned pools come first", quote)
