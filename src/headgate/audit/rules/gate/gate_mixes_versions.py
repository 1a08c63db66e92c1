"""The gate may answer from another model or version when the first is full."""

from datetime import date

from headgate.audit.gates import section
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look, same
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="CAP-032",
    severity="medium",
    bullet="capacity.overflow",
    about="gate",
    references=("https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-guide",),
    reviewed=date(2026, 11, 24),
)
def gate_mixes_versions(gate: GateConfiguration, _: Graph) -> Verdict:
    """The gate may answer from another model or version when the first is full.

    Why:
        Answers then change with the load, and evaluations made of one version do not hold for the other.

    Fix (headgate):
        models: {gpt-4o: {allow_other_versions: false}}

    Pass:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]]}}

    Fail:
        backends:
          east: {region: eastus, credential: {kind: managed-identity}, endpoint: https://e.openai.azure.com, deployments: {ptu: {model: gpt-5.1, version: "2025-11-13", kind: provisioned, ptu: 50}, pay: {model: gpt-5.1, version: "2025-11-13"}}}
          west: {region: westus, credential: {kind: managed-identity}, endpoint: "https://w.openai.azure.com", deployments: {pay: {model: gpt-5.1, version: "2025-11-13"}, old: {model: gpt-4o, version: "2024-05-13"}}}
        models: {chat: {pools: [[east/ptu], [west/pay]], allow_other_versions: true}}

    Unknown:
        models: !unknown it is filled in later
        backends: {}
    """
    loose = [name for name, model in section(gate, "models").items() if same(look(model, "allow_other_versions"), True)]
    quote = Quote(gate, "models", look(gate.properties, "models"))
    return failed(f"{', '.join(loose)} may", quote) if loose else passed("no model may", quote)
