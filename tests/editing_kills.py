"""Somebody types, deletes, undoes, pauses, goes to another note and quits, and is killed: what the screen showed last.

A word begins with “zq”, so that it is told from everything else on the screen. What the screen shows is late by what
the program and the terminal take, so it is compared with the words that were shown or typed in the last moments.
"""

from __future__ import annotations

import random
import re
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from confnotes.actions.notes.take_note import OpenNote, open_note
from confnotes.vault.vault import Vault
from confnotes.vault.version import version_of
from terminal import CONFNOTES, Terminal

LATEST: Final = 1.5
"""So many seconds before the kill what came back was on the screen: 0.25, and what a busy machine needs to draw it."""
_TITLES: Final = ("Tides in Memory", "Lanterns for Graphs")
_NEXT, _BEFORE, _UNDO, _QUIT, _BACKSPACE, _END = "\x0e", "\x1b[18~", "\x1a", "\x11", "\x7f", "\x1b[1;5F"
_WORD: Final = re.compile(r"zq\d*")
Words = tuple[str, ...]


class Moment(NamedTuple):
    """What a note said from that time on."""

    at: float
    words: Words


class Typist:
    """Writes one note or two, and knows what was on the screen and when."""

    def __init__(self, terminal: Terminal, chance: random.Random) -> None:
        self._terminal = terminal
        self._chance = chance
        self._number = 0
        self._is_before = True
        self._seen: Words = ()
        self._tails = ["", ""]
        self._bases: list[Words] = [(), ()]
        self.shown: list[list[Moment]] = [[Moment(0.0, ())], [Moment(0.0, ())]]
        self.has_quit = False

    def work(self, actions: int) -> None:
        """Do so many things, each by chance."""
        for _ in range(actions):
            if self.has_quit:
                return
            deeds = (self._type, self._type, self._type, self._delete, self._delete, self._undo, self._pause, self._go)
            self._chance.choice(deeds)()
        if self._chance.random() < 0.3:
            self._quit()

    def owed(self, killed: float) -> list[set[Words]]:
        """What each note may say after a kill at that time."""
        if self._look() and not self.has_quit:  # a key that did not arrive any more was told, but is not on the screen
            self._tell(self._seen)
        found = []
        for moments in self.shown:
            before = [moment.words for moment in moments if moment.at < killed - LATEST]
            found.append({*before[-1:], *(moment.words for moment in moments if moment.at >= killed - LATEST)})
        return found

    # What is done

    @property
    def _note(self) -> int:
        return 0 if self._is_before else 1

    def _send(self, key: str) -> None:
        self._terminal.send(key)
        self._read(self._chance.uniform(0.005, 0.05))

    def _tell(self, words: Words) -> None:
        self.shown[self._note].append(Moment(time.monotonic(), words))

    def _typed(self) -> None:
        self._tell(self._bases[self._note] + tuple(_WORD.findall(self._tails[self._note])))

    def _type(self) -> None:
        self._number += 1
        for character in self._chance.choice((" ", " ", "\r")) + f"zq{self._number}":
            self._tails[self._note] += character
            self._typed()
            self._send(character)

    def _delete(self) -> None:
        for _ in range(min(self._chance.randint(1, 12), len(self._tails[self._note]))):
            self._tails[self._note] = self._tails[self._note][:-1]
            self._typed()
            self._send(_BACKSPACE)

    def _undo(self) -> None:
        """Only the screen says what that gives; the word that is typed behind it tells when."""
        self._number += 1
        word = f"zq{self._number}"
        for key in (*[_UNDO] * self._chance.randint(1, 3), _END, " ", *word):
            self._send(key)
        self._terminal.wait_until(lambda: word in self._look(), "what was undone")
        self._bases[self._note], self._tails[self._note] = self._seen, ""

    def _pause(self) -> None:
        self._read(self._chance.choice((0.1, 0.3, 0.6, 1.4)))

    def _go(self) -> None:
        """Go to the other note, of two: the next talk's, or back."""
        self._send(_NEXT if self._is_before else _BEFORE)
        self._is_before = not self._is_before
        self._terminal.wait_until(lambda: self._terminal.text.lstrip().startswith(_TITLES[self._note]), "the note")
        self._send(_END)

    def _quit(self) -> None:
        self._terminal.send(_QUIT)
        self.has_quit = True

    # What is seen

    def _read(self, seconds: float) -> None:
        self._terminal.read(seconds)
        self._look()

    def _look(self) -> Words:
        """Take in what the screen shows of the note."""
        text = self._terminal.text
        if text.lstrip().startswith(_TITLES[self._note]):
            above_message = text.rpartition("─" * 40)[0]  # which says what was undone
            body = "\n".join(line.partition("│")[0] for line in above_message.split("\n"))
            if (seen := tuple(_WORD.findall(body))) != self._seen:
                self._seen = seen
                self._tell(seen)
        return self._seen


def kill_editing(vault: Vault, folder: Path, environment: Mapping[str, str], chance: random.Random) -> list[str]:
    """One program, one kill; answers what is wrong with what is left."""
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=folder, environment=environment) as terminal:
        terminal.wait_for(_TITLES[0])
        terminal.press("enter")
        terminal.wait_for("Speaker")
        typist = Typist(terminal, chance)
        typist.work(chance.randint(3, 14))
        typist._read(chance.uniform(0.0, 0.8))
        terminal.signal(signal.SIGKILL)
        killed = time.monotonic()
        terminal.read(0.1)
        owed = typist.owed(killed)
    faults = []
    for title, texts in zip(_TITLES, owed, strict=True):
        note = _note_of(vault, title)
        words = tuple(_WORD.findall(note.text)) if note else ()
        if words not in texts:
            faults.append(f"“{title}” says {words}, but the screen showed {sorted(texts)}")
        if note is not None and note.recovered and not _is_over_disk(vault, note):
            faults.append(f"“{title}” is said to have been changed by another program")
    return faults


def _note_of(vault: Vault, title: str) -> OpenNote | None:
    """The note as it is opened after the kill; None where there is none, and nothing of one was kept."""
    paths = {*vault.note_paths(), *(kept.path for kept in vault.journal.all())}
    return next((open_note(vault, path) for path in sorted(paths) if path.endswith(f"{title}.md")), None)


def _is_over_disk(vault: Vault, note: OpenNote) -> bool:
    file = vault.root / note.path
    return note.version == (version_of(file.read_bytes()) if file.exists() else None)
