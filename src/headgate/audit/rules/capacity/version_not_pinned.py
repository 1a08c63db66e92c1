"""A deployment moves to a new version of its model by itself."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="CAP-008",
    severity="medium",
    bullet="practices.evaluation",
    about="microsoft.cognitiveservices/accounts/deployments",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/working-with-models",),
    reviewed=date(2026, 11, 24),
)
def version_not_pinned(resource: Resource, _: Graph) -> Verdict:
    """A deployment moves to a new version of its model by itself.

    Why:
        A new version answers differently. Without NoAutoUpgrade or OnceCurrentVersionExpired, it arrives on
        Microsoft's day, unevaluated.

    Fix (az):
        az resource update --ids DEPLOYMENT_ID --set properties.versionUpgradeOption=OnceCurrentVersionExpired

    Fix (bicep):
        properties: { model: { version: '2025-04-14' }, versionUpgradeOption: 'OnceCurrentVersionExpired' }

    Fix (terraform):
        version_upgrade_option = "OnceCurrentVersionExpired"

    Pass:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, versionUpgradeOption: NoAutoUpgrade}

    Pass (at the end of the version):
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, versionUpgradeOption: OnceCurrentVersionExpired}

    Fail:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, versionUpgradeOption: OnceNewDefaultVersionAvailable}

    Fail (the default):
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, versionUpgradeOption: !unknown "it has no value"}
    """
    value = look(resource.properties, "versionUpgradeOption")
    quote = Quote(resource, "properties.versionUpgradeOption", value)
    option = word(value)
    if option in {"noautoupgrade", "oncecurrentversionexpired"}:
        return passed(f"versionUpgradeOption is {value}", quote)
    return failed(f"versionUpgradeOption is {option or 'not set, which means OnceNewDefaultVersionAvailable'}", quote)
