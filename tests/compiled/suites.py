"""Which tests are run once more with the hot path compiled: those of every hot module, and of the gate as a whole."""

import tomllib

from tests.repository import ROOT

_BUILD = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
HOT_MODULES: list[str] = _BUILD["hooks"]["custom"]["modules"]


def _unit_tests() -> list[str]:
    found = set()
    for module in HOT_MODULES:
        *folders, name = module.split(".")[1:]
        folder = ROOT.joinpath("tests", "unit", *folders)
        found |= {*folder.glob(f"test_{name}.py"), *folder.glob(f"test_{name}_*.py")}
    return sorted(str(path.relative_to(ROOT)) for path in found)


SUITES: dict[str, list[str]] = {
    "recordings": ["tests/acceptance/test_recordings.py", "tests/acceptance/test_recordings_cut.py"],
    "chaos": ["tests/chaos"],
    "serve": ["tests/acceptance/test_serve.py"],
    "bounded memory": ["tests/acceptance/test_bounded_memory.py"],
    "real clients": ["tests/acceptance/test_real_clients.py", "-k", "openai_chat.py or openai_streaming.py"],
    "units": _unit_tests(),
    "bad input": ["tests/docs/test_bad_input.py"],
    "playbook": ["tests/playbook"],
    "fuzz": ["tests/fuzz/test_edge.py"],
}
"""What is given to pytest, by a name; the longest first, since two run at a time."""
