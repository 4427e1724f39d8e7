"""A person who types, deletes, undoes, leaves and is killed, played on the real keeper, journal and files.

    python tests/keeper_model.py [--runs N] [--steps N] [--seed N]

The clock is the model's, the keeper's thread runs when the model lets it, and a kill is a copy of all folders at one
instant, also between two system calls of a save; what goes on goes on with the copy. What is held:

- After a kill the text that comes back was on the screen within the last 250 ms (longer only while the disk does not
  answer: since then). After quitting, leaving and switching it is what was on the screen last.
- Nothing of a note is in the journal that the disk has, once nothing is typed any more.
- Another program is said to have changed a note only when one did, and what it wrote stays until somebody chose.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar
from unittest import mock

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

import confnotes.vault.atomic
from confnotes.actions.notes import take_note
from confnotes.actions.notes.note_snapshots import unsaved_notes
from confnotes.actions.notes.take_note import OpenNote
from confnotes.errors import NotFoundError
from confnotes.tui.auto_save import AutoSave
from confnotes.tui.note_keeper import ChangedOutside, NoteEvent, NoteKeeper
from confnotes.tui.screens.note.base import LOOK_EVERY
from confnotes.tui.screens.note.versions import both_passages
from confnotes.vault import journal, unfinished
from confnotes.vault.vault import Vault
from confnotes.vault.version import version_of

PROMISED: Final = 0.25
QUIET: Final = 9.0
AT_ONCE: Final = 1000
"""So many runs are played from one seed: each that was is remembered until the last."""
NOTES: Final = ("Notes/Ebb.md", "Notes/Flow.md", "Notes/Drift.md")
BEGUN: Final = "one\n\ntwo\n\nthree\n"
FOLDERS: Final = ("vault", "state", "tmp")
T = TypeVar("T")


def is_unwritten(text: str) -> bool:
    """Whether nothing but blanks was added to a draft, or taken from it: that is not saved."""
    return text.split() == BEGUN.split()


class Lockstep(Executor):
    """A thread that does one thing after another, and each when it is let."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._thread = ThreadPoolExecutor(1)
        self._waiting: list[tuple[float, Future[Any], Callable[..., Any], tuple[Any, ...]]] = []
        self.is_stuck = False

    def submit(self, fn: Callable[..., T], /, *args: Any, **_: Any) -> Future[T]:
        future = _Awaited(self)
        self._waiting.append((self._clock(), future, fn, args))
        return future

    def run(self) -> None:
        """Do everything that waits, unless the disk does not respond."""
        while self._waiting and not self.is_stuck:
            _, future, fn, args = self._waiting[0]
            future.set_result(self._thread.submit(fn, *args).result())
            self._waiting.pop(0)

    def finish(self) -> None:
        """Do everything that waits: the disk answers again."""
        self.is_stuck, stuck = False, self.is_stuck
        self.run()
        self.is_stuck = stuck

    @property
    def waits_since(self) -> float:
        """When the oldest thing that is not done was asked for; now, where there is none."""
        return self._waiting[0][0] if self._waiting else self._clock()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.finish()

    def end(self) -> None:
        """Let the thread go; what waits is never done."""
        self._thread.shutdown()


class _Awaited(Future[Any]):
    def __init__(self, executor: Lockstep) -> None:
        super().__init__()
        self._executor = executor

    def result(self, timeout: float | None = None) -> Any:
        self._executor.finish()
        return super().result(timeout)


def _since(moment: float, texts: list[tuple[float, str]]) -> set[str]:
    """The texts that were there at that moment or after it."""
    before = [text for at, text in texts if at < moment]
    return {*before[-1:], *(text for at, text in texts if at >= moment)}


