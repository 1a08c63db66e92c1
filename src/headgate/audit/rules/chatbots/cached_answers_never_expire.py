"""A container that caches answers keeps them for ever."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="BOT-001",
    severity="medium",
    bullet="chatbots.cached-answers",
    about="microsoft.documentdb/databaseaccounts/sqldatabases/containers",
    references=("https://learn.microsoft.com/azure/cosmos-db/nosql/time-to-live",),
    reviewed=date(2026, 11, 24),
)
def cached_answers_never_expire(resource: Resource, _: Graph) -> Verdict:
    """A container that caches answers keeps them for ever.

    Why:
        What a document said when the answer was made is served long after the document changed. A time to
        live bounds how stale an answer can be.

    Fix (bicep):
        properties: { resource: { defaultTtl: 86400 } }

    Fix (terraform):
        default_ttl = 86400

    Fix (az):
        az cosmosdb sql container update --account-name ACCOUNT --database-name DB --name cache --resource-group GROUP --ttl 86400

    Pass:
        - type: Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers
          name: cosmos/bot/cache
          properties: {resource: {id: cache, defaultTtl: 86400}}

    Fail:
        - type: Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers
          name: cosmos/bot/semantic-cache
          properties: {resource: {id: semantic-cache}}

    Fail (only items that say so expire):
        - type: Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers
          name: cosmos/bot/cache
          properties: {resource: {id: cache, defaultTtl: -1}}

    Unknown:
        - type: Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers
          name: cosmos/bot/cache
          properties: {resource: {id: cache, defaultTtl: !unknown "later"}}

    Not applicable:
        - type: Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers
          name: cosmos/bot/history
          properties: {resource: {id: history}}
    """
    if "cache" not in resource.short_name.lower():
        return not_applicable("its name is not that of a cache")
    value = look(resource.properties, "resource", "defaultTtl")
    quote = Quote(resource, "properties.resource.defaultTtl", value)
    seconds = word(value)
    if seconds in {"", "-1"}:
        return failed(f"defaultTtl is {seconds or 'not set'}", quote)
    return passed(f"answers are dropped after {seconds} s", quote)
