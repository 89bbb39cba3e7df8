"""Find the web pages that were kept beside files which are imported, so that these can still be proved."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp

from kg.output import PAGES, is_output


def kept_pages(files: Iterable[str | Path]) -> tuple[Path | None, bool]:
    """Return the folder of the pages kept by the builds that the files lie in, and whether it was made for this.

    Their names are hashes of address and content, so those of several builds go together.
    """
    builds = sorted({folder for file in files if is_output(folder := Path(file).absolute().parent)})
    kept = [folder / PAGES for folder in builds if (folder / PAGES).is_dir()]
    if len(kept) < 2:
        return (kept[0] if kept else None), False
    whole = Path(mkdtemp(prefix="kg-"))
    for folder in kept:
        shutil.copytree(folder, whole, dirs_exist_ok=True)
    return whole, True
