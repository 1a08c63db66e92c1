"""Verdicts and what they are about."""

from headgate.audit.verdict import Quote, failed, manual, not_applicable, passed, unknown
from tests.audit_samples import ACCOUNT, resource


def test_each_word_gives_its_outcome() -> None:
    quote = Quote(resource(ACCOUNT, "oai"), "properties.x", 1)
    verdicts = [passed("a", quote), failed("b"), unknown("c"), not_applicable("d"), manual("e")]

    assert [one.outcome for one in verdicts] == ["pass", "fail", "unknown", "not_applicable", "manual"]
    assert verdicts[0].evidence == (quote,)


def test_a_verdict_can_be_about_something_else() -> None:
    account = resource(ACCOUNT, "oai")

    assert passed("a").subject is None
    assert passed("a").on(account).subject is account
