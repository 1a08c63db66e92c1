"""A key vault can be emptied for good."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="IDN-009",
    severity="medium",
    bullet="identity.keys",
    about="microsoft.keyvault/vaults",
    references=("https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview",),
    reviewed=date(2026, 11, 24),
    also={
        "psrule": ("Azure.KeyVault.PurgeProtect",),
        "checkov": ("CKV_AZURE_110",),
        "azure-policy": ("0b60c0b2-2dc2-4e1c-b5c9-abbed971de53",),
    },
)
def vault_can_be_purged(resource: Resource, _: Graph) -> Verdict:
    """A key vault can be emptied for good.

    Why:
        Without purge protection one careless or hostile operator deletes every key and secret beyond recovery, and all that
        hangs on them stops.

    Fix (az):
        az keyvault update --name VAULT --enable-purge-protection true

    Fix (bicep):
        properties: { enablePurgeProtection: true }

    Fix (terraform):
        purge_protection_enabled = true

    Pass:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {enablePurgeProtection: true}

    Fail (by default):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {enablePurgeProtection: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          existing: true
    """
    return expect(
        resource, "enablePurgeProtection", True, default=False, otherwise="what is deleted can be purged at once"
    )
