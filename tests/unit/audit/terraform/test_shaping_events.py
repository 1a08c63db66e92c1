"""Who is told of what in a plan: subscriptions to events, alerts on the activity log, plans of Defender."""

import datetime

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.source import Source
from headgate.audit.registry import find_rule
from headgate.audit.run import run
from headgate.audit.terraform.declared import declared_in
from headgate.audit.terraform.references import References
from headgate.audit.terraform.shaping import Shaping
from tests.unit.audit.terraform.plans import change, configured, plan, refers

SOURCE = Source("plan.json", "terraform-plan", datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC))
NEW = {"id": True}
VAULT = change("azurerm_key_vault.v", {"name": "kv", "resource_group_name": "rg"}, NEW)
SECRET = change("azurerm_key_vault_secret.s", {"name": "openai-key"}, {**NEW, "key_vault_id": True})
OF_VAULT = refers("azurerm_key_vault.v.id")
TOPIC = change("azurerm_eventgrid_system_topic.t", {"name": "t", "resource_group_name": "rg"}, NEW)
TOLD = change(
    "azurerm_eventgrid_system_topic_event_subscription.e",
    {
        "name": "e",
        "system_topic": "t",
        "resource_group_name": "rg",
        "included_event_types": ["Microsoft.KeyVault.SecretNearExpiry"],
    },
    NEW,
)
ACCOUNT = change("azurerm_cognitive_account.a", {"name": "oai", "resource_group_name": "rg", "kind": "OpenAI"}, NEW)


def outcome(identifier: str, *changes: object, resources: list[object]) -> str:
    data = plan(*changes, resources=resources)
    declared = declared_in(data)
    shaping = Shaping(References(data, declared), SOURCE)
    graph = Graph([made for one in declared for made in shaping.resources(one)], today=SOURCE.read_at.date())
    rule = find_rule(identifier)
    assert rule is not None
    [finding] = run(graph, [rule])
    return finding.outcome


def test_a_subscription_through_a_topic_tells_of_secrets_that_expire() -> None:
    secret = configured("azurerm_key_vault_secret.s", key_vault_id=OF_VAULT)
    topic = configured("azurerm_eventgrid_system_topic.t", source_arm_resource_id=OF_VAULT)
    unknown = {**TOPIC, "change": {**TOPIC["change"], "after_unknown": {**NEW, "source_arm_resource_id": True}}}

    assert outcome("IDN-028", VAULT, SECRET, resources=[secret]) == "fail"
    assert outcome("IDN-028", VAULT, SECRET, unknown, TOLD, resources=[secret, topic]) == "pass"


def test_an_alert_on_the_activity_log_tells_of_keys_that_are_listed() -> None:
    alert = change(
        "azurerm_monitor_activity_log_alert.l",
        {
            "name": "keys",
            "resource_group_name": "rg",
            "criteria": [{"operation_name": "Microsoft.CognitiveServices/accounts/listKeys/action"}],
            "scopes": ["/subscriptions/template"],
        },
        NEW,
    )

    assert outcome("IDN-026", ACCOUNT, resources=[]) == "fail"
    assert outcome("IDN-026", ACCOUNT, alert, resources=[]) == "pass"


def test_a_plan_of_defender_is_told_by_its_tier() -> None:
    free = change("azurerm_security_center_subscription_pricing.p", {"resource_type": "AI", "tier": "Free"}, NEW)

    assert outcome("LOG-014", free, resources=[]) == "fail"
