import datetime

from headgate.audit.collect.apim_policy import COLLECTOR, POLICY_FILE
from headgate.audit.collect.contract import Context, Document
from headgate.audit.graph.policy import FRAGMENT

CONTEXT = Context(now=datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC))


def _document(text: str, path: str = "apim/policy.xml") -> Document:
    return Document(path=path, text=text, data=None)


def test_policies_and_fragments_are_known_by_their_content() -> None:
    assert COLLECTOR.recognises(_document("<!-- ours --><policies/>", "anything.txt"))
    assert COLLECTOR.recognises(_document("<fragment/>"))
    assert not COLLECTOR.recognises(_document("<project/>"))
    assert not COLLECTOR.recognises(_document("{}"))


def test_a_bomb_is_known_for_a_policy_and_refused_as_one() -> None:
    bomb = _document('<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><policies>&b;</policies>')

    assert COLLECTOR.recognises(bomb)
    assert "no document type" in COLLECTOR.collect(bomb, CONTEXT).troubles[0].reason


def test_a_policy_is_kept_as_written() -> None:
    evidence = COLLECTOR.collect(_document("<policies><inbound /></policies>"), CONTEXT)

    assert [(one.type, one.name, one.text) for one in evidence.policies] == [
        (POLICY_FILE, "apim/policy.xml", "<policies><inbound /></policies>")
    ]
    assert COLLECTOR.collect(_document("<fragment />"), CONTEXT).policies[0].type == FRAGMENT


def test_a_broken_policy_is_kept_and_told_of_with_its_line() -> None:
    evidence = COLLECTOR.collect(_document("<policies>\n<inbound></policies>"), CONTEXT)

    assert len(evidence.policies) == 1
    assert evidence.troubles[0].path == "apim/policy.xml:2"
    assert "API Management refuses" in evidence.troubles[0].reason
