import pytest

from headgate.audit.graph.naming import unknown_parts, written
from tests.audit_samples import ACCOUNT, resource


@pytest.mark.parametrize(
    "name, known, unknown",
    [
        ("oai-bot", "oai-bot", ()),
        ("(unknown: oai-{env}-{#x7w2})", "oai--", ("env",)),
        ("(unknown: oai{#x7w2}-{utcNow(yyyyMMdd)})", "oai-", ()),
        ("(unknown: it has no value)", "", ("(unknown: it has no value)",)),
    ],
)
def test_of_a_partly_unknown_name_the_rest_is_known_and_a_hash_says_nothing(
    name: str, known: str, unknown: tuple[str, ...]
) -> None:
    account = resource(ACCOUNT, name)

    assert written(account) == known
    assert unknown_parts(account) == unknown
