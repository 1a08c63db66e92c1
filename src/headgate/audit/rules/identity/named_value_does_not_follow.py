"""A named value stays with one version of its secret."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Verdict, failed, not_applicable, passed, unknown

_VERSIONED = re.compile(r"/secrets/[^/?]+/[^/?]+/?$", re.IGNORECASE)


@rule(
    id="IDN-025",
    severity="medium",
    bullet="identity.keys",
    about="microsoft.apimanagement/service/namedvalues",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-properties#key-vault-secrets",),
    reviewed=date(2026, 11, 24),
)
def named_value_does_not_follow(resource: Resource, _: Graph) -> Verdict:
    """A named value stays with one version of its secret.

    Why:
        A secret that is regenerated gets a new version. A reference without a version follows within hours; one with a version keeps
        handing out the old key, which by then is dead.

    Fix (bicep):
        properties: { secret: true, keyVault: { secretIdentifier: '${vault.properties.vaultUri}secrets/openai-key' } }

    Fix (az):
        az apim nv update --service-name APIM --resource-group GROUP --named-value-id ID --set keyVault.secretIdentifier=https://VAULT.vault.azure.net/secrets/openai-key

    Fix (terraform):
        value_from_key_vault { secret_id = azurerm_key_vault_secret.key.versionless_id }

    Pass:
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {secret: true, keyVault: {secretIdentifier: "https://kv.vault.azure.net/secrets/openai-key"}}

    Fail:
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {secret: true, keyVault: {secretIdentifier: "https://kv.vault.azure.net/secrets/openai-key/0123456789abcdef0123456789abcdef"}}

    Fail (a version of a secret that a plan makes):
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {secret: true, keyVault: {secretIdentifier: "https://kv.vault.azure.net/secrets/openai-key/{version}"}}

    Unknown:
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {secret: true, keyVault: {secretIdentifier: !unknown "parameter 'secret' has no value"}}

    Not applicable (not from Key Vault):
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {secret: true, value: "{{x}}"}
    """
    named = setting(resource, "keyVault.secretIdentifier")
    quote = quoted(resource, "keyVault.secretIdentifier")
    if isinstance(named, Unknown):
        return unknown(f"which secret it means cannot be told: {named.reason}", quote)
    if not isinstance(named, str) or not named:
        return not_applicable("it comes from no Key Vault")
    if _VERSIONED.search(named):
        return failed("keyVault.secretIdentifier names one version of the secret", quote)
    return passed("keyVault.secretIdentifier names no version: it follows", quote)
