from typing import Any

from headgate.audit.diagnostics import SETTING, judge_logs, sent
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from tests.audit_samples import ACCOUNT, graph, resource

BOT = resource(ACCOUNT, "bot", kind="OpenAI")
ON = [{"category": "Audit", "enabled": True}]
WORKSPACE = "/subscriptions/s/resourcegroups/g/providers/microsoft.operationalinsights/workspaces/log"


def setting(**properties: Any) -> Resource:
    return resource(SETTING, "to-log", scope=BOT.id, properties=properties)


def outcome(*settings: Resource) -> str:
    return judge_logs(BOT, graph(BOT, *settings), ["Audit"]).outcome


def test_an_enabled_log_with_a_destination_is_sent() -> None:
    assert outcome(setting(workspaceId=WORKSPACE, logs=ON)) == "pass"
    assert outcome(setting(storageAccountId="/x", logs=[{"categoryGroup": "allLogs", "enabled": True}])) == "pass"


def test_a_destination_that_cannot_be_told_is_one_for_azure_takes_no_setting_without() -> None:
    assert outcome(setting(workspaceId=Unknown("parameter 'workspace' has no value"), logs=ON)) == "pass"


def test_a_setting_that_sends_nothing_counts_for_nothing() -> None:
    off = [{"category": "Audit", "enabled": False}]

    assert outcome(setting(workspaceId=WORKSPACE, logs=off)) == "fail"
    assert outcome(setting(workspaceId=WORKSPACE, metrics=[{"category": "AllMetrics", "enabled": True}])) == "fail"
    assert outcome(setting(workspaceId=WORKSPACE, logs=[])) == "fail"
    assert outcome(setting(logs=ON)) == "fail"
    assert outcome() == "fail"


def test_what_cannot_be_told_is_not_judged() -> None:
    assert outcome(resource(SETTING, "to-log", scope=BOT.id, properties=Unknown("no value"))) == "unknown"
    assert outcome(setting(workspaceId=WORKSPACE, logs=Unknown("no value"))) == "unknown"
    assert outcome(resource(SETTING, "somewhere", scope=Unknown("no value"))) == "unknown"


def test_an_export_that_was_not_asked_for_settings_tells_nothing() -> None:
    exported = resource(ACCOUNT, "bot", kind="OpenAI", read_from="az-export")

    assert judge_logs(exported, graph(exported), ["Audit"]).outcome == "unknown"


def test_metrics_are_seen_too() -> None:
    metrics = setting(workspaceId=WORKSPACE, metrics=[{"category": "AllMetrics", "enabled": True}])

    assert sent(BOT, graph(BOT, metrics)).metrics
    assert not sent(BOT, graph(BOT)).metrics
