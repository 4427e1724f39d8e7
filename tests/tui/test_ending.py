"""The program in a real terminal: how it begins, and how it ends when it is told to."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from screen_samples import harbour_vault
from terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    harbour_vault(tmp_path / "vault")
    environment = {
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "CONFNOTES_NOW": "2031-05-12T10:10",
        **{f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("STATE", "CACHE", "CONFIG")},
    }
    command = [sys.executable, "-m", "confnotes", "--vault", "vault"]
    return Terminal(command, folder=tmp_path, environment=environment, columns=80, rows=24)


def test_it_begins_on_now_and_ctrl_q_leaves_with_zero(terminal: Terminal) -> None:
    with terminal:
        terminal.wait_for("Tides in Memory")
        assert "HarbourConf 2031 · Mon 12 May · 10:10" in terminal.text
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGQUIT, 131), (signal.SIGINT, 130)])
def test_a_signal_saves_what_was_typed_and_ends_with_its_code(
    terminal: Terminal, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.type("ebb and flow")
        terminal.signal(number)
        assert terminal.wait_for_end() == code
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "vault").rglob("*Tides*.md"))
    assert "ebb and flow" in written
