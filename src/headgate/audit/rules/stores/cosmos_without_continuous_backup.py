"""A Cosmos DB account can only be restored by asking support."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="DAT-001",
    severity="medium",
    bullet="stores.log",
    about="microsoft.documentdb/databaseaccounts",
    references=("https://learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-introduction",),
    reviewed=date(2026, 11, 24),
)
def cosmos_without_continuous_backup(resource: Resource, _: Graph) -> Verdict:
    """A Cosmos DB account can only be restored by asking support.

    Why:
        Periodic backups keep two copies by default and are restored by a support case to a new account. Continuous backups are
        restored by oneself to any second of the last days.

    Fix (az):
        az cosmosdb update --name ACCOUNT --resource-group GROUP --backup-policy-type Continuous --continuous-tier Continuous7Days

    Fix (bicep):
        properties: { backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } } }

    Fix (terraform):
        backup { type = "Continuous" }

    Pass:
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {backupPolicy: {type: Continuous}}

    Fail:
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {backupPolicy: {type: Periodic}}

    Fail (by default):
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {backupPolicy: {type: !unknown "parameter 'x' has no value"}}

    Not applicable (only referred to):
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          existing: true
    """
    return expect(
        resource, "backupPolicy.type", "Continuous", default="Periodic", otherwise="restoring it takes a support case"
    )
