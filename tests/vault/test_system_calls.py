"""The whole program, with the kernel refusing a call or ending it there: what `add` says is true, no text is lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from confnotes.vault.unfinished import is_unfinished
from confnotes.vault.vault import Vault
from forked import forked_confnotes

STRACE = shutil.which("strace")
MOST_CALLS = 40
CALLS = ("fsync", "renameat2", "rename,renameat", "unlink,unlinkat", "write")


class Added(NamedTuple):
    """What came of one `confnotes add`."""

    code: int
    error: str
    was_injected: bool


def _is_allowed() -> bool:
    """Whether this machine lets one program trace another."""
    return (
        STRACE is not None and subprocess.run([STRACE, "-qq", "true"], capture_output=True, check=False).returncode == 0
    )


pytestmark = pytest.mark.skipif(not _is_allowed(), reason="strace is missing, or may not trace")


def add(vault: Vault, inject: str = "") -> Added:
    """Add the line, with a fault if there is one to inject."""
    words = ["add", "--vault", str(vault.root), "--to", "a", "words"]
    log = vault.root.parent / "calls"
    calls = inject.partition(":")[0]
    traced = [STRACE or "", "-f", "-qq", f"--trace={calls}", f"--inject={inject}", f"--output={log}"]
    with forked_confnotes(vault.root.parent) as program:
        command = [*traced, sys.executable, "-m", "confnotes"] if inject else [str(program)]
        ended = subprocess.run([*command, *words], capture_output=True, text=True, check=False, env=dict(os.environ))
    text = log.read_text() if inject and log.exists() else ""
    return Added(ended.returncode, ended.stderr, "INJECTED" in text or "killed by SIGKILL" in text)


def begun(folder: Path) -> tuple[Vault, Path]:
    """A vault with one note."""
    vault = Vault.create(folder / "vault")
    note = vault.root / "Notes" / "a.md"
    note.parent.mkdir()
    note.write_text("begun\n")
    return vault, note


def times(note: Path) -> int:
    """How often the line is in the note."""
    text = note.read_text()
    assert text.startswith("begun\n")
    return len(re.findall(r"^words ", text, re.MULTILINE))


def left(vault: Vault) -> list[str]:
    """Files in the making that nobody makes any more."""
    return [path.name for path in vault.root.rglob(".*") if is_unfinished(path.name)]


@pytest.mark.parametrize("call", CALLS)
def test_a_refused_system_call_is_reported_and_a_second_try_adds_the_line_once(call: str, tmp_path: Path) -> None:
    for at in range(1, MOST_CALLS):
        vault, note = begun(tmp_path / str(at))
        added = add(vault, f"{call}:error=EIO:when={at}")
        if not added.was_injected:
            break
        where = f"{call} {at}: {added}"
        assert "Traceback" not in added.error, where
        if added.code == 0 or "cannot print the output" in added.error:
            assert times(note) == 1, where
        else:
            assert times(note) == 0, where
            assert "he file is unchanged" in added.error, where
            assert add(vault).code == 0, where
        assert times(note) == 1, where
        Vault.open(vault.root).settle()
        assert left(vault) == [], where
    else:
        pytest.fail("it never ends")


@pytest.mark.parametrize("call", CALLS)
def test_after_a_kill_at_a_call_the_next_start_leaves_nothing_in_the_making(call: str, tmp_path: Path) -> None:
    for at in range(1, MOST_CALLS):
        vault, note = begun(tmp_path / str(at))
        added = add(vault, f"{call}:signal=KILL:when={at}")
        if not added.was_injected:
            break
        was_added = times(note)
        again = add(vault)
        where = f"{call} {at}: {added}, then {again}"
        assert again.code == 0, where
        assert times(note) == was_added + 1, where
        assert left(vault) == [], where
        copies = [path for path in note.parent.glob("*.md") if path != note]
        assert all(times(copy) == 1 and copy.name in again.error for copy in copies), where
    else:
        pytest.fail("it never ends")
