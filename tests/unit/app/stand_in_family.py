"""A supervisor over stand-ins: ``python stand_in_family.py CONFIGURATION DIARY GATE_BEHAVIOUR CONTROL_BEHAVIOUR``."""

import sys
from pathlib import Path

from headgate.adapters.line_writer import LineWriter
from headgate.adapters.log import Log
from headgate.app.children import ChildSpec
from headgate.app.reloading import Reloads
from headgate.app.supervisor import Supervisor
from headgate.settings_load import LoadedSettings, load_settings

configuration, diary, *behaviours = sys.argv[1:]


def load() -> LoadedSettings:
    return load_settings(Path(configuration), None, {})


def spec(name: str, behaviour: str, rank: int) -> ChildSpec:
    command = (sys.executable, str(Path(__file__).parent / "stand_in.py"), name, diary, behaviour)
    return ChildSpec(name, command, None, stop_rank=rank)


writer = LineWriter(1)
log = Log(writer.write, process="supervisor")
specs = [spec("gate-0", behaviours[0], 0), spec("control", behaviours[1], 1)]
code = Supervisor(specs, Reloads(load, load(), log), log, on_ready=lambda: log.info("ready")).run()
writer.close()
sys.exit(code)
