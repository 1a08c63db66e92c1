"""A report with a finding of every outcome, for tests of its forms."""

from headgate.audit.checklist import Bullet
from headgate.audit.collect.contract import Trouble
from headgate.audit.collect.gather import Gathered, Read
from headgate.audit.finding import Finding
from headgate.audit.graph.value import MISSING
from headgate.audit.report.report import Report
from headgate.audit.verdict import Quote
from tests.audit_rules import keys_work, made_rule
from tests.audit_samples import ACCOUNT, READ_AT, graph, resource

BAD = resource(ACCOUNT, "oai-<bad>", path="resources[0]", properties={})
GOOD = resource(ACCOUNT, "oai-good", path="resources[1]", properties={"disableLocalAuth": True})
RULE = made_rule(keys_work, also={"psrule": ("AZR-000282",)})
QUOTE = Quote(BAD, "properties.disableLocalAuth", MISSING)

REPORT = Report(
    findings=(
        Finding(RULE, BAD, "fail", "keys are on", (QUOTE,)),
        Finding(RULE, None, "unknown", "nothing tells"),
        Finding(Bullet(id="use-cases.review", title="Review.", manual="Look."), None, "manual", "Look."),
        Finding(RULE, BAD, "waived", "waived until 2027-01-01 by jane: later"),
        Finding(RULE, GOOD, "pass", "keys are off", (Quote(GOOD, "properties.disableLocalAuth", value=True),)),
        Finding(RULE, GOOD, "not_applicable", "not this one"),
    ),
    gathered=Gathered(graph(BAD, GOOD), (Read("main.json", "ARM template"),), (Trouble("b.json", "is not JSON"),)),
    at=READ_AT,
    rules=1,
    notes=("the waiver of X expired",),
)
