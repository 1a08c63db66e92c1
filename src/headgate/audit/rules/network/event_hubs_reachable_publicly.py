"""An Event Hubs namespace can be reached from the public internet."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.public import judge_closed
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-008",
    severity="medium",
    bullet="security.private-endpoints",
    about="microsoft.eventhub/namespaces",
    references=("https://learn.microsoft.com/azure/event-hubs/private-link-service",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("0602787f-9896-402a-a6e1-39ee63ee435e",)},
)
def event_hubs_reachable_publicly(resource: Resource, _: Graph) -> Verdict:
    """An Event Hubs namespace can be reached from the public internet.

    Why:
        Its public endpoint answers everybody who has or guesses a credential; a private endpoint beside it closes nothing.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.publicNetworkAccess=Disabled

    Fix (bicep):
        properties: {publicNetworkAccess: 'Disabled'}

    Fix (terraform):
        public_network_access_enabled = false

    Pass:
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {publicNetworkAccess: Disabled}

    Fail:
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {publicNetworkAccess: Enabled}

    Fail (by default):
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {publicNetworkAccess: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          existing: true
    """
    return judge_closed(resource)
