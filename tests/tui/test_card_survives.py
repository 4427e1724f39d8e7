"""A poster's card in a real terminal, and a program that is killed: what was typed is there again."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from confnotes.vault.vault import Vault
from poster_hall import fill_hall
from terminal import CONFNOTES, Terminal, environment_of

COMMAND = [*CONFNOTES, "--vault", "hall"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return environment_of(tmp_path, "2031-05-12T14:05")


def open_card(terminal: Terminal, board: str) -> None:
    terminal.wait_for("NOW")
    terminal.type("go")
    terminal.wait_for("Grids that Forget")
    terminal.type(board)
    terminal.press("enter")
    terminal.wait_for("follow-up")


def notes_of(vault: Vault) -> str:
    return "\n".join(vault.read(path).text for path in vault.note_paths())


def test_what_was_typed_on_a_card_comes_back_after_the_program_was_killed(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    vault = fill_hall(Vault.create(tmp_path / "hall"))
    with Terminal(COMMAND, folder=tmp_path, environment=environment, columns=80, rows=24) as terminal:
        open_card(terminal, "a12")
        terminal.type("lazy wins")
        terminal.press("enter")
        terminal.type("moorings")
        terminal.wait_for_kept("moorings", tmp_path / "state")
        terminal.signal(signal.SIGKILL)
    assert "moorings" not in notes_of(vault)
    with Terminal(COMMAND, folder=tmp_path, environment=environment, columns=80, rows=24) as terminal:
        open_card(terminal, "a12")
        terminal.wait_for("lazy wins")
        terminal.wait_for("moorings")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert "- claim: lazy wins ^t1405" in notes_of(vault) and "- trick: moorings ^t1405" in notes_of(vault)


def test_keys_typed_ahead_of_the_screens_make_a_card(tmp_path: Path, environment: dict[str, str]) -> None:
    vault = fill_hall(Vault.create(tmp_path / "hall"))
    with Terminal(COMMAND, folder=tmp_path, environment=environment, columns=80, rows=24) as terminal:
        terminal.wait_for("NOW")
        terminal.type("gob10\rknots itself\rwith two hands\r\r\r\r5\r")
        terminal.wait_for("This is the last board")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 143
    assert "- claim: knots itself" in notes_of(vault) and "- trick: with two hands" in notes_of(vault)
    assert '"b10": {attended: true, rating: 5}' in (vault.root / "TideConf 2031" / "marks.yaml").read_text()
