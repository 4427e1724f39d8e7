"""Typing in a real terminal, and a program that is killed: what was typed is there again."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from confnotes.vault.vault import Vault
from screen_samples import harbour_vault
from terminal import CONFNOTES, Terminal, environment_of


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return environment_of(tmp_path)


def open_note(terminal: Terminal) -> None:
    terminal.wait_for("NOW")
    terminal.wait_for("Tides in Memory")
    terminal.press("enter")
    terminal.wait_for("Speaker")


def notes_of(vault: Vault) -> str:
    return "\n".join(vault.read(path).text for path in vault.note_paths())


def test_a_terminated_program_saves_what_was_typed_a_moment_ago(tmp_path: Path, environment: dict[str, str]) -> None:
    vault = harbour_vault(tmp_path / "vault")
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=tmp_path, environment=environment) as terminal:
        open_note(terminal)
        terminal.type("the tide writes")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 143
    assert "the tide writes ^t1010" in notes_of(vault)


def test_a_program_that_was_killed_brings_back_what_was_typed(tmp_path: Path, environment: dict[str, str]) -> None:
    vault = harbour_vault(tmp_path / "vault")
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=tmp_path, environment=environment) as terminal:
        open_note(terminal)
        terminal.type("the tide remembers")
        terminal.wait_for_kept("the tide remembers", tmp_path / "state")
        terminal.signal(signal.SIGKILL)
    assert "the tide remembers" not in notes_of(vault)
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("the tide remembers")
        terminal.wait_until(lambda: "the tide remembers" in notes_of(vault), "what was typed, on the disk")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert "the tide remembers" in notes_of(vault)
