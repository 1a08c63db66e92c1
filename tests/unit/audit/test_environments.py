import pytest

from headgate.audit.environments import environment_of
from headgate.audit.graph.value import Unknown, UnknownValueError
from tests.audit_samples import ACCOUNT, resource


@pytest.mark.parametrize(
    "name, tags, environment",
    [
        ("oai-bot-prd-weu-001", None, "prod"),
        ("oai-bot", {"Environment": "Production"}, "prod"),
        ("oai-bot-prod", {"env": "dev"}, "dev"),
        ("oai-bot", {"env": "blue"}, "blue"),
        ("oai-bot", {"owner": "team"}, ""),
        ("product-search", None, ""),
        ("kvoai-standalonedev-02", None, "dev"),
    ],
)
def test_the_tag_says_it_else_the_name(name: str, tags: dict[str, str] | None, environment: str) -> None:
    assert environment_of(resource(ACCOUNT, name, tags=tags)) == environment


def test_tags_that_cannot_be_told_are_not_taken_for_none() -> None:
    with pytest.raises(UnknownValueError):
        environment_of(resource(ACCOUNT, "oai-bot", tags=Unknown("no value")))
