from pathlib import Path

import pytest

from headgate.core.errors import ConfigurationError
from headgate.simulator.configuration import load_simulator
from headgate.simulator.settings import SimulatorSettings

SOUND = """\
resources:
  east:
    region: eastus
    port: 8090
    keys: ["${env:EAST_KEY}", second]
    deployments:
      gpt-4o-ptu: {model: gpt-4o, version: 2024-11-20, kind: provisioned, ptu: 15}
  west:
    region: westus
    deployments:
      gpt-4o: {model: gpt-4o, tokens_per_minute: 30000, latency: {first_token_seconds: 0.5}}
"""


def _load(folder: Path, text: str, **env: str) -> SimulatorSettings:
    path = folder / "simulator.yaml"
    path.write_text(text, encoding="utf-8")
    return load_simulator(path, env)


def _mistakes(folder: Path, text: str, **env: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        _load(folder, text, **env)
    return [str(mistake).removeprefix(f"{folder}/") for mistake in caught.value.mistakes]


def test_a_file_becomes_settings_with_its_secrets_filled_in(tmp_path: Path) -> None:
    settings = _load(tmp_path, SOUND, EAST_KEY="sesame")

    east, west = settings.resources["east"], settings.resources["west"]
    assert (east.port, east.keys, west.port) == (8090, ["sesame", "second"], None)
    assert east.deployments["gpt-4o-ptu"].ptu == 15
    assert west.deployments["gpt-4o"].latency.first_token_seconds == 0.5


def test_a_certificate_is_found_beside_the_file(tmp_path: Path) -> None:
    settings = _load(tmp_path, SOUND + "tls: {certificate: chain.pem, key: key.pem}\n", EAST_KEY="sesame")

    assert settings.tls is not None
    assert settings.tls.certificate == str(tmp_path / "chain.pem")


def test_every_mistake_names_its_line_and_key(tmp_path: Path) -> None:
    text = SOUND.replace("ptu: 15", "pto: 15").replace("30000", "lots")

    unknown, lots = _mistakes(tmp_path, text, EAST_KEY="k")
    assert unknown.startswith("simulator.yaml:7: resources.east.deployments.gpt-4o-ptu.pto: unknown key")
    assert lots.startswith("simulator.yaml:11: resources.west.deployments.gpt-4o.tokens_per_minute: expected a whole")


def test_values_that_do_not_go_together_name_their_line(tmp_path: Path) -> None:
    assert _mistakes(tmp_path, SOUND.replace(", ptu: 15", ""), EAST_KEY="k") == [
        "simulator.yaml:7: resources.east.deployments.gpt-4o-ptu: a provisioned deployment needs `ptu`"
    ]


def test_two_resources_cannot_have_one_port(tmp_path: Path) -> None:
    text = SOUND.replace("    region: westus\n", "    region: westus\n    port: 8090\n")

    assert _mistakes(tmp_path, text, EAST_KEY="k") == [
        "simulator.yaml:10: resources.west.port: 8090 is the port of east already"
    ]


def test_the_cloud_cannot_have_the_port_of_a_resource(tmp_path: Path) -> None:
    text = SOUND + "cloud:\n  port: 8090\n"

    assert _mistakes(tmp_path, text, EAST_KEY="k") == [
        "simulator.yaml:13: cloud.port: 8090 is the port of east already"
    ]


def test_nothing_to_simulate_is_a_mistake(tmp_path: Path) -> None:
    assert "needs at least one resource" in _mistakes(tmp_path, "resources: {}\n")[0]
    assert "nothing could be asked" in _mistakes(tmp_path, "resources: {e: {region: eastus, deployments: {}}}\n")[0]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: No such file"):
        load_simulator(tmp_path / "none.yaml", {})


@pytest.mark.parametrize(
    "old,new,mistake",
    [
        ("ptu: 15", "ptu: 15, spillover: x", "spillover: names no standard deployment of this resource; known: none"),
        ("30000", "30000, dynamic_quota: true", "dynamic_quota: needs a quota"),
        ("30000", "30000, spillover: x", "gpt-4o: a standard deployment has no `spillover`"),
    ],
)
def test_what_does_not_go_together_across_deployments_is_told(tmp_path: Path, old: str, new: str, mistake: str) -> None:
    assert mistake in _mistakes(tmp_path, SOUND.replace(old, new), EAST_KEY="k")[0]


def test_a_deployment_cannot_have_more_than_the_quota_it_shares(tmp_path: Path) -> None:
    quotas = "quotas: [{region: westus, model: gpt-4o, tokens_per_minute: 20000}]\n"

    (mistake,) = _mistakes(tmp_path, SOUND + quotas, EAST_KEY="k")
    assert mistake.endswith("gpt-4o.tokens_per_minute: is more than the quota of 20000 under `quotas`")
