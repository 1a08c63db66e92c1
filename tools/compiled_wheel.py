"""The build hook of hatchling that puts compiled modules into the wheel, beside their sources.

Which modules, pyproject.toml says. It runs only where HATCH_BUILD_HOOK_ENABLE_CUSTOM is set, as `make wheel` does:
otherwise the wheel, and every editable install, is plain Python and needs no compiler.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledWheel(BuildHookInterface[Any]):
    """Compiles outside the source tree, so that what is not asked for compiled never loads compiled."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and have the results taken into the wheel, which then fits one Python and platform."""
        if version == "editable":
            return
        self._folder = TemporaryDirectory()
        folder = Path(self._folder.name)
        command = [sys.executable, "tools/compile_modules.py", str(folder), *self.config["modules"]]
        done = subprocess.run(command, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            self.app.abort(f"{done.stdout.decode()}\nheadgate: the modules could not be compiled, see above")
        made = [path for path in folder.rglob("*") if path.is_file()]
        build_data["force_include"].update({str(path): path.relative_to(folder).as_posix() for path in made})
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was compiled; the wheel has it."""
        if version != "editable":
            self._folder.cleanup()
