"""Runs the programs that are named to it one after another in one interpreter: clients are slow to import."""

import runpy
import sys
from pathlib import Path

if any(Path(program).name.startswith("openai_") for program in sys.argv[1:]):
    from validated import validate

    validate()
for program in sys.argv[1:]:
    runpy.run_path(program, run_name="__main__")
