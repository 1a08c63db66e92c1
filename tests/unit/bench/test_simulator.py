"""The bench of the simulator: what it sends is what a simulator answers, and its configuration holds."""

import json
from pathlib import Path

from bench.simulator import CONFIGURATION, KEY, PLAIN_TOKENS, STREAM_TOKENS, _body
from headgate.simulator.configuration import load_simulator


def test_the_simulator_it_starts_has_neither_latency_nor_limits(tmp_path: Path) -> None:
    path = tmp_path / "simulator.yaml"
    path.write_text(CONFIGURATION.format(port=8090, key=KEY))

    resource = load_simulator(path, {}).resources["eastus"]

    deployment = resource.deployments["gpt-4o"]
    assert (resource.port, resource.keys) == (8090, [KEY])
    assert (deployment.latency.first_token_seconds, deployment.latency.between_tokens_seconds) == (0, 0)
    assert (deployment.requests_per_minute, deployment.tokens_per_minute) == (None, None)


def test_it_asks_for_as_many_tokens_as_it_says() -> None:
    plain, stream = json.loads(_body(PLAIN_TOKENS, stream=False)), json.loads(_body(STREAM_TOKENS, stream=True))

    assert (plain["max_tokens"], "stream" in plain) == (32, False)
    assert (stream["max_tokens"], stream["stream"]) == (200, True)
