"""A Cosmos DB account accepts keys."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.rule import rule
from headgate.audit.setting import expect, kind_of
from headgate.audit.verdict import Verdict, not_applicable

_KEYS_ONLY = {
    "enablemongo": "MongoDB",
    "enablecassandra": "Cassandra",
    "enabletable": "Table",
    "enablegremlin": "Gremlin",
}
"""Capabilities that choose an API without Entra (Azure Policy 5450f5bd-9c72-4390-a9c4-a7aba4edfdd2 leaves them out)."""


@rule(
    id="IDN-003",
    severity="high",
    bullet="identity.entra",
    about="microsoft.documentdb/databaseaccounts",
    references=("https://learn.microsoft.com/azure/cosmos-db/how-to-setup-rbac",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("5450f5bd-9c72-4390-a9c4-a7aba4edfdd2",), "checkov": ("CKV_AZURE_140",)},
)
def cosmos_accepts_keys(resource: Resource, _: Graph) -> Verdict:
    """A Cosmos DB account accepts keys.

    Why:
        A key is a shared secret: what is done with it belongs to nobody, it does not expire, and whoever may list it has
        all of the data.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.disableLocalAuth=true

    Fix (bicep):
        properties: {disableLocalAuth: true}

    Fix (terraform):
        local_authentication_disabled = true

    Pass:
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {disableLocalAuth: true}

    Fail:
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {disableLocalAuth: false}

    Fail (by default):
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {disableLocalAuth: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          existing: true

    Not applicable (an API that knows keys only):
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          kind: MongoDB
          properties: {capabilities: [{name: EnableMongo}]}
    """
    api = _api_of_keys(resource)
    if api:
        return not_applicable(f"its API ({api}) knows keys only: disableLocalAuth does nothing there")
    return expect(resource, "disableLocalAuth", True, default=False, otherwise="keys are accepted")


def _api_of_keys(account: Resource) -> str:
    """Return the API of an account when it has no other way to authenticate; empty otherwise, and when nobody can tell."""
    kind = kind_of(account)
    if isinstance(kind, str) and kind == "mongodb":
        return "MongoDB"
    listed = look(account.properties, "capabilities")
    names = [look(one, "name") for one in listed] if isinstance(listed, list) else []
    chosen = (_KEYS_ONLY.get(name.lower(), "") for name in names if isinstance(name, str))
    return next((api for api in chosen if api), "")
