"""A storage account answers without TLS."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="DAT-005",
    severity="high",
    bullet="stores.log",
    about="microsoft.storage/storageaccounts",
    references=("https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer",),
    reviewed=date(2026, 11, 24),
    also={
        "psrule": ("Azure.Storage.SecureTransfer",),
        "checkov": ("CKV_AZURE_3",),
        "azure-policy": ("404c3081-a854-4457-ae30-26a93ef643f9",),
    },
)
def storage_takes_clear_text(resource: Resource, _: Graph) -> Verdict:
    """A storage account answers without TLS.

    Why:
        Documents and the signatures that open them cross the network in clear text.

    Fix (az):
        az storage account update --name ACCOUNT --https-only true

    Fix (bicep):
        properties: { supportsHttpsTrafficOnly: true }

    Fix (terraform):
        https_traffic_only_enabled = true

    Pass:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {supportsHttpsTrafficOnly: true}

    Fail:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {supportsHttpsTrafficOnly: false}

    Pass (by default):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {}

    Fail (by the default of an old version of the API):
        - type: Microsoft.Storage/storageAccounts
          api_version: "2018-07-01"
          name: stbotprod
          properties: {}

    Unknown:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {supportsHttpsTrafficOnly: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          existing: true
    """
    # Microsoft Learn: "The default value is true since API version 2019-04-01."
    default = not "" < resource.api_version < "2019-04-01"
    return expect(resource, "supportsHttpsTrafficOnly", True, default=default, otherwise="http is answered")
