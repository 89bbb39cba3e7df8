"""Put YASGUI into the wheel where npm can fetch it (docs/decisions/0017-query-page.md).

KG_YASGUI=require makes it an error when it cannot, KG_YASGUI=skip builds without it. An editable installation has the
files of the checkout: `python kg/serve/yasgui/fetch.py`.
"""

import os
import runpy
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class YasguiHook(BuildHookInterface[Any]):
    """Adds the files to a wheel, from a folder that is there until it is built."""

    PLUGIN_NAME = "custom"
    _work: str | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch the files before the wheel is written."""
        wanted = os.environ.get("KG_YASGUI", "")
        if version == "editable" or wanted == "skip":
            return
        script = runpy.run_path(str(Path(__file__).with_name("fetch.py")))
        self._work = tempfile.mkdtemp()
        try:
            files = script["fetch"](Path(self._work))
        except (OSError, subprocess.SubprocessError) as error:
            if wanted == "require":
                raise
            reason = script["why"](error)
            self.app.display_warning(f"YASGUI is not packed ({reason}): kg serve will have a simpler editor.")
            return
        for file in files:
            build_data["force_include"][str(file)] = f"kg/serve/assets/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's
        """Remove the folder."""
        if self._work:
            shutil.rmtree(self._work, ignore_errors=True)
