"""The gate shows backends an api key."""

from datetime import date

from headgate.audit.gates import section
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="IDN-090",
    severity="high",
    bullet="identity.entra",
    about="gate",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/managed-identity",),
    reviewed=date(2026, 11, 24),
)
def gate_uses_api_keys(gate: GateConfiguration, _: Graph) -> Verdict:
    """The gate shows backends an api key.

    Why:
        A key does not expire and calls made with it belong to nobody. A managed identity needs no secret at
        all.

    Fix (headgate):
        backends: {eastus: {credential: {kind: managed-identity}}}

    Pass:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Fail:
        backends:
          east: {region: eastus, credential: {kind: api-key}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Unknown:
        backends:
          east: {region: eastus, credential: {kind: !unknown "later"}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}
    """
    keyed = [
        name
        for name, backend in section(gate, "backends").items()
        if word(look(backend, "credential", "kind")) == "api-key" and word(look(backend, "api")) != "openai"
    ]
    quote = Quote(gate, "backends", ", ".join(sorted(section(gate, "backends"))))
    return failed(f"{', '.join(keyed)} get one", quote) if keyed else passed("no Azure backend gets one", quote)
