"""The gate reaches a backend without TLS."""

from datetime import date

from headgate.audit.gates import on_loopback, section
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="NET-092",
    severity="high",
    bullet="security.private-endpoints",
    about="gate",
    references=("https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-guide",),
    reviewed=date(2026, 11, 24),
)
def gate_backend_in_the_clear(gate: GateConfiguration, _: Graph) -> Verdict:
    """The gate reaches a backend without TLS.

    Why:
        Prompts, answers and the credential of the backend cross the network in the clear.

    Fix (headgate):
        backends: {eastus: {endpoint: https://contoso-eastus.openai.azure.com}}

    Pass:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Pass (on this machine):
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: http://127.0.0.1:9000, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Fail:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: http://e.contoso.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Unknown:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: !unknown "later", deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}
    """
    clear = []
    for name, backend in section(gate, "backends").items():
        endpoint = word(look(backend, "endpoint"))
        if endpoint.startswith("http://") and not on_loopback(endpoint):
            clear.append(name)
    quote = Quote(gate, "backends", ", ".join(sorted(section(gate, "backends"))))
    return (
        failed(f"{', '.join(clear)} are reached by http://", quote)
        if clear
        else passed("all are reached by TLS", quote)
    )
