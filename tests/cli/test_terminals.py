"""A terminal that cannot show the screens gets one line; every other gets the screens."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from confnotes.cli.terminal import why_no_screens
from screen_samples import harbour_vault
from terminal import CONFNOTES, Terminal, environment_of

fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")

HEADLINE = "Tides in Memory"


def terminal(folder: Path, kind: str | None) -> Terminal:
    """A terminal of that kind, None: one that does not say."""
    harbour_vault(folder / "vault")
    command = [*CONFNOTES, "--vault", "vault"]
    environment = environment_of(folder, TERM=kind or "")
    return Terminal(
        command if kind is not None else ["env", "-u", "TERM", *command], folder=folder, environment=environment
    )


@pytest.mark.parametrize("kind", ["dumb", "unknown", "", None, "vt52"])
def test_a_terminal_that_cannot_show_the_screens_gets_one_line_and_exit_code_2(
    kind: str | None, tmp_path: Path
) -> None:
    with terminal(tmp_path, kind) as opened:
        assert opened.wait_for_end() == 2
        lines = opened.text.split("\n")
        assert lines[0].startswith("confnotes: ") and "TERM" in lines[0]
        assert [line for line in lines[2:] if line] == []
        assert opened.drawn < 200
        assert opened.modes_left_on == set()


@pytest.mark.parametrize(
    "kind", ["xterm", "tmux-256color", "linux", "xterm-ghostty", "xterm-kitty", "vt100", "nonesuch-9"]
)
def test_every_other_terminal_shows_the_screens_also_one_that_nobody_knows(kind: str, tmp_path: Path) -> None:
    with terminal(tmp_path, kind) as opened:
        opened.wait_for(HEADLINE)
        opened.press("ctrl+q")
        assert opened.wait_for_end() == 0


@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (1, 1), (2, 10), (1, 200)])
def test_a_window_without_room_neither_ends_the_program_nor_keeps_it_from_ending(
    rows: int, columns: int, tmp_path: Path
) -> None:
    with terminal(tmp_path, "xterm-256color") as opened:
        fcntl.ioctl(opened._child.fileno(), termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        opened.wait_until(lambda: "1049" in opened.modes_left_on, "the screen of its own")
        opened.read(2)
        assert opened.drawn < 100_000
        opened.press("ctrl+q")
        assert opened.wait_for_end() == 0


@pytest.mark.parametrize(
    "kind",
    [
        *("xterm", "xterm-256color", "xterm-direct", "tmux", "screen", "screen.xterm-256color", "linux", "alacritty"),
        *("rxvt-unicode", "foot", "foot-extra", "kitty", "xterm-kitty", "wezterm", "ghostty", "xterm-ghostty"),
        *("st-256color", "konsole-256color", "gnome-256color", "vte-256color", "contour", "iterm2", "putty", "mintty"),
        *("eterm-color", "cons25", "sun", "hurd", "never-heard-of"),
    ],
)
def test_no_terminal_that_works_is_refused(kind: str) -> None:
    assert why_no_screens({"TERM": kind}) is None


def drawn_in_a_second(opened: Terminal) -> int:
    """How many characters the program writes in that time; a slow machine is behind with what was asked before."""
    before = opened.drawn
    opened.read(1)
    return opened.drawn - before


def test_a_window_that_changes_at_once_when_it_opens_is_not_drawn_for_ever(tmp_path: Path) -> None:
    with terminal(tmp_path, "xterm-256color") as opened:
        for number in range(40):
            opened.resize(80 + number % 2, 24 + number % 3)
            opened.read(0.02)
        opened.wait_for(HEADLINE)
        assert any(drawn_in_a_second(opened) < 5_000 for _ in range(30)), "it goes on drawing"
        opened.press("ctrl+q")
        assert opened.wait_for_end() == 0


def test_a_verb_that_can_print_prints_on_any_terminal(tmp_path: Path) -> None:
    harbour_vault(tmp_path / "vault")
    command = [*CONFNOTES, "now", "--vault", "vault"]
    with Terminal(command, folder=tmp_path, environment=environment_of(tmp_path, TERM="dumb")) as opened:
        assert opened.wait_for_end() == 0
        assert HEADLINE in opened.text


def test_what_a_program_wrote_last_is_read_though_it_ended_before_anybody_looked(tmp_path: Path) -> None:
    with Terminal(["echo", "the last word"], folder=tmp_path, environment=environment_of(tmp_path)) as opened:
        opened.wait_for_end_alone()
        assert opened.wait_for_end() == 0
        assert "the last word" in opened.text
