"""A PostgreSQL server accepts passwords."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="IDN-007",
    severity="medium",
    bullet="identity.entra",
    about="microsoft.dbforpostgresql/flexibleservers",
    references=("https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-azure-ad-authentication",),
    reviewed=date(2026, 11, 24),
)
def postgres_accepts_passwords(resource: Resource, _: Graph) -> Verdict:
    """A PostgreSQL server accepts passwords.

    Why:
        A key is a shared secret: what is done with it belongs to nobody, it does not expire, and whoever may list it has
        all of the data.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.authConfig.passwordAuth=Disabled

    Fix (bicep):
        properties: {authConfig: {passwordAuth: 'Disabled'}}

    Fix (terraform):
        authentication { active_directory_auth_enabled = true, password_auth_enabled = false }

    Pass:
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          properties: {authConfig: {passwordAuth: Disabled}}

    Fail:
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          properties: {authConfig: {passwordAuth: Enabled}}

    Fail (by default):
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          properties: {authConfig: {passwordAuth: !unknown "parameter 'x' has no value"}}

    Not applicable (only referred to):
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          existing: true
    """
    return expect(
        resource, "authConfig.passwordAuth", "Disabled", default="Enabled", otherwise="passwords are accepted"
    )
