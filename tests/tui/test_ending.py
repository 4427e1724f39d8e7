"""The program in a real terminal: how it begins, and how it ends when it is told to."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from rich.style import Style

from confnotes.tui.widgets.drawing import style_on
from confnotes.tui.widgets.rows import RowList
from confnotes.vault.vault import Vault
from screen_samples import harbour_vault, on_screen, page
from terminal import Terminal, environment_of

DEAF = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
from confnotes.__main__ import main
main()
"""
HANGING_DISK = """
import sys, time
from confnotes.__main__ import main
from confnotes.tui.background_search import BackgroundSearch
from confnotes.tui.screens.now import NowScreen
began = time.monotonic()
def tick(screen):
    if {faulty} and time.monotonic() - began > 2.5:
        raise ValueError("thirteen")
BackgroundSearch.open = lambda self: time.sleep(60)
NowScreen.tick = tick
sys.argv[1:] = ["--vault", "vault"]
main()
"""
BUSY = """
import sys, time
from confnotes.__main__ import main
from confnotes.tui.app import ConfnotesApp
begin = ConfnotesApp.on_mount
def be_busy(app):
    begin(app)
    app.set_timer(2.0, lambda: time.sleep(1.5))
ConfnotesApp.on_mount = be_busy
sys.argv[1:] = ["--vault", "vault"]
main()
"""
DEAF_TO_KEYS = """
import sys
from confnotes.__main__ import main
from confnotes.tui.textual_private import XTermParser
feed = XTermParser.feed
def fail_at_the_sign(parser, data):
    if "§" in data:
        raise ValueError("thirteen")
    return feed(parser, data)
XTermParser.feed = fail_at_the_sign
sys.argv[1:] = ["--vault", "vault"]
main()
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return in_terminal(tmp_path, "-m", "confnotes", "--vault", "vault")


def in_terminal(tmp_path: Path, *python: str) -> Terminal:
    harbour_vault(tmp_path / "vault")
    environment = environment_of(tmp_path)
    return Terminal([sys.executable, *python], folder=tmp_path, environment=environment, columns=80, rows=24)


def test_it_begins_on_now_and_ctrl_q_leaves_with_zero(terminal: Terminal) -> None:
    with terminal:
        terminal.wait_for("Tides in Memory")
        assert "HarbourConf 2031 · Mon 12 May · 10:10" in terminal.text
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def test_keys_that_come_after_it_was_left_do_not_hold_it(terminal: Terminal) -> None:
    with terminal:
        terminal.wait_for("Tides in Memory")
        terminal.read(0.5)
        terminal.send("\x11")
        for _ in range(60):
            terminal.send("\r")
            terminal.read(0.005)
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
        assert terminal.modes_left_on == set()
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "vault").rglob("*Tides*.md"))
    assert "ebb and flow" in written


def test_keys_that_are_on_their_way_when_the_signal_comes_are_saved_too(terminal: Terminal, tmp_path: Path) -> None:
    with terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.send("ebb and flow, all of it at once, and the moon above it " * 5 + "at last")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 143
        assert terminal.modes_left_on == set()
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "vault").rglob("*Tides*.md"))
    assert "at last" in written


def test_a_signal_among_hundreds_of_keys_for_a_busy_program_is_heard(tmp_path: Path) -> None:
    with in_terminal(tmp_path, "-c", BUSY) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.read(2.0)
        for _ in range(10):
            terminal.send("j" * 60)
            terminal.read(0.05)
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 143
        assert terminal.modes_left_on == set()


@pytest.mark.needs("ps")
def test_what_was_typed_is_saved_before_the_program_is_put_aside_and_typing_goes_on_after_it(
    terminal: Terminal, tmp_path: Path
) -> None:
    def written() -> str:
        return "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "vault").rglob("*Tides*.md"))

    with terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.type("ebb and flow")
        terminal.wait_for("ebb and flow")
        terminal.signal(signal.SIGTSTP)
        terminal.wait_until(lambda: terminal.is_stopped, "the stop")
        assert "ebb and flow" in written()
        terminal.signal(signal.SIGCONT)
        terminal.read(0.5)
        terminal.type(" and ebb")
        terminal.wait_until(lambda: "ebb and flow and ebb" in written(), "what was typed after it")


@pytest.mark.needs("ps")
def test_what_is_typed_after_the_shell_fetched_a_program_back_that_was_stopped_unheard_is_in_the_note(
    terminal: Terminal, tmp_path: Path
) -> None:
    with terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.type("ebb and flow")
        terminal.wait_for("ebb and flow")
        terminal.signal(signal.SIGSTOP)
        terminal.wait_until(lambda: terminal.is_stopped, "the stop")
        terminal.read_whole_lines()
        terminal.signal(signal.SIGCONT)
        terminal.wait_until(lambda: not terminal.reads_whole_lines, "the keys")
        terminal.type(" and ebb")
        terminal.wait_for("ebb and flow and ebb")


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted as Linux does")
def test_a_signal_to_go_on_that_nobody_waited_for_changes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    with terminal:
        terminal.wait_for("Tides in Memory")
        terminal.read(2.0)
        threads = terminal.threads
        for _ in range(4):
            terminal.signal(signal.SIGCONT)
            terminal.read(0.1)
        assert terminal.threads <= threads + 1, "the terminal is read by one thread and written by another"
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.type("every key comes once")
        terminal.wait_for("saved ·")
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "vault").rglob("*Tides*.md"))
    assert "every key comes once ^t" in written


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only SIGHUP tells that a terminal is gone")
def test_a_program_whose_terminal_closes_saves_and_exits_without_a_signal(tmp_path: Path) -> None:
    with in_terminal(tmp_path, "-c", DEAF, "--vault", "vault") as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.type("ebb and flow")
        terminal.wait_for("ebb and flow")
        terminal.hang_up()
        terminal.wait_for_end_alone()
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "vault").rglob("*Tides*.md"))
    assert "ebb and flow" in written


def test_leaving_is_not_kept_up_by_a_disk_that_does_not_answer(tmp_path: Path) -> None:
    with in_terminal(tmp_path, "-c", HANGING_DISK.format(faulty=False)) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.read(1.5)
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def test_a_bug_is_reported_and_ends_the_program_despite_waiting_threads(tmp_path: Path) -> None:
    with in_terminal(tmp_path, "-c", HANGING_DISK.format(faulty=True)) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.wait_for("thirteen")
        assert terminal.wait_for_end() == 1
        assert "WorkerFailed" not in terminal.text


def test_a_bug_in_reading_keys_is_reported_and_typed_text_is_saved(tmp_path: Path) -> None:
    with in_terminal(tmp_path, "-c", DEAF_TO_KEYS) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.type("ebb and flow")
        terminal.wait_for("ebb and flow")
        terminal.send("§")
        terminal.wait_for("This is a bug")
        assert terminal.wait_for_end() == 1
        assert "Traceback" not in terminal.text
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "vault").rglob("*Tides*.md"))
    assert "ebb and flow" in written


def test_unsaved_text_of_a_read_only_vault_is_reported_and_restored(terminal: Terminal, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    folders = [vault, *(path for path in vault.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        with terminal:
            terminal.wait_for("Tides in Memory")
            terminal.press("enter")
            terminal.wait_for("min left")
            terminal.type("ebb and flow")
            terminal.wait_for("read-only")
            terminal.press("ctrl+q")
            assert terminal.wait_for_end() == 0
            assert "Not saved" in terminal.text and "comes back" in terminal.text
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert not [path for path in vault.rglob("*.md") if "ebb and flow" in path.read_text(encoding="utf-8")]
    with in_terminal(tmp_path, "-m", "confnotes", "--vault", "vault") as again:
        again.wait_for("Tides in Memory")
        again.press("enter")
        again.wait_for("ebb and flow")


@pytest.mark.parametrize("role", ["accent", "chosen", "hover"])
async def test_rows_that_are_drawn_while_their_screen_closes_end_nothing_with_an_error(vault: Vault, role: str) -> None:
    async with on_screen(vault) as (app, _):
        rows = page(app).query_one(RowList)
        assert style_on(rows, role) != Style.null()
        for styles in (app.screen._component_styles, app.screen._rich_style_cache):
            styles.clear()  # as Textual does when a screen has closed, before all of its widgets have
        assert style_on(rows, role) == Style.null()
