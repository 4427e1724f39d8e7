"""Keys as terminals send them: each does what its command says, in every terminal, and types nothing."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.drivers import linux_driver

from confnotes.tui import terminal_keys, textual_private
from confnotes.tui.commands import all_commands, format_keys
from confnotes.tui.keymap import names
from confnotes.tui.keymap.names import types_text
from confnotes.tui.keymap.presets import PRESETS
from confnotes.tui.textual_private import XTermParser
from confnotes.tui.vim.commands import COMMANDS
from confnotes.tui.vim.motions import MOTIONS
from key_bytes import Kind, sent
from key_recorder import NEXT_SCREEN, NOTE, SCREENS, actions
from poster_hall import fill_hall
from screen_samples import harbour_vault
from terminal import CONFNOTES, Terminal, environment_of

ROOT = Path(__file__).parents[2]
RECORDER = str(Path(__file__).parents[1] / "key_recorder.py")
IN_A_FIELD = {"enter", "left", "right", "home", "delete", "slash", "question_mark", "space", "plus"} | {
    *("minus", "full_stop", "comma", "equals_sign", "exclamation_mark")
}
"""What a field takes for itself."""

SIGNS = ("inverted_exclamation_mark", "trade_mark_sign", "pound_sign", "cent_sign", "infinity")
EDITING = {"ctrl+z", "ctrl+y", "ctrl+home", "ctrl+end"}
ONLY_SOMETIMES = {
    Kind.VT220: {"f5", "home", "end", "ctrl+home", "ctrl+end", "alt+up", "alt+down", "ctrl+i", "shift+enter"},
    Kind.SCREEN: {"ctrl+home", "ctrl+end", "alt+up", "alt+down", "ctrl+i", "shift+enter"},
    Kind.CONSOLE: {"ctrl+home", "ctrl+end", "alt+up", "alt+down", "ctrl+i", "shift+enter"},
    Kind.RXVT: {"alt+up", "alt+down", "ctrl+i", "shift+enter"},
    Kind.XTERM: {"ctrl+i", "shift+enter"},
    Kind.TMUX: {"ctrl+i", "shift+enter"},
}
"""What these terminals cannot send, or not so that it is told from two keys."""


class Recorded:
    """What the recording program wrote into its log."""

    def __init__(self, program: Terminal, log: Path) -> None:
        self._program, self._log, self._read = program, log, 0

    def next_line(self, seconds: float = 3) -> str:
        """The next line; "nothing" when none comes."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._program.read(0.004)
            lines = self._log.read_text(encoding="utf-8").splitlines()
            if len(lines) > self._read:
                self._read += 1
                return lines[self._read - 1]
        return "nothing"


def bytes_of(key: str) -> Iterator[tuple[str, Kind]]:
    """What is sent for the key, each once, with a terminal that does."""
    found = {keys: kind for kind in reversed(Kind) if (keys := sent(kind, key)) is not None}
    return iter(found.items())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    vault = fill_hall(harbour_vault(tmp_path / "vault"))
    vault.save(NOTE, "---\ntalk: harbourconf-2031/tides-in-memory\n---\nWater\n", None)
    return tmp_path