class Desk(AutoSave):
    """A note on a screen that can do nothing but show its text."""

    def __init__(self, world: World, vault: Vault, note: OpenNote) -> None:
        self.world = world
        self.thread = Lockstep(world.clock)
        self.news: list[NoteEvent] = []
        self.is_busy = False
        super().__init__(NoteKeeper(vault, note, self.news.append, self.thread), world.clock)
        self.path = note.path
        self.text = note.text
        self.before: list[str] = []
        self.shown, self.known = [(world.now, note.text)], [(world.now, note.text)]
        self.wakes_at: float | None = None
        self.looks_at = world.now + LOOK_EVERY
        if note.recovered:
            if self._is_over_another():
                world.must_be_outside(note.path)
            else:
                world.adopted(note.path, world.on_disk(note.path))
            self.touched()

    def _is_over_another(self) -> bool:
        """Whether what came back is based on another text than the disk has, so that saving it will be a conflict."""
        there = self.world.on_disk(self.path)
        known = self.keeper.note.version
        return (there is None) != (known is None) or (there is not None and version_of(there.encode()) != known)

    # What a screen does

    @property
    def whole(self) -> str:
        return self.text

    def wake(self, seconds: float) -> None:
        self.wakes_at = self.world.now + seconds

    def show_text(self, text: str, *, by_others: bool = False) -> None:
        self._show(text)

    def show_state(self) -> None:
        pass

    def say(self, text: str) -> None:
        pass

    def take_over(self, news: ChangedOutside) -> None:
        self.world.must_be_outside(self.path, news.theirs.text)
        super().take_over(news)

    def show_joined(self, theirs: OpenNote, joined: str, *, by_others: bool = False) -> None:
        self.world.must_be_outside(self.path, theirs.text)
        super().show_joined(theirs, joined, by_others=by_others)

    def _adopt(self, theirs: OpenNote) -> None:
        super()._adopt(theirs)
        self.known.append((self.world.now, theirs.text))
        self.world.adopted(self.path, theirs.text)

    def learn(self, news: NoteEvent) -> None:
        before = self.conflict
        super().learn(news)
        self.known.append((self.world.now, self.keeper.note.text))
        if self.conflict is not None and self.conflict is not before:
            self.world.must_be_outside(self.path, self.conflict.theirs.text if self.conflict.theirs else None)

    # What a person does

    def edit(self, text: str) -> None:
        """Another text is on the screen."""
        if text != self.text:
            self._show(text)
            self.touched()

    def undo(self) -> None:
        """Have the text before the last change."""
        if self.before:
            text = self.before.pop()
            self.edit(text)
            self.before.pop()

    def _show(self, text: str) -> None:
        self.before.append(self.text)
        self.text = text
        self.shown.append((self.world.now, text))

    # What time does

    def pass_time(self, seconds: float) -> None:
        """Let time pass: timers, looks at the file, and the thread in between."""
        end = self.world.now + seconds
        self._settle()
        while (at := min(self.looks_at, end if self.wakes_at is None else self.wakes_at)) < end:
            self.world.now = max(at, self.world.now)
            if at == self.wakes_at:
                self.wakes_at = None
                self.tend()
            else:
                self.looks_at += LOOK_EVERY
                self.keeper.look()
            self._settle()
        self.world.now = end

    def _settle(self) -> None:
        self.thread.run()
        while self.news and not self.is_busy:
            self.learn(self.news.pop(0))
            self.thread.run()

    def leave(self) -> None:
        """Leave the note as a screen does that goes."""
        self.save_now()
        self.let_go()
        self.keeper.close()
        self.thread.end()


class Owed(NamedTuple):
    """What a note that is opened must say: one of the texts; `known` is what the program knew the disk to have."""

    path: str
    texts: set[str]
    known: set[str]


@dataclass
class Instant:
    """A kill: what is owed in the note that was open and in the others, and what other programs wrote."""

    owed: Owed
    others: dict[str, str]
    outside: dict[str, list[str]]


