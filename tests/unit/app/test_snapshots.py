import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from headgate.adapters.credential_managed_identity import EntraCredential
from headgate.admission.limiter import Limiter
from headgate.app.snapshots import build_snapshot, deployments_of, journal_folder, new_pool
from headgate.core.caller import Caller
from headgate.core.credential import Credential
from headgate.core.deployment import Deployment
from headgate.core.refusal import Refusal
from headgate.identity.keys import decide
from headgate.pipeline.snapshot import Snapshot
from headgate.settings import Settings
from headgate.upstream.settings import BackendSettings
from tests.gates import EXPIRED_KEY, KEY, settings


def changed(**changes: Any) -> Settings:
    return settings(8000, **changes)


def snapshot(of: Settings) -> Snapshot:
    pools = {name: new_pool(name, backend) for name, backend in of.backends.items()}
    return build_snapshot(of, pools, {name: Limiter(name, use.limits) for name, use in of.use_cases.items()})


def at(year: int, month: int, day: int, hour: int = 0) -> float:
    return datetime.datetime(year, month, day, hour, tzinfo=datetime.UTC).timestamp()


def test_a_key_leads_to_its_use_case() -> None:
    assert decide(snapshot(changed()).rings, Credential(KEY.encode()), at(2026, 11, 23)) == Caller("key:bot-1", "bot")


@pytest.mark.parametrize("when, works", [(at(2026, 1, 31, 23), True), (at(2026, 2, 1), False)])
def test_a_key_works_until_the_end_of_its_last_day(when: float, works: bool) -> None:
    decision = decide(snapshot(changed()).rings, Credential(EXPIRED_KEY.encode()), when)

    assert isinstance(decision, Caller) is works


def test_a_key_of_no_use_case_opens_nothing() -> None:
    nobodys = changed(use_cases={"bot": {"callers": [], "models": ["gpt-4o"]}})

    assert isinstance(decide(snapshot(nobodys).rings, Credential(KEY.encode()), 0.0), Refusal)


def test_a_digest_may_be_written_in_capitals() -> None:
    of = changed()
    shouted = {name: {"sha256": key.sha256.upper()} for name, key in of.keys.items()}

    assert isinstance(decide(snapshot(changed(keys=shouted)).rings, Credential(KEY.encode()), 0.0), Caller)


def test_names_become_deployments() -> None:
    found = deployments_of(
        changed(
            backends={
                "east": {
                    "endpoint": "https://east.example",
                    "region": "eastus",
                    "credential": {"kind": "none"},
                    "deployments": {
                        "ptu": {"model": "gpt-4o", "version": "1", "kind": "provisioned", "ptu": 50, "weight": 3}
                    },
                }
            }
        )
    )

    assert found == {"east/ptu": Deployment("east", "ptu", "gpt-4o", "1", "provisioned", "eastus", 50, 3)}


def test_a_model_has_its_pools_and_a_use_case_its_rules() -> None:
    of = changed(
        use_cases={
            "bot": {"callers": ["key:bot-1"], "models": ["gpt-4o"], "on_disconnect": "drain", "deadline_seconds": 9}
        }
    )
    made = snapshot(of)

    assert [[each.key for each in pool] for pool in made.models["gpt-4o"].pools] == [["east/paygo"], ["west/paygo"]]
    bot = made.use_cases["bot"]
    assert (bot.models, bot.on_disconnect, bot.deadline_seconds) == (frozenset({"gpt-4o"}), "drain", 9.0)


def test_an_overflow_to_another_version_is_left_out() -> None:
    backends = {
        name: {
            "endpoint": f"https://{name}.example",
            "credential": {"kind": "none"},
            "deployments": {"paygo": {"model": "gpt-4o", "version": version}},
        }
        for name, version in (("east", "1"), ("west", "2"))
    }
    of = changed(backends=backends)

    assert [each.deployment for each in snapshot(of).models["gpt-4o"].excluded] == ["west/paygo"]


def backend(credential: dict[str, str], **more: str) -> BackendSettings:
    return msgspec.convert(
        {"endpoint": "https://east.example", "deployments": {}, "credential": credential} | more, BackendSettings
    )


def test_each_kind_of_credential_has_its_source() -> None:
    assert new_pool("east", backend({"kind": "api-key", "key": "k"})).credential() == b"api-key: k\r\n"
    assert new_pool("east", backend({"kind": "api-key", "key": "k"}, api="openai")).credential() == (
        b"authorization: Bearer k\r\n"
    )
    assert new_pool("east", backend({"kind": "none"})).credential() == b""


def test_a_managed_identity_has_no_token_before_it_was_asked() -> None:
    pytest.importorskip("azure.identity")
    pool = new_pool("east", backend({"kind": "managed-identity"}))

    assert isinstance(pool.credential_source, EntraCredential)
    assert pool.credential() is None


def test_journals_lie_under_the_data() -> None:
    assert journal_folder(Path("data")) == Path("data/journal")