@pytest.mark.parametrize(
    ("reads", "apart", "keys"),
    [
        (["\x1bk"], 0.0, ["alt+k"]),
        (["\x1b", "k"], 0.06, ["escape", "k"]),
        (["\x1b", "k"], 0.005, ["alt+k"]),
        (["a\x1b", "\x1b", "kk"], 0.06, ["a", "escape", "escape", "k", "k"]),
        (["\x1b", "[A"], 0.06, ["up"]),
        (["\x1b", "OP"], 0.06, ["f1"]),
        (["\x1b", "\r"], 0.06, ["escape", "enter"]),
        (["\x1b[", "A"], 0.06, ["up"]),
    ],
)
def test_esc_and_a_letter_are_alt_only_where_they_came_together(
    reads: list[str], apart: float, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(textual_private, "monotonic", lambda: now[0])
    terminal_keys.install()
    parser = vars(linux_driver)["XTermParser"]()
    found = []
    for data in reads:
        found += [event.key for event in parser.feed(data) if isinstance(event, events.Key)]
        now[0] += apart
    assert found == keys


def test_every_key_of_every_screen_runs_its_command_from_the_bytes_of_every_terminal(folder: Path) -> None:
    log = folder / "log"
    log.touch()
    wrong = []
    command = [sys.executable, RECORDER, "vault", str(log)]
    with Terminal(command, folder=folder, environment=environment_of(folder)) as program:
        program.wait_for("NOW")
        recorded = Recorded(program, log)
        for where in SCREENS:
            program.send(NEXT_SCREEN)
            at = recorded.next_line(20)
            assert at in (f"at {where} text", f"at {where} list"), f"{where}: {at}\n{program.text}"
            for key, action in actions(where).items():
                if at.endswith("text") and (types_text(key) or key in IN_A_FIELD):
                    continue
                for keys, kind in bytes_of(key):
                    program.send(keys)
                    if (seen := recorded.next_line()) != action:
                        wrong.append(f"{where}: {key} of {kind} ({keys!r}) is {seen}, not {action}")
    assert not wrong, "\n".join(wrong)


def read(data: str) -> list[tuple[str, str | None]]:
    """The keys that are understood, with what each types."""
    terminal_keys.install()
    parser = XTermParser()
    found = [*parser.feed(data)]
    time.sleep(0.15)
    return [(one.key, one.character) for one in [*found, *parser.tick()] if isinstance(one, events.Key)]


@pytest.mark.parametrize("kind", Kind)
def test_every_key_of_a_command_can_be_sent_or_another_one_can(kind: Kind) -> None:
    unsent = {key for command in all_commands() for keys in command.keys for key in keys if not sent(kind, key)}
    assert unsent == ONLY_SOMETIMES.get(kind, set())
    moving = {"app.press('ctrl+home')", "app.press('end')"}  # pageup and pagedown get there, too
    for command in (one for one in all_commands() if one.action not in moving):
        able = [keys for keys in command.keys if all(sent(kind, key) for key in keys)]
        assert able or not command.keys, f"{command.id} has only {command.keys}"


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        ("\x1b4", [("alt+4", None)]),
        ("¡™£¢∞", [(name, sign) for sign, name in zip("¡™£¢∞", SIGNS, strict=True)]),
        ("\x1bd\x1bd\x1bd", [("alt+d", None)] * 3),
        ("\x1bnhi", [("alt+n", None), ("h", "h"), ("i", "i")]),
        ("\x1b. \x1b ", [("alt+.", None), ("space", " "), ("alt+ ", None)]),
        ("\x1bY", [("alt+shift+y", None)]),
        ("\x1b[27;3;120~", [("alt+x", None)]),
        ("\x1b[32~\x1b[99~", []),
        ("\x1b[8^", [("ctrl+end", None)]),
        ("a\x1b]11;rgb:1515/1717/1c1c\x1b\\b\x1b]11;rgb:15/17/1c\x07c", [("a", "a"), ("b", "b"), ("c", "c")]),
        ("\x1bP1+r524742=38\x1b\\\x1b_Gi=31;OK\x1b\\x", [("x", "x")]),
        ("\x1b[97;5:1u\x1b[97;5:2u\x1b[97;5:3u", [("ctrl+a", None)] * 2),
        ("\x1b[1;5:1C\x1b[1;1:3A\x1b[13;2:1u", [("ctrl+right", None), ("shift+enter", None)]),
        ("\x1b[97:65:97;2;65ux", [("A", "A"), ("x", "x")]),
        ("\x1b[99999999999999999999u\x1b[1114112u\x1b[97;;55296ux", [("x", "x")]),
        ("\x1bf\x1bb", [("alt+f", None), ("alt+b", None)]),
        ("\x1b[91;5u\x1b[91;133u\x1b[27;5;91~", [("escape", "\x1b")] * 3),
        ("\x1b[106;5u", [("ctrl+j", "\n")]),
        (
            "\x1b[54;6u\x1b[50;6u\x1b[45;6u",
            [("ctrl+circumflex_accent", None), ("ctrl+@", None), ("ctrl+underscore", None)],
        ),
        ("\x1b[105;5u\x1b[99999999;5u", [("ctrl+i", None)]),
        ("\x1b[44;4u\x1b[53;132u\x1b[102;4u", [("alt+<", None), ("alt+%", None), ("alt+shift+f", None)]),
    ],
)
def test_what_a_terminal_sends_is_the_key_that_was_pressed(data: str, keys: list[tuple[str, str | None]]) -> None:
    assert read(data) == keys


