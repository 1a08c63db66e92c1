"""A storage account takes TLS older than 1.2."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="DAT-006",
    severity="medium",
    bullet="stores.log",
    about="microsoft.storage/storageaccounts",
    references=("https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("Azure.Storage.MinTLS",), "checkov": ("CKV_AZURE_44",)},
)
def storage_takes_old_tls(resource: Resource, _: Graph) -> Verdict:
    """A storage account takes TLS older than 1.2.

    Why:
        TLS 1.0 and 1.1 are broken and retired; what still speaks them can be listened to.

    Fix (az):
        az storage account update --name ACCOUNT --min-tls-version TLS1_2

    Fix (bicep):
        properties: { minimumTlsVersion: 'TLS1_2' }

    Fix (terraform):
        min_tls_version = "TLS1_2"

    Pass:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {minimumTlsVersion: TLS1_2}

    Fail:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {minimumTlsVersion: TLS1_0}

    Fail (by default):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {}

    Unknown:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {minimumTlsVersion: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          existing: true
    """
    return expect(resource, "minimumTlsVersion", "TLS1_2", "TLS1_3", default="TLS1_0", otherwise="old TLS is accepted")
