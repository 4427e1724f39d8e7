"""Notes are taken and found on the screens where there is no cache, no state folder and no settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from screen_samples import harbour_vault
from terminal import CONFNOTES, Terminal, environment_of


@pytest.mark.parametrize("missing", [("cache",), ("state",), ("config",), ("cache", "state", "config")], ids=" ".join)
def test_a_note_is_typed_saved_and_found_without_them(missing: tuple[str, ...], tmp_path: Path) -> None:
    home = tmp_path / "person"
    vault = harbour_vault(home / "vault")
    (home / "tmp").mkdir()
    for name in missing:
        (home / name).write_text("in the way")
    environment = environment_of(home, TMPDIR=str(home / "tmp"))
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=home, environment=environment) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("Speaker")
        terminal.type("zebrafish said so")
        terminal.press("ctrl+s")
        terminal.wait_until(
            lambda: any("zebrafish" in vault.read(path).text for path in vault.note_paths()), "the note in its file"
        )
        terminal.press("ctrl+o")
        terminal.wait_for("NOW")
        terminal.press("/")
        terminal.wait_for("SEARCH SYNTAX")
        terminal.type("zebrafish")
        terminal.wait_for("zebrafish said so")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
        assert ("cannotuse" in "".join(terminal.printed.lower().split())) is (missing != ("config",))
        assert "Traceback" not in terminal.text
