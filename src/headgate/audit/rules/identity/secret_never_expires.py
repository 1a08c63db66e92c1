"""A secret in Key Vault never expires."""

import datetime
from datetime import date, timedelta

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.rule import rule
from headgate.audit.secrets import is_no_secret
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Verdict, failed, not_applicable, passed, unknown

YEARS_AHEAD = timedelta(days=2 * 366)
"""Two years: a date beyond them is a way of writing never."""


@rule(
    id="IDN-021",
    severity="medium",
    bullet="identity.keys",
    about="microsoft.keyvault/vaults/secrets",
    references=(
        "https://learn.microsoft.com/azure/key-vault/secrets/about-secrets",
        "https://learn.microsoft.com/azure/ai-services/rotate-keys",
    ),
    reviewed=date(2026, 11, 24),
    also={"checkov": ("CKV_AZURE_41",)},
)
def secret_never_expires(resource: Resource, graph: Graph) -> Verdict:
    """A secret in Key Vault never expires.

    Why:
        A date on which a secret ends is what makes anybody renew it, and what Key Vault can warn of.

    Fix (az):
        az keyvault secret set-attributes --vault-name VAULT --name openai-key --expires 2027-03-31T00:00:00Z

    Fix (bicep):
        properties: { attributes: { exp: dateTimeToEpoch(dateTimeAdd(utcNow(), 'P90D')) } }

    Fix (terraform):
        expiration_date = "2027-03-31T00:00:00Z"

    Pass:
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/openai-key
          properties: {attributes: {exp: 1806451200}}

    Fail:
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/openai-key
          properties: {}

    Fail (zero is never):
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/openai-key
          properties: {attributes: {exp: 0}}

    Fail (a date that stands for never):
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/openai-key
          properties: {attributes: {exp: 4070908800}}

    Fail (a key that the template lists):
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/store
          properties: {value: !unknown "listKeys() is called on st"}

    Unknown:
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/openai-key
          properties: {attributes: !unknown "parameter 'attributes' has no value"}

    Not applicable (no secret is kept in it):
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/AZURE-OPENAI-EMBEDDING-MODEL
          properties: {value: text-embedding-3-large}

    Not applicable (an address):
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/AZURE-OPENAI-ENDPOINT
          properties: {value: !unknown "known only once deployed: Microsoft.CognitiveServices/accounts/oai: endpoint"}
    """
    if is_no_secret(resource.short_name, look(resource.properties, "value")):
        return not_applicable("what it keeps is no secret")
    value = setting(resource, "attributes.exp")
    if isinstance(value, Unknown) and value.filled:
        return passed("attributes.exp is set", quoted(resource, "attributes.exp"))
    if isinstance(value, Unknown):
        return unknown(f"when it expires cannot be told: {value.reason}", quoted(resource, "attributes"))
    day = _day(value)
    if day is not None and day > graph.today + YEARS_AHEAD:
        return failed(
            f"attributes.exp is {value}, the {day}: nobody renews it before", quoted(resource, "attributes.exp")
        )
    if value:
        return passed(f"attributes.exp is {value}", quoted(resource, "attributes.exp"))
    return failed(
        "attributes.exp is not set" if value is None else f"attributes.exp is {value}",
        quoted(resource, "attributes.exp"),
    )


def _day(value: object) -> date | None:
    """Read seconds since 1970, as ARM has them, or a date as others write it; None for what is neither."""
    if isinstance(value, bool) or not isinstance(value, int | float | str) or not value:
        return None
    try:
        if isinstance(value, str) and not value.isdigit():
            return datetime.datetime.fromisoformat(value.replace("Z", "+00:00")).date()
        return datetime.datetime.fromtimestamp(float(value), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
