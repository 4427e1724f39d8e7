"""Whoever comes from vim or Obsidian types on: two talks of 45 minutes in a terminal, quicker than anybody types.

What confnotes does otherwise is listed in `talks/differences.toml`, with the reason, and is few of the keys.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from confnotes.markup.stamps import without_stamp
from recorded_talk import ASK, Difference, Keyboard, Step, Talk, differences, keys_of, report, steps_of
from screen_samples import CONFERENCE, harbour_vault
from terminal import Terminal, environment_of

WATCHED = str(Path(__file__).parents[1] / "watched.py")
NOTE = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
FRONT = "---\ntitle: Tides in Memory\ntalk: harbourconf-2031/tides-in-memory\n---\n"
MOST = 0.02
"""The part of the keys of a talk that may be in steps in which one does something else."""

STEPS = None if "CONFNOTES_WHOLE_TALKS" in os.environ else 60
"""How much of each talk is typed; `make talks` types all of them."""

TYPED = 30
"""Behind so many of these steps words in a row are pasted, which are two thirds of all keys."""

_PLAIN = re.compile(r"(?<=[ >])(?:[A-Za-z,.']+ ){2,}")

ESC_ALONE = 0.03  # seconds after which Esc is a key of its own, as fingers leave them


class Desk:
    """The note of a talk that is on now, in a terminal."""

    def __init__(self, terminal: Terminal, line: socket.socket, keyboard: Keyboard) -> None:
        self.terminal = terminal
        self._keyboard = keyboard
        self._line = line
        self._heard = b""

    def type(self, written: str) -> dict[str, Any]:
        """Press these keys, all at once up to an Esc of xterm; what the note has come to with them."""
        held = ""
        for key in keys_of(written, self._keyboard):
            held += key
            if key == "\x1b":
                self.terminal.send(held)
                held = ""
                time.sleep(ESC_ALONE)
        self.terminal.send(held + ASK)
        until = time.monotonic() + 60
        while b"\n" not in self._heard:
            assert time.monotonic() < until, f"no answer; the screen:\n{self.terminal.text}"
            self.terminal.read(0.002)
            with suppress(BlockingIOError):
                self._heard += self._line.recv(1 << 20)
        told, _, self._heard = self._heard.partition(b"\n")
        found: dict[str, Any] = json.loads(told)
        return found

    def go_on(self, right: Step | None = None) -> None:
        """Let the note be, or put right what it holds, with the cursor."""
        told = None if right is None else {"lines": right.lines, "cursor": [right.row, right.column]}
        self._line.setblocking(True)
        self._line.sendall(json.dumps(told).encode() + b"\n")
        self._line.setblocking(False)

    def see_cursor(self, x: int, y: int, sign: str) -> None:
        """Wait until the cursor is painted there, on that character."""

        def is_painted() -> bool:
            row = self.terminal.cells[y]
            return row[x].data == sign and row[x].bg != row[(x + 2) % len(row)].bg

        self.terminal.wait_until(is_painted, f"the cursor in column {x} of row {y}")


@contextmanager
def desk(folder: Path, talk: Talk) -> Iterator[Desk]:
    """An empty note with the keys of that talk."""
    environment = environment_of(folder)
    vault = harbour_vault(folder / "vault")
    (vault.root / NOTE).write_text(FRONT, encoding="utf-8")
    settings = Path(environment["XDG_CONFIG_HOME"]) / "confnotes"
    settings.mkdir(parents=True)
    (settings / "config.yaml").write_text(f"keymap: {talk.keymap}\n", encoding="utf-8")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "line"))
        server.listen()
        command = [sys.executable, WATCHED, str(folder / "line"), "--vault", "vault"]
        with Terminal(command, folder=folder, environment=environment, columns=160, rows=24) as terminal:
            terminal.wait_for("Tides in Memory")
            line, _ = server.accept()
            line.setblocking(False)
            terminal.press("enter")
            terminal.wait_for("min left")
            with line:
                yield Desk(terminal, line, talk.keyboard)


def typed(note: Desk, steps: list[Step]) -> Iterator[Difference]:
    """Type all steps; those that came to something else, which is put right behind each."""
    for number, step in enumerate(steps):
        is_prose = STEPS is not None and number >= TYPED and step.keys[0] != ":" and "```" not in step.keys
        found = note.type(_PLAIN.sub(r"<Paste:\g<0>>", step.keys) if is_prose else step.keys)
        elsewhere = found.get("elsewhere", "")
        if elsewhere:  # such as the find bar
            found = note.type("<Esc><Esc>")
            assert "elsewhere" not in found, f"{step.line}: {step.keys} left the text: {elsewhere}"
        if elsewhere or found["lines"] != step.lines or found["cursor"] != [step.row, step.column]:
            note.go_on(step)
            row, column = found["cursor"]
            yield Difference(step, found["lines"], row, column, elsewhere)
            continue
        note.go_on()
        if number % 10 == 0:
            x, y = found["painted"]
            note.see_cursor(x, y, (step.lines[step.row][step.column :] + " ")[0])


@pytest.mark.parametrize("talk", Talk, ids=lambda talk: talk.value)
@pytest.mark.skipif(sys.platform != "linux", reason="types into a terminal of Linux")
def test_a_talk_of_45_minutes_is_typed_as_in_the_other_editor(talk: Talk, tmp_path: Path) -> None:
    steps = list(islice(steps_of(talk), STEPS))
    with desk(tmp_path, talk) as note:
        found = list(typed(note, steps))
        note.terminal.press("ctrl+q")
        assert note.terminal.wait_for_end() == 0
    saved = (tmp_path / "vault" / NOTE).read_text(encoding="utf-8").removeprefix(FRONT)
    lines = [without_stamp(line).rstrip() for line in saved.split("\n")]  # a blank before a stamp is not told apart
    assert lines == [line.rstrip() for line in steps[-1].lines]
    listed = {line for one in differences(talk) for line in one.steps}
    others = [one for one in found if one.step.line not in listed]
    assert not others, "something else than in the other editor:\n" + report(others)
    gone = listed & {step.line for step in steps} - {one.step.line for one in found}
    assert not gone, f"differences.toml lists steps that do the same now: {sorted(gone)}"


@pytest.mark.parametrize("talk", Talk, ids=lambda talk: talk.value)
def test_few_of_the_keys_do_something_else(talk: Talk) -> None:
    steps = list(steps_of(talk))
    by_line = {step.line: step for step in steps}
    keys = sum(len(keys_of(step.keys, talk.keyboard)) for step in steps)
    others = sum(len(keys_of(by_line[line].keys, talk.keyboard)) for one in differences(talk) for line in one.steps)
    assert len(" ".join(steps[-1].lines).split()) > 3900
    assert others <= MOST * keys, f"the steps in which a key does something else have {others} of {keys} keys"
