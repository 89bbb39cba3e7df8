"""Fetch YASGUI, the editor of the query page, with npm: exactly the files that package-lock.json names by their hashes.

    python kg/serve/yasgui/fetch.py

puts them into kg/serve/assets, where git ignores them. The build of a wheel does the same by `hatch_build.py`.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ASSETS = HERE.parent / "assets"

SCRIPTS = ("yasgui.min.js", "yasgui.min.css")
LICENCES = "yasgui.licences.txt"

_PATIENCE = 180
"""Seconds for npm; here it took 6."""

_QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--loglevel=error")

_MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""


def fetch(target: Path) -> list[Path]:
    """Write YASGUI's files and the licences of all that they are made of into a folder; return their paths.

    Raises OSError or subprocess.SubprocessError where npm is missing, fails, or cannot reach its registry.
    """
    npm = shutil.which("npm")
    if npm is None:
        message = "npm is not installed"
        raise FileNotFoundError(message)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(HERE / file, work)
        command = [npm, "ci", *_QUIET]
        subprocess.run(command, cwd=work, timeout=_PATIENCE, check=True, capture_output=True)  # noqa: S603 - npm alone
        modules = work / "node_modules"
        for script in SCRIPTS:
            shutil.copy(modules / "@zazuko" / "yasgui" / "build" / script, target)
        (target / LICENCES).write_text("\n".join(_licences(modules)), encoding="utf-8", newline="\n")
    return [target / file for file in (*SCRIPTS, LICENCES)]


def _licences(modules: Path) -> Iterator[str]:
    """Yield the licences of YASGUI and of each package that it is built from."""
    yield "yasgui.min.js and yasgui.min.css are YASGUI, which holds the packages below. They are not changed.\n"
    packages = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for place in sorted(filter(None, packages)):
        folder = modules / place.removeprefix("node_modules/")
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        author = about.get("author", "its authors")
        texts = sorted(path for path in folder.iterdir() if path.name.lower().startswith("licen"))
        yield f"{'=' * 80}\n{about['name']} {about['version']}, {about.get('license', 'see below')}\n{'=' * 80}\n"
        for path in texts:
            yield path.read_text(encoding="utf-8").replace("\r\n", "\n")
        if not texts and about.get("license") == "MIT":  # its package has no text: this is the one it names
            yield f"Copyright (c) {author['name'] if isinstance(author, dict) else author}\n\n{_MIT}\n"


def why(error: Exception) -> str:
    """Return what went wrong, in the words of npm where it said any."""
    said = getattr(error, "stderr", None)
    return said.decode(errors="replace").strip() if said else str(error)


if __name__ == "__main__":
    try:
        fetched = fetch(ASSETS)
    except (OSError, subprocess.SubprocessError) as error:
        sys.exit(f"YASGUI could not be fetched: {why(error)}. The query page has a simpler editor without it.")
    print(*fetched, sep="\n")  # noqa: T201 - it is a script
