import pytest

from headgate.audit.environments import environment_of, names_environment
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
        ("(unknown: oai-{dev}-{#x7w2})", None, ""),
        ("kvoai-standalonedev-02", None, "dev"),
    ],
)
def test_the_tag_says_it_else_the_name(name: str, tags: dict[str, str] | None, environment: str) -> None:
    assert environment_of(resource(ACCOUNT, name, tags=tags)) == environment


def test_tags_that_cannot_be_told_are_not_taken_for_none() -> None:
    with pytest.raises(UnknownValueError):
        environment_of(resource(ACCOUNT, "oai-bot", tags=Unknown("no value")))


@pytest.mark.parametrize(
    "name, told",
    [("(unknown: oai-{environmentName})", True), ("(unknown: oai-{solution}-{#dev2})", False), ("oai-env", False)],
)
def test_a_part_that_a_parameter_for_the_environment_fills_says_it(name: str, told: bool) -> None:
    assert names_environment(resource(ACCOUNT, name)) is told
