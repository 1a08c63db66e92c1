"""An application has a secret in its settings."""

from datetime import date

from msgspec.structs import replace

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.secrets import judge_entry, settings_of, unreadable_settings
from headgate.audit.verdict import Verdict, not_applicable, unknown


@rule(
    id="IDN-022",
    severity="high",
    bullet="identity.keys",
    about=(
        "microsoft.web/sites",
        "microsoft.web/sites/config",
        "microsoft.app/containerapps",
    ),
    references=(
        "https://learn.microsoft.com/azure/app-service/app-service-key-vault-references",
        "https://learn.microsoft.com/azure/container-apps/manage-secrets",
    ),
    reviewed=date(2026, 11, 24),
)
def secret_in_plain_setting(resource: Resource, _: Graph) -> Verdict:
    """An application has a secret in its settings.

    Why:
        Settings are read by everybody who may read the application, are copied into templates and exports, and are printed by
        support pages. A reference to Key Vault shows nothing, and follows when the secret is renewed; an identity needs none.

    Fix (az):
        az webapp config appsettings set --name APP --resource-group GROUP --settings AZURE_OPENAI_API_KEY='@Microsoft.KeyVault(SecretUri=https://VAULT.vault.azure.net/secrets/openai-key)'

    Fix (bicep):
        { name: 'AZURE_OPENAI_API_KEY', value: '@Microsoft.KeyVault(SecretUri=${secret.properties.secretUri})' }

    Pass (a reference):
        - type: Microsoft.Web/sites
          name: app-bot-prod
          properties: {siteConfig: {appSettings: [{name: AZURE_OPENAI_API_KEY, value: '@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/openai-key)'}]}}

    Pass (in Key Vault):
        - type: Microsoft.App/containerApps
          name: ca-bot-prod
          properties: {template: {containers: [{name: bot, env: [{name: OPENAI_API_KEY, secretRef: key}]}]}, configuration: {secrets: [{name: key, keyVaultUrl: "https://kv.vault.azure.net/secrets/key", identity: system}]}}

    Fail (written down):
        - type: Microsoft.Web/sites
          name: app-bot-prod
          properties: {siteConfig: {appSettings: [{name: AZURE_OPENAI_API_KEY, value: 0000000000000000000000000000notakey}]}}

    Fail (listed by the template):
        - type: Microsoft.Web/sites
          name: app-bot-prod
          properties: {siteConfig: {appSettings: [{name: AZURE_OPENAI_API_KEY, value: !unknown "listKeys() is called on oai-bot-prod"}]}}

    Fail (a connection string):
        - type: Microsoft.Web/sites
          name: app-bot-prod
          properties: {siteConfig: {appSettings: [{name: AzureWebJobsStorage, value: 'DefaultEndpointsProtocol=https;AccountName=st;AccountKey=none'}]}}

    Fail (plain in a container):
        - type: Microsoft.App/containerApps
          name: ca-bot-prod
          properties: {template: {containers: [{name: bot, env: [{name: OPENAI_API_KEY, value: 0000000000000000000000000000notakey}]}]}, configuration: {secrets: []}}

    Fail (a secure parameter, in plain):
        - type: Microsoft.Web/sites
          name: app-bot-prod
          properties: {siteConfig: {appSettings: [{name: DATABASE_PASSWORD, value: !unknown "secure parameter 'password' has no value"}]}}

    Fail (a key that the deployer gives, in plain):
        - type: Microsoft.App/containerApps
          name: ca-bot-prod
          properties: {template: {containers: [{name: bot, env: [{name: BACKEND_APIKEY, value: !unknown "parameter 'key' has no value"}]}]}}

    Fail (kept in the application itself):
        - type: Microsoft.App/containerApps
          name: ca-bot-prod
          properties: {template: {containers: [{name: bot, env: [{name: OPENAI_API_KEY, secretRef: openai-key}]}]}, configuration: {secrets: [{name: openai-key, value: 0000000000000000000000000000notakey}]}}

    Fail (listed by the template into the secrets of a container):
        - type: Microsoft.App/containerApps
          name: ca-bot-prod
          properties: {template: {containers: [{name: bot, env: [{name: OPENAI_API_KEY, secretRef: openai-key}]}]}, configuration: {secrets: [{name: openai-key, value: !unknown "listKeys() is called on oai-bot-prod"}]}}

    Unknown:
        - type: Microsoft.Web/sites
          name: app-bot-prod
          properties: {siteConfig: {appSettings: [{name: AZURE_OPENAI_API_KEY, value: !unknown "parameter 'key' has no value"}]}}

    Not applicable (nothing secret):
        - type: Microsoft.Web/sites
          name: app-bot-prod
          properties: {siteConfig: {appSettings: [{name: AZURE_OPENAI_ENDPOINT, value: 'https://oai.openai.azure.com'}]}}
    """
    hidden = unreadable_settings(resource)
    judged = [verdict for entry in settings_of(resource) if (verdict := judge_entry(resource, entry)) is not None]
    failing = [verdict for verdict in judged if verdict.outcome == "fail"]
    if failing:
        return _together(failing)
    if hidden is not None:
        return unknown(f"its settings cannot be told: {hidden.reason}")
    doubtful = [verdict for verdict in judged if verdict.outcome == "unknown"]
    if doubtful:
        return _together(doubtful)
    return _together(judged) if judged else not_applicable("it has no setting that could be a secret")


def _together(verdicts: list[Verdict]) -> Verdict:
    """Say of all settings with one outcome what was said of each: whoever mends one would find the next one later."""
    names: dict[str, list[str]] = {}
    for verdict in verdicts:
        name, _, said = verdict.because.partition(" ")
        names.setdefault(said, []).append(name)
    because = "; ".join(f"{', '.join(dict.fromkeys(each))} {said}" for said, each in names.items())
    return replace(verdicts[0], because=because, evidence=tuple(quote for one in verdicts for quote in one.evidence))
