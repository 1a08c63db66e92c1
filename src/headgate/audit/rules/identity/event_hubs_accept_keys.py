"""An Event Hubs namespace accepts shared access keys."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="IDN-006",
    severity="medium",
    bullet="identity.entra",
    about="microsoft.eventhub/namespaces",
    references=("https://learn.microsoft.com/azure/event-hubs/authenticate-shared-access-signature",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("Azure.EventHub.DisableLocalAuth",), "azure-policy": ("5d4e3c65-4873-47be-94f3-6f8b953a3598",)},
)
def event_hubs_accept_keys(resource: Resource, _: Graph) -> Verdict:
    """An Event Hubs namespace accepts shared access keys.

    Why:
        A key is a shared secret: what is done with it belongs to nobody, it does not expire, and whoever may list it has
        all of the data.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.disableLocalAuth=true

    Fix (bicep):
        properties: {disableLocalAuth: true}

    Fix (terraform):
        local_authentication_enabled = false

    Pass:
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {disableLocalAuth: true}

    Fail:
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {disableLocalAuth: false}

    Fail (by default):
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {disableLocalAuth: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          existing: true
    """
    return expect(resource, "disableLocalAuth", True, default=False, otherwise="keys are accepted")
