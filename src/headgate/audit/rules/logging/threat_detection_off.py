"""Nobody watches calls of models or of APIs for attacks."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict, not_applicable

_PLANS = frozenset({"ai", "api"})


@rule(
    id="LOG-014",
    severity="low",
    bullet="logging.traceable",
    about="microsoft.security/pricings",
    references=(
        "https://learn.microsoft.com/azure/defender-for-cloud/ai-threat-protection",
        "https://learn.microsoft.com/azure/defender-for-cloud/defender-for-apis-introduction",
    ),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000387",)},
)
def threat_detection_off(resource: Resource, _: Graph) -> Verdict:
    """Nobody watches calls of models or of APIs for attacks.

    Why:
        Stolen keys and talked-over models show in who calls what, and how often. Defender for Cloud compares that; its plans for AI
        services and for APIs are off unless somebody turns them on.

    Fix (az):
        az security pricing create --name AI --tier Standard

    Fix (bicep):
        resource plan 'Microsoft.Security/pricings@2024-01-01' = { name: 'AI', properties: { pricingTier: 'Standard' } }

    Fix (terraform):
        resource "azurerm_security_center_subscription_pricing" "ai" { resource_type = "AI", tier = "Standard" }

    Pass:
        - type: Microsoft.Security/pricings
          name: AI
          properties: {pricingTier: Standard}

    Fail:
        - type: Microsoft.Security/pricings
          name: Api
          properties: {pricingTier: Free}

    Unknown:
        - type: Microsoft.Security/pricings
          name: AI
          properties: {pricingTier: !unknown "parameter 'tier' has no value"}

    Not applicable (another plan):
        - type: Microsoft.Security/pricings
          name: VirtualMachines
          properties: {pricingTier: Free}
    """
    if resource.short_name.lower() not in _PLANS:
        return not_applicable("the plan watches neither models nor APIs")
    return expect(resource, "pricingTier", "Standard", default="Free", otherwise="it watches nothing")
