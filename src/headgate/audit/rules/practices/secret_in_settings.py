"""A secret is written out in the settings of an application."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.hint import Hint
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="IDN-092",
    severity="high",
    bullet="identity.keys",
    about="hint",
    references=("https://learn.microsoft.com/azure/app-service/app-service-key-vault-references",),
    reviewed=date(2026, 11, 24),
)
def secret_in_settings(hint: Hint, _: Graph) -> Verdict:
    """A secret is written out in the settings of an application.

    Why:
        Whoever may read the settings, the repository or a backup has it. A reference to Key Vault, or
        better a managed identity, leaves nothing to take.

    Fix (az):
        az webapp config appsettings set --ids ID --settings "AZURE_OPENAI_KEY=@Microsoft.KeyVault(SecretUri=https://VAULT.vault.azure.net/secrets/NAME)"

    Fix (bicep):
        { name: 'AZURE_OPENAI_KEY', value: '@Microsoft.KeyVault(SecretUri=${secret.properties.secretUri})' }

    Pass:
        - hint: setting
          name: AZURE_OPENAI_KEY
          value: "@Microsoft.KeyVault(SecretUri=https://v/secrets/k)"

    Fail:
        - hint: setting
          name: AZURE_OPENAI_KEY
          value: "***"

    Unknown:
        - hint: setting
          name: AZURE_OPENAI_KEY
          value: !unknown "later"

    Not applicable:
        - hint: package
          name: openai
          value: "1.2"
    """
    if hint.kind != "setting":
        return not_applicable("it is no setting")
    quote = Quote(hint, hint.name, hint.value)
    if word(hint.value) == "***":
        return failed(f"{hint.name} holds one, masked here", quote)
    return passed(f"{hint.name} holds none", quote)
