"""An Event Hubs namespace takes TLS older than 1.2."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="DAT-007",
    severity="low",
    bullet="stores.log",
    about="microsoft.eventhub/namespaces",
    references=("https://learn.microsoft.com/azure/event-hubs/transport-layer-security-configure-minimum-version",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("Azure.EventHub.MinTLS",)},
)
def event_hubs_take_old_tls(resource: Resource, _: Graph) -> Verdict:
    """An Event Hubs namespace takes TLS older than 1.2.

    Why:
        TLS 1.0 and 1.1 are broken and retired; records of use cross it.

    Fix (az):
        az eventhubs namespace update --name NAMESPACE --resource-group GROUP --minimum-tls-version 1.2

    Fix (bicep):
        properties: { minimumTlsVersion: '1.2' }

    Fix (terraform):
        minimum_tls_version = "1.2"

    Pass:
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {minimumTlsVersion: "1.2"}

    Fail:
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {minimumTlsVersion: "1.0"}

    Pass (by default):
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          properties: {minimumTlsVersion: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.EventHub/namespaces
          name: evhns-bot-prod
          existing: true
    """
    return expect(resource, "minimumTlsVersion", "1.2", "1.3", default="1.2", otherwise="old TLS is accepted")
