"""Runs the programs that are named to it one after another in one interpreter: clients are slow to import."""

import runpy
import sys

for program in sys.argv[1:]:
    runpy.run_path(program, run_name="__main__")