def test_a_key_that_the_terminal_sends_as_tab_is_shown_only_where_it_is_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(names.KeyboardProtocol, "tells_all", False)
    italic = next(command for command in all_commands() if command.on == "italic")
    read("a\t\x02")
    assert format_keys(italic) == "ctrl+g I"
    read("\x1b[112;5u")
    assert format_keys(italic) == "ctrl+g I  ctrl+i"


def test_every_key_that_the_documents_name_is_one_that_something_is_done_for() -> None:
    known = {key for command in all_commands() for keys in command.keys for key in keys} | EDITING
    known |= {*COMMANDS, *MOTIONS, "ctrl+w", "ctrl+k"}  # vim mode's
    known |= {key for keys in PRESETS["emacs"].values() for key in keys.replace(",", " ").split()}
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        for key in re.findall(r"`((?:ctrl|alt|shift)\+\S+|F\d)`", text):
            wanted = key.lower().replace("]", "right_square_bracket").replace("+^", "+circumflex_accent")
            assert wanted in known, f"{page.name} names {key}"


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (b"one paste \xe9t\xe9 of latin1 words", "one paste �t� of latin1 words"),
        (b"a lone \xff byte", "a lone � byte"),
        (b"a lone \xb1 byte", "a lone � byte"),
        (b"half \xc3 of one", "half � of one"),
        (b"a surrogate \xed\xa0\x80 there", "a surrogate ��� there"),
        (b"\x1b[200~pasted \xff words\x1b[201~", "pasted � words"),
        (b"before \x1b[M \xa0! after", "before  after"),
    ],
    ids=["latin-1", "ff", "b1", "half", "surrogate", "paste", "mouse"],
)
def test_bytes_that_are_no_text_cost_nothing_else_of_what_was_typed(folder: Path, data: bytes, kept: str) -> None:
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=folder, environment=environment_of(folder)) as program:
        program.wait_for("NOW")
        program.press("enter")
        program.wait_for("Water")
        program.send("kept words ")
        program.send_bytes(data)
        program.send(" and on")
        program.wait_for(f"kept words {kept} and on")
        program.press("ctrl+q")
        assert program.wait_for_end() == 0
    assert f"kept words {kept} and on" in (folder / "vault" / NOTE).read_text(encoding="utf-8")


@pytest.mark.needs("tmux")
def test_a_score_given_behind_the_leader_in_tmux_is_a_score_and_no_letter(folder: Path) -> None:
    environment = {**environment_of(folder, "2031-05-12T14:10"), "TERM": "xterm-256color"}
    tmux = ["tmux", "-f", "/dev/null", "-S", str(folder / "socket")]
    program = [*CONFNOTES, "--vault", str(folder / "vault")]
    subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "24", *program], env=environment, check=True)
    try:
        for keys, shown in (
            ("go", "Board number"),
            ("Enter", "What does it claim"),
            ("C-g", "esc cancel"),
            ("4", "●●●●○"),
            ("x", "claim +x"),
        ):
            subprocess.run([*tmux, "send-keys", keys], check=True)
            until = time.monotonic() + 20
            while not re.search(shown, shown_by(tmux)):
                assert time.monotonic() < until, shown_by(tmux)
                time.sleep(0.1)
        subprocess.run([*tmux, "send-keys", "C-q"], check=True)
        while subprocess.run([*tmux, "has-session"], capture_output=True).returncode == 0:
            time.sleep(0.1)
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True)
    notes = "".join(file.read_text(encoding="utf-8") for file in (folder / "vault").rglob("*.md"))
    assert "claim: x" in notes and "¢" not in notes


def shown_by(tmux: list[str]) -> str:
    """What tmux shows."""
    return subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True).stdout