@dataclass
class World:
    """The folders, the time, and what is known of both."""

    home: Path
    now: float = 1000.0
    outside: dict[str, list[str]] = field(default_factory=dict)
    written_outside: dict[str, str] = field(default_factory=dict)
    state_is_full: bool = False
    desk: Desk | None = None
    opening: Owed | None = None
    last: dict[str, str] = field(default_factory=dict)
    _calls_until_kill: int | None = None
    _killed: Instant | None = None
    _copying: bool = False

    def clock(self) -> float:
        return self.now

    @property
    def root(self) -> Path:
        return self.home / "vault"

    def on_disk(self, path: str) -> str | None:
        """The text of a note's file."""
        with suppress(FileNotFoundError):
            return (self.root / path).read_text(encoding="utf-8")
        return None

    def records(self) -> list[Path]:
        """The journal's files."""
        return [file for name in ("state", "tmp") for file in (self.home / name).rglob("*/journal/*/*")]

    # What other programs did

    def write_outside(self, path: str, text: str) -> None:
        """Another program writes the file, as editors do: a new one in its place."""
        fresh = self.root / "outside.tmp"
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self.root / path)
        self.outside.setdefault(path, []).append(text)
        self.written_outside[path] = text

    def adopted(self, path: str, text: str | None) -> None:
        """The program knows by now what another one wrote."""
        news = self.outside.get(path, [])
        if text in news:
            self.outside[path] = news[news.index(text) + 1 :]

    def must_be_outside(self, path: str, text: str | None = None) -> None:
        """It was said that another program changed the note: one did."""
        news = self.outside.get(path)
        assert news, f"nobody changed {path}, but it was said so"
        assert text is None or text in news, f"nobody wrote {text!r}, but {news!r}"

    # Kills

    def will_be_killed(self, calls: int) -> None:
        """Be killed before so many more system calls that change a file."""
        self._calls_until_kill = calls

    def call(self) -> None:
        """A system call that changes a file is about to be made."""
        if self._calls_until_kill is None or self._copying:
            return
        self._calls_until_kill -= 1
        if self._calls_until_kill < 0:
            self.take_copy()

    def take_copy(self) -> None:
        """Copy all folders as they are at this instant."""
        self._copying = True
        self._calls_until_kill = None
        for name in FOLDERS:
            shutil.rmtree(self.home / f"{name}.copy", ignore_errors=True)
            _copy(self.home / name, self.home / f"{name}.copy")
        outside = {path: [text] for path, text in self.written_outside.items() if self.on_disk(path) == text}
        self._killed = Instant(self._owed(), dict(self.last), outside)
        self._copying = False

    def _owed(self) -> Owed:
        desk = self.desk
        if desk is None:
            assert self.opening is not None
            return self.opening
        since = min(desk.thread.waits_since, self.now) - PROMISED
        return Owed(desk.path, _since(since, desk.shown), _since(since, desk.known) | {desk.keeper.note.text})

    def go_on_with_copy(self) -> Instant | None:
        """Put the copy in place of the folders, where there is one."""
        killed, self._killed = self._killed, None
        if killed is not None:
            for name in FOLDERS:
                shutil.rmtree(self.home / name)
                (self.home / f"{name}.copy").rename(self.home / name)
        return killed


