"""A source that did not change is read again once the code that reads it did."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import confnotes

ASK = "from confnotes.actions.importing.known_sources import code_version; print(code_version(()))"


def test_another_version_of_confnotes_is_noticed(tmp_path: Path) -> None:
    package = copytree(Path(confnotes.__file__).parent, tmp_path / "confnotes", ignore=ignore_patterns("__pycache__"))

    def version() -> str:
        environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [sys.executable, "-c", ASK], env=environment, capture_output=True, check=True
        ).stdout.decode()

    before = version()
    assert version() == before
    for module in ("importers/reading.py", "actions/importing/import_merge.py", "merge/match_talks.py"):
        (package / module).write_text((package / module).read_text() + "\n# another version\n")
        last, before = before, version()
        assert before != last, module
