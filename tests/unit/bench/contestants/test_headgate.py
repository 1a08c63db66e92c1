import json
from pathlib import Path

import pytest
import trustme

from bench.contestants.contract import Upstream
from bench.contestants.headgate import CALLER_KEY, Headgate, HeadgatePlain, routes, settings
from headgate.settings_load import load_settings
from tools import compiled_package

AUTHORITY = Path("/tmp/ca.pem")
UPSTREAMS = [
    Upstream(name="plain", url="http://127.0.0.1:9001", authority=AUTHORITY),
    Upstream(name="tls", url="https://127.0.0.1:9002", authority=AUTHORITY),
]


def test_the_configuration_measured_is_one_that_headgate_accepts(tmp_path: Path) -> None:
    upstreams = [Upstream(name=each.name, url=each.url, authority=tmp_path / "ca.pem") for each in UPSTREAMS]
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    (tmp_path / "headgate.yaml").write_text(json.dumps(settings(upstreams, 8080, 8081)))

    loaded = load_settings(tmp_path / "headgate.yaml", None, {"BENCH_UPSTREAM_KEY": "k"})

    assert loaded is not None


def test_everything_that_costs_is_on() -> None:
    use_case = settings(UPSTREAMS, 8080, 8081)["use_cases"]["bench"]  # type: ignore[index]

    assert set(use_case["limits"]) == {"requests_per_minute", "tokens_per_minute", "concurrent"}
    assert settings(UPSTREAMS, 8080, 8081)["prices"] == "builtin"


def test_each_upstream_has_a_model_of_its_own_and_only_tls_is_verified() -> None:
    backends = settings(UPSTREAMS, 8080, 8081)["backends"]

    assert [route.model for route in routes(UPSTREAMS, 8080).values()] == ["gpt-4o", "gpt-4o-tls"]
    assert [name for name, backend in backends.items() if "ca_file" in backend] == ["tls"]  # type: ignore[attr-defined]
    assert routes(UPSTREAMS, 8080)["plain"].headers == {"api-key": CALLER_KEY}


def test_the_table_says_which_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_package, "missing", lambda: None)

    assert Headgate().setting.startswith("compiled with mypyc; 1 gate worker;")
    assert HeadgatePlain().setting.startswith("plain Python; 1 gate worker;")
    assert HeadgatePlain().missing() is None


def test_without_a_compiler_headgate_is_plain_and_the_table_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_package, "missing", lambda: "no gcc")

    assert Headgate().setting.startswith("plain Python (no gcc); 1 gate worker;")
    assert Headgate().missing() is None
    assert HeadgatePlain().missing() == "headgate itself is plain here (no gcc)"
