"""What users have of confnotes stays as it is, byte for byte, until somebody decides otherwise: see `make goldens`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from goldens.kept import Text, differences
from goldens.run import QUICK, held

RUN = Path(__file__).parent / "goldens/run.py"


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("part", QUICK)
def test_commands_summaries_and_files_are_as_they_were(part: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(RUN.parents[1])}
    done = subprocess.run([sys.executable, RUN, "--look", part], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_differences_from_the_goldens_are_listed_by_kind_with_lines() -> None:
    before = {"sample/commands/now": "one\ntwo\n", "sample/commands/agenda": "x\n", "typed/calls": "y\n"}
    after = {"sample/commands/now": "one\n2\n", "typed/calls": "y\n", "sample/export/a": "z\n"}
    told = "\n".join(differences(before, after))
    assert "3 of 4 goldens are others" in told and "2 sample/commands" in told
    assert "other: sample/commands/now\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n" in told
    assert "gone: sample/commands/agenda" in told and "new: sample/export/a" in told


def test_a_changed_golden_is_reported_and_looking_keeps_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    path = "typed/calls"
    assert held({path: Text("calls", "said otherwise\n")}, ["typed"], may_keep=False) == 1
    assert "other: typed/calls\n@@ -1," in capsys.readouterr().out
