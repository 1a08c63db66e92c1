import stat
from pathlib import Path

import pytest
import yaml

from headgate.app.demo import environment_file
from headgate.app.demo.configuration import Demo, prepare
from headgate.app.demo.ports import DemoPorts
from headgate.core.errors import ConfigurationError
from headgate.settings import Settings
from headgate.settings_load import load_settings
from headgate.simulator.demo import demo_settings

FIRST = 18_000


def prepared(folder: Path, *, first_port: int | None = None, tls: bool = False) -> Demo:
    return prepare(folder, first_port=first_port, tls=tls, env={})


def settings_of(demo: Demo) -> Settings:
    return load_settings(demo.path, demo.environment, {}).settings


def layer_of(folder: Path) -> dict[str, object]:
    return yaml.safe_load((folder / "headgate.up.yaml").read_text())


def test_the_first_run_writes_a_configuration_that_holds_without_a_warning(tmp_path: Path) -> None:
    demo = prepared(tmp_path / "data")

    loaded = load_settings(demo.path, None, {})
    assert demo.environment is None
    assert loaded.warnings == ()
    assert loaded.settings.gate.listen == "127.0.0.1:8080"
    assert loaded.settings.control.listen == "127.0.0.1:8081"
    assert demo.simulated == {"eastus": 8082, "westus": 8083}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / "simulator.key").stat().st_mode) == 0o600


def test_the_sample_and_the_simulator_agree_on_every_deployment(tmp_path: Path) -> None:
    backends = settings_of(prepared(tmp_path)).backends
    resources = demo_settings().resources

    assert set(backends) == set(resources)
    for name, backend in backends.items():
        assert set(backend.deployments) == set(resources[name].deployments)
        assert backend.region == resources[name].region
        for deployment, ours in backend.deployments.items():
            theirs = resources[name].deployments[deployment]
            assert (ours.model, ours.version, ours.kind, ours.ptu, ours.tokens_per_minute) == (
                theirs.model,
                theirs.version,
                theirs.kind,
                theirs.ptu,
                theirs.tokens_per_minute,
            )


def test_the_key_is_not_in_the_configuration(tmp_path: Path) -> None:
    demo = prepared(tmp_path)

    assert demo.key.startswith("hg-")
    assert demo.key not in demo.path.read_text()


def test_a_later_run_leaves_the_users_changes_alone(tmp_path: Path) -> None:
    first = prepared(tmp_path, first_port=FIRST)
    environment_file.write(tmp_path, url="http://x", key=first.key, ca_file=None)
    changed = first.path.read_text().replace("requests_per_minute: 6000", "requests_per_minute: 7")
    first.path.write_text(changed)

    second = prepared(tmp_path)

    assert second == first
    assert second.path.read_text() == changed
    assert settings_of(second).gate.listen == f"127.0.0.1:{FIRST}"


def test_another_port_is_laid_over_and_goes_when_it_is_not_asked_for_any_more(tmp_path: Path) -> None:
    first = prepared(tmp_path, first_port=FIRST)
    environment_file.write(tmp_path, url="http://x", key=first.key, ca_file=None)

    moved = prepared(tmp_path, first_port=FIRST + 100)

    assert moved.environment == "up"
    assert moved.simulated == {"eastus": FIRST + 102, "westus": FIRST + 103}
    settings = settings_of(moved)
    assert settings.gate.listen == f"127.0.0.1:{FIRST + 100}"
    assert settings.backends["westus"].endpoint == f"http://127.0.0.1:{FIRST + 103}"
    assert prepared(tmp_path).environment is None
    assert not (tmp_path / "headgate.up.yaml").exists()


def test_a_key_that_is_gone_is_replaced(tmp_path: Path) -> None:
    first = prepared(tmp_path)

    second = prepared(tmp_path)

    assert second.key != first.key
    assert set(layer_of(tmp_path)) == {"keys"}
    assert settings_of(second).keys["demo"].sha256 != settings_of(first).keys["demo"].sha256


def test_a_backend_that_is_a_real_one_now_is_not_simulated(tmp_path: Path) -> None:
    demo = prepared(tmp_path, first_port=FIRST)
    text = demo.path.read_text().replace(f"http://127.0.0.1:{FIRST + 2}", "https://contoso.openai.azure.com")
    demo.path.write_text(text)

    moved = prepared(tmp_path, first_port=FIRST + 100)

    assert moved.simulated == {"westus": FIRST + 103}
    assert settings_of(moved).backends["eastus"].endpoint == "https://contoso.openai.azure.com"


def test_tls_is_laid_over(tmp_path: Path) -> None:
    demo = prepared(tmp_path, tls=True)

    tls = settings_of(demo).gate.tls
    assert tls is not None
    assert demo.certificate is not None
    assert tls.certificate == str(demo.certificate.chain)
    assert settings_of(demo).gate.listen == "127.0.0.1:8080"


def test_changes_that_do_not_hold_are_told_with_their_line(tmp_path: Path) -> None:
    demo = prepared(tmp_path)
    demo.path.write_text(demo.path.read_text().replace("use_cases:", "usecases:"))

    with pytest.raises(ConfigurationError, match=r"headgate.yaml:\d+: usecases"):
        prepared(tmp_path)


def test_ports_are_those_of_the_parts(tmp_path: Path) -> None:
    demo = prepared(tmp_path, first_port=0)

    ports = DemoPorts(
        *(int(settings_of(demo).gate.listen.split(":")[1]), int(settings_of(demo).control.listen.split(":")[1])),
        **demo.simulated,
    )
    assert len({ports.gate, ports.control, ports.eastus, ports.westus}) == 4