def _copy(source: Path, target: Path) -> None:
    """Copy a folder with the times of its files, by which the journal tells the newest."""
    target.mkdir()
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.is_dir():
                _copy(source / entry.name, target / entry.name)
            else:
                facts = entry.stat()
                (target / entry.name).write_bytes((source / entry.name).read_bytes())
                os.utime(target / entry.name, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    target.chmod(source.stat().st_mode & 0o777)


@contextmanager
def watched(world: World) -> Iterator[None]:
    """The state, cache and temporary folders are the world's, and it is told of every call that changes a file."""

    def told(function: Callable[..., T]) -> Callable[..., T]:
        def call(*arguments: Any, **named: Any) -> T:
            world.call()
            return function(*arguments, **named)

        return call

    def sync(descriptor: int) -> None:
        """A kill keeps what was written: there is nothing to wait for."""
        world.call()

    append = journal._append

    def append_unless_full(descriptor: int, data: bytes) -> None:
        if world.state_is_full and Path(f"/proc/self/fd/{descriptor}").readlink().is_relative_to(world.home / "state"):
            raise OSError(28, "No space left on device")
        append(descriptor, data)

    atomic: Any = confnotes.vault.atomic
    changing: dict[str, Any] = {name: told(getattr(os, name)) for name in ("write", "rename", "unlink", "ftruncate")}
    folders = {f"XDG_{name}_HOME": str(world.home / name.lower()) for name in ("STATE", "CACHE", "CONFIG")}
    with (
        mock.patch.dict(os.environ, folders),
        mock.patch.object(tempfile, "tempdir", str(world.home / "tmp")),
        mock.patch.object(journal, "_append", append_unless_full),
        mock.patch.multiple(os, fsync=sync, fdatasync=sync, **changing),
        mock.patch.object(atomic, "swap", told(atomic.swap)),
        mock.patch.object(unfinished, "rename_new", told(atomic.unfinished.rename_new)),
    ):
        yield


class Typist(RuleBasedStateMachine):
    """One person, three notes, and all that can happen to them."""

    def __init__(self) -> None:
        super().__init__()
        shared = Path("/dev/shm")
        self.home = Path(tempfile.mkdtemp(prefix="keeper-", dir=shared if shared.is_dir() else None))
        self.world = World(self.home)
        for name in ("state", "tmp"):  # before anything that an earlier test left at work can make them
            (self.home / name).mkdir()
        self._watched = watched(self.world)
        self._watched.__enter__()
        self.vault = Vault.create(self.home / "vault")
        (self.world.root / "Notes").mkdir()
        for path in NOTES[:2]:
            (self.world.root / path).write_text(BEGUN, encoding="utf-8")
        self.world.last = dict.fromkeys(NOTES, BEGUN)
        self.bases = dict(self.world.last)
        self.number = 0
        self.open(self.owed(NOTES[0]))

    def teardown(self) -> None:
        try:
            if self.world.desk is not None:
                self.restore()
                self.rest()
                self.restart()
        finally:
            self.vault.journal.close()
            if self.world.desk is not None:
                self.desk.thread.end()
            self._watched.__exit__(None, None, None)
            shutil.rmtree(self.home, ignore_errors=True)

    @property
    def desk(self) -> Desk:
        assert self.world.desk is not None
        return self.world.desk

    # Opening, and what is owed then

    def read(self, path: str) -> OpenNote:
        """The note as the program opens it; one that is not on the disk is a draft."""
        try:
            return take_note.open_note(self.vault, path)
        except NotFoundError:
            return OpenNote(path, BEGUN)

    def owed(self, path: str) -> Owed:
        """What a note says that was left."""
        return Owed(path, {self.world.last[path]}, {self.bases[path]})

    def open(self, owed: Owed) -> None:
        """Open a note: it says what was on the screen last, or what another program wrote where nothing was unsaved."""
        self.world.desk, self.world.opening = None, owed
        path, texts, known = owed
        note = self.read(path)
        news = self.world.outside.get(path)
        if news and not note.recovered:
            theirs = news[-1]
            assert note.text == theirs, "what another program wrote is gone"
            is_draft = BEGUN in known and any(map(is_unwritten, texts))
            assert is_draft or texts & {*known, theirs}, "what was typed is gone"
            self.world.adopted(path, theirs)
        else:
            is_draft = note.text == BEGUN and note.version is None and any(map(is_unwritten, texts))
            assert is_draft or note.text in texts, f"{note.text!r} came back, and {texts} was on the screen"
        self.world.desk = Desk(self.world, self.vault, note)

    def start(self, owed: Owed) -> None:
        """Begin anew, look for what was not saved, and open the note."""
        self.world.desk, self.world.opening = None, owed
        self.vault = Vault(self.world.root)
        assert self.vault.settle() == [], "what the journal has is kept a second time"
        assert not any(unfinished.is_unfinished(each.name) for each in (self.world.root / ".confnotes").iterdir())
        unsaved_notes(self.vault)
        self.open(owed)

    def leave(self) -> None:
        """Leave the note; what is owed when it is opened again is what stands there now."""
        desk = self.desk
        desk.leave()
        self.world.last[desk.path] = desk.text
        self.bases[desk.path] = desk.keeper.note.text

    def after_step(self) -> None:
        """Go on with the copy, where the program was killed in the middle of what it did."""
        killed = self.world.go_on_with_copy()
        if killed is None:
            return
        if self.world.desk is not None:
            self.desk.thread.end()
        self.vault.journal.close()
        self.world.last, self.world.outside = killed.others, killed.outside
        self.start(killed.owed)

    # Typing

    @rule(line=st.integers(0, 6), end=st.sampled_from((" ", "\n")))
    def type(self, line: int, end: str) -> None:
        self.number += 1
        lines = self.desk.text.split("\n")
        at = min(line, len(lines) - 1)
        lines[at] += f" w{self.number}{end}".rstrip(" ")
        self._edit("\n".join(lines))

    @rule(line=st.integers(0, 6), count=st.integers(1, 9))
    def delete(self, line: int, count: int) -> None:
        lines = self.desk.text.split("\n")
        at = min(line, len(lines) - 1)
        lines[at] = lines[at][:-count]
        self._edit("\n".join(lines))

    @rule()
    def delete_what_is_not_saved(self) -> None:
        self._edit(self.desk.keeper.note.text)

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.desk.undo()
            self.desk.pass_time(0.03)
        self.after_step()

    def _edit(self, text: str) -> None:
        self.desk.edit(text)
        self.desk.pass_time(0.03)
        self.after_step()

    @rule()
    def hear_news(self) -> None:
        self.desk.is_busy = False
        self.desk.pass_time(0.0)
        self.after_step()

    @rule(seconds=st.sampled_from((0.05, 0.13, 0.26, 0.6, 1.2, 5.0)))
    def pause(self, seconds: float) -> None:
        self.desk.pass_time(seconds)
        self.after_step()

    @rule()
    def rest(self) -> None:
        """Nothing is typed for long: the disk has everything, and the journal nothing."""
        desk = self.desk
        desk.pass_time(QUIET)
        if self.world._killed is None and not desk.thread.is_stuck and not desk.is_busy:
            if desk.conflict is not None:
                assert self.world.on_disk(desk.path) == self.world.outside[desk.path][-1]
            elif desk.failure is None:
                there = self.world.on_disk(desk.path)
                assert desk.text == there or (there is None and is_unwritten(desk.text))
                mine = journal._note_id(desk.path)
                assert not [file for file in self.world.records() if file.name.startswith(mine)]
        self.after_step()

    @rule()
    def save(self) -> None:
        self.desk.save_now()
        self.after_step()

    # Going

    @rule(path=st.sampled_from(NOTES))
    def switch(self, path: str) -> None:
        """Leave the note, and open another or the same."""
        self.leave()
        if self.world._killed is None:
            self.open(self.owed(path))
        self.after_step()

    @rule()
    def restart(self) -> None:
        """Quit, and begin again."""
        path = self.desk.path
        self.leave()
        if self.world._killed is None:
            self.vault.journal.close()
            self.start(self.owed(path))
        self.after_step()

    @rule()
    def kill(self) -> None:
        self.world.take_copy()
        self.after_step()

    @rule(calls=st.integers(0, 25))
    def kill_soon(self, calls: int) -> None:
        """Kill it between two system calls of whatever comes."""
        self.world.will_be_killed(calls)

    # Others, and disks

    @rule(behind=st.booleans())
    def write_outside(self, behind: bool) -> None:
        self.number += 1
        path = self.desk.path
        there = self.world.on_disk(path) or BEGUN
        text = f"{there}out{self.number}\n" if behind else f"out{self.number} {there}"
        self.world.write_outside(path, text)

    @precondition(lambda self: self.desk.conflict is not None)
    @rule(answer=st.sampled_from(("theirs", "mine", "passages")))
    def choose(self, answer: str) -> None:
        desk = self.desk
        conflict, desk.conflict = desk.conflict, None
        assert conflict is not None and conflict.theirs is not None
        if answer == "theirs":
            desk.show_version(conflict.theirs)
        elif answer == "mine":
            desk.keep_mine(conflict.theirs)
        else:
            desk.show_joined(conflict.theirs, both_passages(desk.text, conflict.theirs.text))
        self.after_step()

    @rule()
    def let_disk_answer_late(self) -> None:
        self.desk.thread.is_stuck = True

    @rule()
    def let_news_wait(self) -> None:
        """The screen is busy: what the keeper tells is heard later."""
        self.desk.is_busy = True

    @rule()
    def fill_state_folder(self) -> None:
        self.world.state_is_full = True

    @rule()
    def protect_vault(self) -> None:
        (self.world.root / "Notes").chmod(0o555)

    @rule()
    def restore(self) -> None:
        """All disks are well again."""
        self.world.state_is_full = False
        self.desk.thread.is_stuck = self.desk.is_busy = False
        (self.world.root / "Notes").chmod(0o755)
        self.desk.pass_time(0.0)
        self.after_step()


def play(runs: int, steps: int, number: int) -> None:
    """Play so many runs of so many steps; raises AssertionError with the steps that led to a fault."""
    chosen = settings(
        max_examples=runs,
        stateful_step_count=steps,
        database=None,
        derandomize=False,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(seed(number)(type("Typist", (Typist,), {})), settings=chosen)


def main() -> int:
    """Play as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20_000, metavar="N")
    parser.add_argument("--steps", type=int, default=30, metavar="N")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), metavar="N")
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}: {chosen.runs} runs of {chosen.steps} steps", flush=True)
    began = time.monotonic()
    for done in range(0, chosen.runs, AT_ONCE):
        play(min(AT_ONCE, chosen.runs - done), chosen.steps, chosen.seed + done)
    print(f"no fault in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
