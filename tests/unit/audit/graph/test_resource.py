"""A resource and its names."""

from tests.audit_samples import ACCOUNT, resource


def test_the_short_name_is_the_last_part() -> None:
    assert resource(f"{ACCOUNT}/deployments", "oai/gpt").short_name == "gpt"
