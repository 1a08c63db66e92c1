"""A storage account lets containers be public."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="DAT-002",
    severity="high",
    bullet="stores.log",
    about="microsoft.storage/storageaccounts",
    references=("https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("Azure.Storage.BlobPublicAccess",), "checkov": ("CKV_AZURE_190",)},
)
def blobs_open_to_anonymous(resource: Resource, _: Graph) -> Verdict:
    """A storage account lets containers be public.

    Why:
        One container set to public shows its documents to anybody who knows the address, with no sign-in and no trace of who
        read them.

    Fix (az):
        az storage account update --name ACCOUNT --allow-blob-public-access false

    Fix (bicep):
        properties: { allowBlobPublicAccess: false }

    Fix (terraform):
        allow_nested_items_to_be_public = false

    Pass:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {allowBlobPublicAccess: false}

    Fail:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {allowBlobPublicAccess: true}

    Pass (by default):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {}

    Unknown:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {allowBlobPublicAccess: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          existing: true
    """
    return expect(resource, "allowBlobPublicAccess", False, default=False, otherwise="containers can be made public")
