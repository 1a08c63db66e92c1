"""A PostgreSQL server can be reached from the public internet."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, present
from headgate.audit.rule import rule
from headgate.audit.setting import expect, quoted, setting
from headgate.audit.verdict import Verdict, passed, unknown


@rule(
    id="NET-006",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.dbforpostgresql/flexibleservers",
    references=("https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-private-link",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("5e1de0e3-42cb-4ebc-a86d-61d0c619ca48",)},
)
def postgres_reachable_publicly(resource: Resource, _: Graph) -> Verdict:
    """A PostgreSQL server can be reached from the public internet.

    Why:
        Its public endpoint answers everybody who has or guesses a credential; a private endpoint beside it closes nothing.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.network.publicNetworkAccess=Disabled

    Fix (bicep):
        properties: {network: {publicNetworkAccess: 'Disabled'}}

    Fix (terraform):
        public_network_access_enabled = false

    Pass:
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          properties: {network: {publicNetworkAccess: Disabled}}

    Pass (inside a subnet):
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          properties: {network: {delegatedSubnetResourceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/psql}}

    Fail:
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          properties: {network: {publicNetworkAccess: Enabled}}

    Fail (by default):
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          properties: {network: {publicNetworkAccess: !unknown "parameter 'x' has no value"}}

    Not applicable (only referred to):
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          existing: true
    """
    inside = setting(resource, "network.delegatedSubnetResourceId")
    if isinstance(inside, Unknown) and not resource.existing:
        return unknown(f"whether it stands in a subnet cannot be told: {inside.reason}", quoted(resource, "network"))
    if present(inside) is True:
        return passed("it stands inside a subnet", quoted(resource, "network.delegatedSubnetResourceId"))
    return expect(
        resource, "network.publicNetworkAccess", "Disabled", default="Enabled", otherwise="its public endpoint answers"
    )
