"""A workspace keeps its logs for less than a month, or drops them at a daily cap."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="LOG-012",
    severity="low",
    bullet="logging.openai",
    about="microsoft.operationalinsights/workspaces",
    references=("https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure",),
    reviewed=date(2026, 11, 24),
)
def workspace_forgets_early(resource: Resource, _: Graph) -> Verdict:
    """A workspace keeps its logs for less than a month, or drops them at a daily cap.

    Why:
        An incident is often found weeks after it began. A daily cap ends the collection on the very day on
        which most happens.

    Fix (az):
        az monitor log-analytics workspace update --ids ID --retention-time 90

    Fix (bicep):
        properties: { retentionInDays: 90, workspaceCapping: { dailyQuotaGb: -1 } }

    Fix (terraform):
        retention_in_days = 90

    Pass:
        - type: Microsoft.OperationalInsights/workspaces
          name: log-prod
          properties: {retentionInDays: 90}

    Pass (the default is 30):
        - type: Microsoft.OperationalInsights/workspaces
          name: log-prod
          properties: {sku: {name: PerGB2018}}

    Fail:
        - type: Microsoft.OperationalInsights/workspaces
          name: log-prod
          properties: {retentionInDays: 7}

    Fail (a cap):
        - type: Microsoft.OperationalInsights/workspaces
          name: log-prod
          properties: {retentionInDays: 30, workspaceCapping: {dailyQuotaGb: 1}}

    Unknown:
        - type: Microsoft.OperationalInsights/workspaces
          name: log-prod
          properties: {retentionInDays: !unknown it has no value}
    """
    days = look(resource.properties, "retentionInDays")
    cap = look(resource.properties, "workspaceCapping", "dailyQuotaGb")
    quotes = (
        Quote(resource, "properties.retentionInDays", days),
        Quote(resource, "properties.workspaceCapping.dailyQuotaGb", cap),
    )
    kept = word(days)
    if kept.isdigit() and int(kept) < 30:
        return failed(f"logs are kept for {kept} days", *quotes)
    if word(cap) not in {"", "-1", "-1.0"}:
        return failed(f"past {cap} GB a day what is sent is dropped", *quotes)
    return passed(f"logs are kept for {kept or '30, the default,'} days, without a cap", *quotes)
