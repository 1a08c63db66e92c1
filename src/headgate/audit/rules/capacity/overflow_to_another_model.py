"""A deployment overflows to another model or version, or to none that is there."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import DEPLOYMENT, all_deployed, deployed, unreadable, word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="CAP-002",
    severity="high",
    bullet="capacity.overflow",
    about="microsoft.cognitiveservices/accounts/deployments",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/spillover-traffic-management",),
    reviewed=date(2026, 11, 24),
)
def overflow_to_another_model(resource: Resource, graph: Graph) -> Verdict:
    """A deployment overflows to another model or version, or to none that is there.

    Why:
        Spill-over needs the same model and version: Azure refuses or ignores a target that differs, and
        callers get the 429 after all, or answers of another model.

    Fix (bicep):
        properties: { spilloverDeploymentName: sameModelAndVersion.name }

    Pass:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, spilloverDeploymentName: paygo}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/paygo
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Fail:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, spilloverDeploymentName: paygo}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/paygo
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4o, version: "2025-04-14"}}

    Fail (not there):
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, spilloverDeploymentName: paygo}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, spilloverDeploymentName: !unknown it has no value}

    Not applicable:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
    """
    spill = look(resource.properties, "spilloverDeploymentName")
    quote = Quote(resource, "properties.spilloverDeploymentName", spill)
    if not word(spill):
        return not_applicable("it names no deployment to overflow to")
    wanted = f"{resource.name.rpartition('/')[0]}/{spill}".lower()
    target = next((other for other in all_deployed(graph) if other.resource.name.lower() == wanted), None)

    if target is None:
        if unreadable(graph) or not graph.absence_counts(DEPLOYMENT, resource):
            return unknown(f"the deployment {spill} is not in what was given", quote)
        return failed(f"there is no deployment {spill} on the account", quote)
    one = deployed(resource)
    if not target.standard:
        return failed(f"{spill} is no pay-as-you-go deployment: its sku is {target.sku or 'not given'}", quote)
    if (target.model, target.version) != (one.model, one.version):
        return failed(f"{spill} has {target.what}, this has {one.what}", quote)
    return passed(f"{spill} has {target.what} too", quote)
