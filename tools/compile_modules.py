"""Compiles modules of the package with mypyc: python tools/compile_modules.py FOLDER MODULE...

Run from the root of the repository. The extension modules are put into FOLDER as they belong into a wheel, all of them
beside one shared library, ``headgate__mypyc``: within it, calls between modules are calls of C functions.

The compiler gets one C file for each module, so that every core has work; a single file for all of them takes as much
processor time on one core and runs no faster. Nothing is compiled for this processor alone, and no path of this machine
stays in the result.
"""

import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mypyc.build import mypycify
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext

GROUP = "headgate"
MYPY_OPTIONS = ["--config-file=pyproject.toml", "--no-warn-unused-ignores"]
"""Whether a comment that silences mypy is needed may depend on the Python it is compiled for."""


class _OnAllCores(build_ext):
    """Compiles the C files of one extension side by side; setuptools itself takes one after the other."""

    def build_extension(self, ext: Extension) -> None:
        """Compile, then leave the linking to setuptools."""
        longest_first = sorted(ext.sources, key=lambda source: -Path(source).stat().st_size)
        with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            objects = list(pool.map(lambda source: self._compiled(ext, source), longest_first))
        ext.extra_objects = [*ext.extra_objects, *(path for paths in objects for path in paths)]
        ext.sources = []
        self.compiler.linker_so = [word for word in self.compiler.linker_so if not word.startswith("-Wl,-rpath")]
        super().build_extension(ext)

    def _compiled(self, ext: Extension, source: str) -> list[str]:
        return self.compiler.compile(
            [source],
            output_dir=self.build_temp,
            include_dirs=ext.include_dirs,
            extra_postargs=ext.extra_compile_args,
            depends=ext.depends,
        )


def compile_modules(folder: Path, modules: list[str]) -> None:
    """Put the compiled form of these modules, given by their dotted names, into ``folder``."""
    sources = [f"src/{module.replace('.', '/')}.py" for module in modules]
    with tempfile.TemporaryDirectory() as scratch:
        extensions = mypycify(
            [*MYPY_OPTIONS, *sources], debug_level="0", multi_file=True, target_dir=scratch, group_name=GROUP
        )
        command = _OnAllCores(Distribution({"ext_modules": extensions}))
        command.build_lib, command.build_temp = str(folder), scratch
        command.ensure_finalized()
        command.run()


if __name__ == "__main__":
    compile_modules(Path(sys.argv[1]), sys.argv[2:])
