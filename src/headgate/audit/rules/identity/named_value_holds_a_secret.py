"""A secret of API Management is kept in API Management, or pinned to one version."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look, present, same
from headgate.audit.rule import rule
from headgate.audit.secrets import Entry, comes_from_listing, judge_entry, sounds_secret, withheld
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="IDN-019",
    severity="high",
    bullet="identity.keys",
    about="microsoft.apimanagement/service/namedvalues",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-properties",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000045",), "azure-policy": ("f1cc7827-022c-473e-836e-5a51cae0b249",)},
)
def named_value_holds_a_secret(resource: Resource, _: Graph) -> Verdict:
    """A secret of API Management is kept in API Management, or pinned to one version.

    Why:
        A value typed in is copied into templates and exports, and nobody renews it. A reference to Key Vault is read anew; a
        reference with a version in it is not, and the day the key is renewed calls fail.

    Fix (az):
        az apim nv create --named-value-id openai-key --secret true … # with keyVault.secretIdentifier

    Fix (bicep):
        properties: { displayName: 'openai-key', secret: true, keyVault: { secretIdentifier: 'https://kv-bot-prod.vault.azure.net/secrets/openai-key' } }

    Fix (terraform):
        value_from_key_vault { secret_id = "https://kv-bot-prod.vault.azure.net/secrets/openai-key" }

    Pass:
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {displayName: openai-key, secret: true, keyVault: {secretIdentifier: "https://kv.vault.azure.net/secrets/openai-key"}}

    Fail:
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {displayName: openai-key, secret: true, value: placeholder}

    Fail (a version is pinned):
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {displayName: openai-key, secret: true, keyVault: {secretIdentifier: "https://kv.vault.azure.net/secrets/openai-key/0123456789abcdef0123456789abcdef"}}

    Fail (a key that is not even called a secret):
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {displayName: openai-key, value: !unknown "listKeys() is called on oai-bot-prod"}

    Fail (a key that everybody reads):
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {displayName: openai-key, secret: false, value: 0000000000000000000000000000notakey}

    Unknown:
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {displayName: openai-key, secret: !unknown "parameter 'secret' has no value"}

    Not applicable:
        - type: Microsoft.ApiManagement/service/namedValues
          name: apim-ai-prod/openai-key
          properties: {displayName: region, value: swedencentral}
    """
    if comes_from_listing(look(resource.properties, "value")):
        return failed("its value is a key that the template lists", withheld(resource, "properties.value"))
    secret = same(look(resource.properties, "secret"), True)
    if isinstance(secret, Unknown):
        return unknown(f"whether it is a secret cannot be told: {secret.reason}")
    value = look(resource.properties, "value")
    if not secret and isinstance(value, Unknown) and sounds_secret(resource.short_name):
        return unknown(f"it is not marked as a secret, and its value cannot be told: {value.reason}")
    if not secret:
        shown = judge_entry(resource, Entry(resource.short_name, value, "properties.value"))
        in_the_clear = shown is not None and shown.outcome == "fail"
        said = "it holds a key and is not even marked as a secret: everybody who may read the service reads it"
        return (
            failed(said, withheld(resource, "properties.value")) if in_the_clear else not_applicable("it is no secret")
        )
    vault = look(resource.properties, "keyVault", "secretIdentifier")
    quote = Quote(resource, "properties.keyVault.secretIdentifier", vault)
    if isinstance(vault, Unknown):
        return (
            passed("it is read from Key Vault", quote)
            if getattr(vault, "filled", False)
            else unknown(f"where it is kept cannot be told: {vault.reason}", quote)
        )
    if present(vault) is not True:
        return failed("it is kept in API Management itself", withheld(resource, "properties.value"))
    if len(str(vault).partition("/secrets/")[2].strip("/").split("/")) > 1:
        return failed("its version is pinned", quote)
    return passed("it is read from Key Vault, in its newest version", quote)
