"""A storage account accepts its shared keys."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="IDN-005",
    severity="medium",
    bullet="identity.entra",
    about="microsoft.storage/storageaccounts",
    references=("https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54",), "checkov": ("CKV2_AZURE_40",)},
)
def storage_accepts_shared_keys(resource: Resource, _: Graph) -> Verdict:
    """A storage account accepts its shared keys.

    Why:
        A key is a shared secret: what is done with it belongs to nobody, it does not expire, and whoever may list it has
        all of the data.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.allowSharedKeyAccess=false

    Fix (bicep):
        properties: {allowSharedKeyAccess: false}

    Fix (terraform):
        shared_access_key_enabled = false

    Pass:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {allowSharedKeyAccess: false}

    Fail:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {allowSharedKeyAccess: true}

    Fail (by default):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {}

    Unknown:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {allowSharedKeyAccess: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          existing: true
    """
    return expect(resource, "allowSharedKeyAccess", False, default=True, otherwise="keys are accepted")
