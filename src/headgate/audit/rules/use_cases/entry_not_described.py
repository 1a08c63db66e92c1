"""An API or product of API Management says nothing of itself."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, present
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Verdict, failed, passed, unknown

_ASKED = ("displayName", "description")


@rule(
    id="USE-011",
    severity="info",
    bullet="use-cases.review",
    about=("microsoft.apimanagement/service/apis", "microsoft.apimanagement/service/products"),
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-add-products",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000043", "AZR-000049")},
)
def entry_not_described(resource: Resource, _: Graph) -> Verdict:
    """An API or product of API Management says nothing of itself.

    Why:
        A review asks what each entry is for and whose it is. Where that stands nowhere, the entry stays for ever.

    Fix (bicep):
        properties: { displayName: 'Models of the bot', description: 'Chat and embeddings; team bot, bot@example.com' }

    Fix (terraform):
        description = "Chat and embeddings; team bot, bot@example.com"

    Pass:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {displayName: Bot, description: Chat and embeddings of the bot; team bot.}

    Fail:
        - type: Microsoft.ApiManagement/service/apis
          name: apim/openai
          properties: {displayName: OpenAI, path: openai}

    Unknown:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {displayName: Bot, description: !unknown "parameter 'text' has no value"}
    """
    quotes = [quoted(resource, name) for name in _ASKED]
    values = {name: setting(resource, name) for name in _ASKED}
    missing = [name for name, value in values.items() if present(value) is False]
    if missing:
        return failed(f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} not set", *quotes)
    for name, value in values.items():
        if isinstance(value, Unknown) and not value.filled:
            return unknown(f"{name} cannot be told: {value.reason}", *quotes)
    return passed("it is described", *quotes)
