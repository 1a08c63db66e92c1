"""Nobody is told when keys of an account are listed or renewed."""

from datetime import date

from headgate.audit.access.effective import local_auth
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Unknown, first_unknown, look, same
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.setting import quoted
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

ALERT = "microsoft.insights/activitylogalerts"
_OPERATIONS = (
    "microsoft.cognitiveservices/accounts/listkeys/action",
    "microsoft.cognitiveservices/accounts/regeneratekey/action",
)


@rule(
    id="IDN-026",
    severity="low",
    bullet="identity.keys",
    about="microsoft.cognitiveservices/accounts",
    references=(
        "https://learn.microsoft.com/azure/ai-services/rotate-keys",
        "https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-activity-log-alert-rule",
    ),
    reviewed=date(2026, 11, 24),
)
def key_use_unnoticed(resource: Resource, graph: Graph) -> Verdict:
    """Nobody is told when keys of an account are listed or renewed.

    Why:
        Where keys are accepted, listing them is taking them along, and it leaves one trace: an entry of the activity log, which
        is kept for 90 days and read by nobody.

    Fix (az):
        az monitor activity-log alert create --name keys-listed --resource-group GROUP --scope ACCOUNT_ID --condition category=Administrative and operationName=Microsoft.CognitiveServices/accounts/listKeys/action

    Fix (headgate):
        no alert is needed where keys are refused: properties.disableLocalAuth = true

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {disableLocalAuth: false}
        - type: Microsoft.Insights/activityLogAlerts
          name: keys-listed
          properties: {scopes: [!id oai-bot-prod], condition: {allOf: [{field: operationName, equals: Microsoft.CognitiveServices/accounts/listKeys/action}]}}

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {disableLocalAuth: false}

    Fail (an alert about something else):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {}
        - type: Microsoft.Insights/activityLogAlerts
          name: health
          properties: {scopes: [/subscriptions/template], condition: {allOf: [{field: category, equals: ServiceHealth}]}}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {disableLocalAuth: !unknown "parameter 'keys' has no value"}

    Unknown (an export of accounts alone):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {disableLocalAuth: false}
          source: az-export

    Not applicable (no keys):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {disableLocalAuth: true}
    """
    accepts = local_auth(resource)
    quote = quoted(resource, "disableLocalAuth")
    if isinstance(accepts, Unknown):
        return unknown(f"whether keys are accepted cannot be told: {accepts.reason}", quote)
    if not accepts:
        return not_applicable("it accepts no keys")
    doubt = False
    for alert in graph.of_type(ALERT):
        if first_unknown(alert.properties) is not None or look(alert.properties, "condition") is MISSING:
            doubt = True
        elif _watches(alert, resource):
            return passed(
                f"{alert.name} tells of it", Quote(alert, "properties.condition", look(alert.properties, "condition"))
            )
    if doubt:
        return unknown("what an alert on the activity log watches cannot be told", quote)
    if not graph.absence_counts(ALERT, resource):
        return unknown("the alerts on the activity log are not in what was given", quote)
    return failed("keys are accepted, and no alert watches who lists or renews them", quote)


def _watches(alert: Resource, account: Resource) -> bool:
    scopes = look(alert.properties, "scopes")
    within = any(
        account.id.startswith(str(one).lower().rstrip("/")) for one in (scopes if isinstance(scopes, list) else ())
    )
    listed = look(alert.properties, "condition", "allOf")
    operations = {word(look(one, "equals")) for one in (listed if isinstance(listed, list) else ())}
    return within and bool(operations & set(_OPERATIONS)) and same(look(alert.properties, "enabled"), False) is not True
