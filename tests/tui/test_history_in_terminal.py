"""A way back from one's own mistake, in a real terminal: typed over, saved, left, and had again."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

import forked
from confnotes.vault.vault import Vault
from screen_samples import harbour_vault
from terminal import CONFNOTES, Terminal, environment_of

DELETE, VERSIONS, CTRL_Z = "\x07D", "\x07h", "\x1a"
WORDS = "the tide writes what nobody else wrote down"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    variables = environment_of(tmp_path)
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", variables[f"XDG_{name}_HOME"])
    return variables


def open_note(terminal: Terminal) -> None:
    terminal.wait_for("NOW")
    terminal.wait_for("Tides in Memory")
    terminal.press("enter")
    terminal.wait_for("Speaker")


def note_of(vault: Vault) -> str:
    return next(path for path in vault.note_paths() if "Tides in Memory" in path)


def test_words_that_were_typed_over_and_saved_come_back(tmp_path: Path, environment: dict[str, str]) -> None:
    vault = harbour_vault(tmp_path / "vault")
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=tmp_path, environment=environment) as terminal:
        open_note(terminal)
        terminal.type(WORDS)
        terminal.press("ctrl+s", "ctrl+p")
        terminal.type("select the whole")
        terminal.wait_for("Select all")
        terminal.press("enter", "backspace")
        terminal.type("oops")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    path = note_of(vault)
    assert "oops" in vault.read(path).text and WORDS not in vault.read(path).text
    restored = ["restore", "--vault", "vault", path]
    forked.run(restored, environment, tmp_path)
    assert WORDS in vault.read(path).text
    forked.run(restored, environment, tmp_path)
    assert "oops" in vault.read(path).text
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("oops")  # the talk is on: its note is shown at once
        terminal.read(1)
        terminal.press(CTRL_Z)
        terminal.wait_until(lambda: "oops" not in terminal.text, "the text before the last step")
        terminal.press(CTRL_Z)
        terminal.wait_for(WORDS[:20])
        terminal.press(VERSIONS)
        terminal.wait_for("earlier versions")
        terminal.press("escape", DELETE)
        terminal.wait_for("Delete “Tides in Memory”?")
        terminal.press("down", "enter")
        terminal.wait_until(lambda: not vault.history.is_there(path), "the file to go")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    forked.run(restored, environment, tmp_path)
    assert WORDS in vault.read(path).text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_version_of_a_note_is_kept_when_the_program_is_terminated(
    tmp_path: Path, environment: dict[str, str], number: signal.Signals
) -> None:
    vault = harbour_vault(tmp_path / "vault")
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=tmp_path, environment=environment) as terminal:
        open_note(terminal)
        terminal.type(WORDS)
        terminal.signal(number)
        assert terminal.wait_for_end() == 128 + number
    path = note_of(vault)
    (vault.root / path).unlink()
    assert WORDS in vault.history.of(path)[-1].data.decode()
