"""The contract of the JSON report."""

import json

from headgate.audit.report.as_json import as_json
from tests.audit_reports import BAD, REPORT


def test_the_keys_are_those_of_the_contract() -> None:
    told = json.loads(as_json(REPORT))
    fail = told["findings"][0]

    assert told["summary"]["fail"] == 1
    assert fail["rule"] == "TST-001"
    assert fail["bullet"] == "identity.entra"
    assert fail["severity"] == "high"
    assert fail["resource"] == {
        "type": "microsoft.cognitiveservices/accounts",
        "name": "oai-<bad>",
        "id": BAD.id,
    }
    assert fail["outcome"] == "fail"
    assert fail["because"] == "keys are on"
    assert fail["evidence"][0]["source"] == "main.json"
    assert fail["evidence"][0]["path"] == "resources[0].properties.disableLocalAuth"
    assert fail["evidence"][0]["value"] is None
    assert fail["fix"] == "az: az resource update --ids ID"
    assert fail["also"] == {"psrule": ["AZR-000282"]}


def test_what_could_not_be_read_is_told() -> None:
    told = json.loads(as_json(REPORT))

    assert told["troubles"] == [{"path": "b.json", "reason": "is not JSON"}]
    assert told["checked"]["sources"] == [{"path": "main.json", "as": "ARM template"}]
    assert told["notes"] == ["the waiver of X expired"]
