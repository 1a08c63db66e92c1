"""Nobody is told that a secret is about to expire."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, Value, first_unknown, look, present
from headgate.audit.rule import rule
from headgate.audit.secrets import is_no_secret
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

SECRETS = "microsoft.keyvault/vaults/secrets"
TOPICS = "microsoft.eventgrid/systemtopics"
OF_TOPICS = f"{TOPICS}/eventsubscriptions"
BESIDE = "microsoft.eventgrid/eventsubscriptions"
_EVENT = "microsoft.keyvault.secretnearexpiry"


@rule(
    id="IDN-028",
    severity="low",
    bullet="identity.keys",
    about="microsoft.keyvault/vaults",
    references=("https://learn.microsoft.com/azure/key-vault/general/event-grid-overview",),
    reviewed=date(2026, 11, 24),
)
def secret_expiry_unannounced(resource: Resource, graph: Graph) -> Verdict:
    """Nobody is told that a secret is about to expire.

    Why:
        A secret with a date ends on that day, whoever is on holiday. Key Vault says so thirty days before, to whoever subscribed.

    Fix (az):
        az eventgrid event-subscription create --name expiry --source-resource-id VAULT_ID --included-event-types Microsoft.KeyVault.SecretNearExpiry --endpoint https://ops.example.com/expiry

    Fix (bicep):
        resource expiry 'Microsoft.EventGrid/eventSubscriptions@2022-06-15' = { scope: vault, name: 'expiry', properties: { filter: { includedEventTypes: [ 'Microsoft.KeyVault.SecretNearExpiry' ] } } }

    Pass:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/openai-key
        - type: Microsoft.EventGrid/eventSubscriptions
          name: expiry
          scope: kv-bot-prod
          properties: {filter: {includedEventTypes: [Microsoft.KeyVault.SecretNearExpiry]}}

    Pass (through a topic):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/openai-key
        - type: Microsoft.EventGrid/systemTopics
          name: kv-events
          properties: {source: !id kv-bot-prod}
        - type: Microsoft.EventGrid/systemTopics/eventSubscriptions
          name: kv-events/all
          properties: {filter: {}}

    Fail:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/openai-key

    Unknown:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
        - type: Microsoft.KeyVault/vaults/secrets
          name: kv-bot-prod/openai-key
        - type: Microsoft.EventGrid/eventSubscriptions
          name: expiry
          scope: kv-bot-prod
          properties: {filter: {includedEventTypes: !unknown "parameter 'events' has no value"}}

    Not applicable (it keeps no secret):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
    """
    kept = [
        one
        for one in graph.children(resource, SECRETS)
        if not is_no_secret(one.short_name, look(one.properties, "value"))
    ]
    if not kept:
        return not_applicable("no secret is kept in it")
    doubt: Unknown | None = None
    for subscription in _subscriptions(resource, graph):
        wanted = look(subscription.properties, "filter", "includedEventTypes")
        hidden = first_unknown(wanted)
        if hidden is not None:
            doubt = hidden
        elif _includes(wanted if isinstance(wanted, list) else None):
            return passed(
                f"{subscription.short_name} tells of it",
                Quote(
                    subscription, "properties.filter.includedEventTypes", wanted if isinstance(wanted, list) else None
                ),
            )
    if doubt is not None:
        return unknown(f"which events are told cannot be told: {doubt.reason}")
    if not all(graph.absence_counts(kind, resource) for kind in (BESIDE, OF_TOPICS)):
        return unknown("the event subscriptions are not in what was given")
    return failed(
        f"no subscription tells of the {len(kept)} secrets in it"
        if len(kept) > 1
        else "no subscription tells of the secret in it"
    )


def _includes(wanted: list[Value] | None) -> bool:
    """Whether a filter lets the event through; without one every event of the vault comes."""
    return present(wanted) is not True or any(str(one).lower() == _EVENT for one in wanted or ())


def _subscriptions(vault: Resource, graph: Graph) -> list[Resource]:
    topics = [one for one in graph.of_type(TOPICS) if graph.resolve(_source(one)) is vault]
    return [*graph.about(vault, BESIDE), *(one for topic in topics for one in graph.children(topic, OF_TOPICS))]


def _source(topic: Resource) -> Value:
    found = look(topic.properties, "source")
    return found if isinstance(found, str | Unknown) else None
