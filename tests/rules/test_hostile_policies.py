"""Policies made to take long: every rule about policies ends all the same, and soon."""

import time

import pytest

from headgate.audit.registry import all_rules
from headgate.audit.rule import POLICY
from headgate.audit.run import judge
from tests.policies import graph_of, policy

SECONDS_MAX = 20
"""For all rules together, on a slow machine; a second is usual."""

CHAIN = "".join(
    f'<set-variable name="v{n}" value="@((string)context.Variables["v{n - 1}"])" />' for n in range(4_000, 0, -1)
)
HOSTILE = {
    "retries inside each other": '<retry condition="@(context.Response.StatusCode == 429)" count="1">' * 40
    + '<forward-request /><set-variable name="a" value="1" />'
    + "</retry>" * 40,
    "a chain of variables": CHAIN,
    "many branches": "<choose>" + '<when condition="@(1 == 2)"><trace /></when>' * 4_000 + "</choose>",
    "many retries": '<retry condition="@(context.Response.StatusCode == 4)" count="1"><forward-request /></retry>'
    * 2_000,
    "a long expression": '<set-variable name="a" value="@{ ' + "return 0; \n" * 20_000 + '}" />',
    "long texts": f'<set-variable name="a" value="@({"(string)" * 20_000}1)" /><trace>{"{{" * 50_000}</trace>',
    "a long header": '<trace>@(context.Request.Headers.GetValueOrDefault("' + "app" * 30_000 + '"))</trace>',
}


@pytest.mark.parametrize("what", HOSTILE)
def test_every_rule_ends(what: str) -> None:
    document = policy(f"<policies><inbound>{HOSTILE[what]}</inbound></policies>")
    graph = graph_of(document)
    started = time.monotonic()
    verdicts = [one for rule in all_rules() if rule.about == (POLICY,) for one in judge(rule, document, graph)]

    assert time.monotonic() - started < SECONDS_MAX
    assert not [one for one in verdicts if "the rule itself failed" in one.because]


def test_fragments_that_include_each_other_many_times_end() -> None:
    parts = [
        policy("<fragment>" + f'<include-fragment fragment-id="f{n + 1}" />' * 20 + "</fragment>", f"f{n}.xml")
        for n in range(12)
    ]
    document = policy('<policies><inbound><include-fragment fragment-id="f0" /></inbound></policies>')
    started = time.monotonic()
    graph = graph_of(document, *parts)
    for rule in all_rules():
        if rule.about == (POLICY,):
            judge(rule, document, graph)

    assert time.monotonic() - started < SECONDS_MAX
