"""A key vault gives access by its own policies, not by roles."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="IDN-008",
    severity="medium",
    bullet="identity.keys",
    about="microsoft.keyvault/vaults",
    references=("https://learn.microsoft.com/azure/key-vault/general/rbac-guide",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("12d4fa5e-1f9f-4c21-97a9-b99b3c6611b5",)},
)
def vault_uses_access_policies(resource: Resource, _: Graph) -> Verdict:
    """A key vault gives access by its own policies, not by roles.

    Why:
        Access policies stand outside of role assignments: no review of roles shows them, and whoever may write the vault
        (Contributor may) gives itself every secret.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.enableRbacAuthorization=true

    Fix (bicep):
        properties: {enableRbacAuthorization: true}

    Fix (terraform):
        rbac_authorization_enabled = true

    Pass:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {enableRbacAuthorization: true}

    Fail:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {enableRbacAuthorization: false}

    Fail (by default):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {}

    Pass (by the default of a new version of the API):
        - type: Microsoft.KeyVault/vaults
          api_version: "2026-02-01"
          name: kv-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {enableRbacAuthorization: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          existing: true
    """
    # Microsoft Learn: "Azure RBAC as default access control" of new vaults since API version 2026-02-01.
    default = resource.api_version >= "2026-02-01"
    otherwise = "access policies decide who reads secrets"
    return expect(resource, "enableRbacAuthorization", True, default=default, otherwise=otherwise)
