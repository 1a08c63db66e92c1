"""What is deleted from a key vault is gone within days."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, same
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting, shown
from headgate.audit.verdict import Verdict, failed, passed, unknown

DAYS_MIN = 30
"""Azure's default is 90, its least 7: a fault that is found after a holiday is found too late."""


@rule(
    id="IDN-024",
    severity="low",
    bullet="identity.keys",
    about="microsoft.keyvault/vaults",
    references=("https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000124",), "azure-policy": ("1e66c121-a66a-4b1f-9b83-0fd99bf0fc2d",)},
)
def vault_forgets_soon(resource: Resource, _: Graph) -> Verdict:
    """What is deleted from a key vault is gone within days.

    Why:
        A secret or a vault that somebody deleted by mistake, or on purpose, comes back only while it is kept. The days are chosen when
        the vault is made, and never changed again.

    Fix (bicep):
        properties: { enableSoftDelete: true, softDeleteRetentionInDays: 90, enablePurgeProtection: true }

    Fix (az):
        az keyvault create --name VAULT --resource-group GROUP --retention-days 90

    Fix (terraform):
        soft_delete_retention_days = 90

    Pass:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {softDeleteRetentionInDays: 90}

    Pass (by default):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {}

    Fail:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {softDeleteRetentionInDays: 7}

    Fail (an old template):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {enableSoftDelete: false}

    Unknown:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {softDeleteRetentionInDays: !unknown "parameter 'days' has no value"}
    """
    kept, days = (
        setting(resource, "enableSoftDelete", default=True),
        setting(resource, "softDeleteRetentionInDays", default=90),
    )
    quotes = (quoted(resource, "enableSoftDelete"), quoted(resource, "softDeleteRetentionInDays"))
    off = same(kept, False)
    if off is True:
        return failed("enableSoftDelete is false: what is deleted is gone at once", quotes[0])
    if isinstance(days, int | float) and days < DAYS_MIN:
        return failed(f"softDeleteRetentionInDays is {days:g}, less than {DAYS_MIN}", quotes[1])
    for hidden, quote in ((off, quotes[0]), (days, quotes[1])):
        if isinstance(hidden, Unknown):
            return unknown(f"how long it keeps what is deleted cannot be told: {hidden.reason}", quote)
    return passed(shown(resource, "softDeleteRetentionInDays", days), quotes[1])
