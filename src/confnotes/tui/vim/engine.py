"""The engine: reads keys, puts counts, registers, operators and motions together, and runs them."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from typing import Final

from confnotes.tui.vim.commands import (
    ALIASES,
    COMMANDS,
    NormalCommand,
    TypedCommand,
    key_at_end,
    text_of_key,
)
from confnotes.tui.vim.ex import run_ex
from confnotes.tui.vim.inserting import (
    MOVES,
    expand_abbreviation,
    leave_insert,
    moved_while_typing,
    type_key,
    type_text,
    typed_character,
)
from confnotes.tui.vim.motions import MOTIONS, Motion, MotionCall, Reach, Reached, search
from confnotes.tui.vim.operators import LINES_ONLY, OPERATORS, Doing, start_insert
from confnotes.tui.vim.patterns import VimSearch
from confnotes.tui.vim.reader import DIGITS, ESCAPES, PREFIXES, READ_MORE, KeyReader
from confnotes.tui.vim.registers import Held
from confnotes.tui.vim.selection_commands import (
    LINES_OF,
    SELECTION_COMMANDS,
    operate,
    operate_on_lines,
    replace_selected,
    select_as,
    select_object,
)
from confnotes.tui.vim.state import Change, Key, Mode, Selected, VimState
from confnotes.tui.vim.text import END, MOST_TIMES, Beep, Location, Shape, Span, TextBuffer, after, last_column
from confnotes.tui.vim.text_objects import TEXT_OBJECTS

_Keys = Generator[None, Key, None]
_MOST_PENDING: Final = 200_000  # keys: a macro that repeats itself with a count ends before it fills the memory
_LONGEST_RUN: Final = 50_000  # keys: a macro that calls itself ends
_SELECTION_OPERATORS: Final = {"x": "d", "delete": "d", "s": "c", "~": "g~", "u": "gu", "U": "gU"}


class VimEngine:
    """Takes keys one by one: characters as themselves, others by name ("escape", "ctrl+r", "space")."""

    def __init__(self, buffer: TextBuffer) -> None:
        self.vim = VimState(buffer)
        self._reader = KeyReader(self.vim)
        self._macro: list[str] = []
        self._machine = self._started()
        self._keys_left = _LONGEST_RUN
        self._at_end = False  # of the line, when ctrl+o was pressed
        self._replayed = 0  # keys of `.` or of an alias that are still to come
        self.vim.run_keys = self._run_keys

    @property
    def prompt(self) -> str:
        """The command line while one is typed, else ""."""
        return self._reader.prompt

    @property
    def prompt_at(self) -> int:
        """The place of the cursor in the command line."""
        return self._reader.prompt_at

    @property
    def shown(self) -> str:
        """The keys of a command that is not complete."""
        return self._reader.shown

    @property
    def is_idle(self) -> bool:
        """Whether no command is half typed."""
        return not self._reader.keys and not self._reader.prompt and not self._reader.shown

    def feed(self, key: str) -> None:
        """Take a key; commands that it completes are done at once."""
        if self.vim.recording:
            self._macro.append(key)
        self.vim.message = self.vim.error = ""
        self.vim.pending.append(key)
        self._work()

    def was_typed(self, key: str, before: Location, cursor: Location, rows: int) -> bool:
        """The editor itself typed a key in insert mode. `before` and `rows` are cursor and number of rows before it.

        Whether the engine changed the text then, as for an abbreviation.
        """
        vim = self.vim
        vim.cursor = cursor
        session = vim.session
        if vim.recording:
            self._macro.append(key)
        if session is None:
            return False
        vim.lines_changed(min(before[0], cursor[0]) + 1, len(vim.lines) - rows)
        if (gone := vim.buffer.lead_gone()) == session.start:
            session.deleted += gone[1]
            session.start = (gone[0], 0)
        if key in MOVES:
            moved_while_typing(vim)
        elif cursor < session.start:
            one_row = cursor[0] == session.start[0]
            session.deleted += session.start[1] - cursor[1] if one_row else 1
            session.start = cursor
        return bool(vim.abbreviations) and expand_abbreviation(vim, typed_character(key))

    def _work(self) -> None:
        vim = self.vim
        self._keys_left = _LONGEST_RUN
        self._take_pending()
        if self.is_idle and vim.session is None:
            vim.end_step()
            vim.clamp()

    def _take_pending(self) -> None:
        vim = self.vim
        while vim.pending:
            self._keys_left -= 1
            if self._keys_left < 0 or len(vim.pending) > _MOST_PENDING:
                self._stop("Stopped a macro that does not end")
                return
            self._replayed = max(self._replayed - 1, 0)
            try:
                self._machine.send(vim.pending.popleft())
            except Beep as beep:
                self._stop(str(beep))
            except (ValueError, OverflowError, RecursionError):  # for numbers and patterns that nobody types on purpose
                self._stop("This pattern or number is not valid or too large")

    def _run_keys(self, keys: Sequence[Key]) -> None:
        """Do keys at once, while a command runs: `:normal`. What they leave half typed ends."""
        vim = self.vim
        kept = self._machine, self._reader, vim.pending, vim.is_step_held
        self._reader, vim.pending, vim.is_step_held = KeyReader(vim), deque(keys), True
        self._machine = self._started()
        try:
            self._take_pending()
            if vim.session is not None:
                leave_insert(vim)
            vim.leave_visual()
            vim.clamp()
        finally:
            self._machine, self._reader, vim.pending, vim.is_step_held = kept
        if self._keys_left < 0:
            raise Beep(vim.error)

    def _stop(self, why: str) -> None:
        """End the command and pending keys, and say why."""
        vim = self.vim
        vim.pending.clear()
        self._replayed = 0
        vim.error = why
        self._machine.close()
        vim.clamp()
        self._end_once()
        self._machine = self._started()

    def _started(self) -> _Keys:
        self._reader.prompt = self._reader.shown = ""
        self._reader.keys = []
        machine = self._run()
        next(machine)
        return machine

    def _run(self) -> _Keys:
        vim = self.vim
        while True:
            self._reader.keys, self._reader.shown = [], ""
            if vim.session is not None:
                yield from self._insert_key()
            else:
                yield from self._command()
                vim.clamp()
                vim.forget_jump()
                self._end_once()

    def _end_once(self) -> None:
        """Return to insert mode after the command of ctrl+o."""
        vim = self.vim
        if vim.once and not vim.is_visual and (vim.session is not None or not self._replayed):
            vim.once = False
            if vim.session is None:
                row, column = vim.cursor
                is_last = column == last_column(vim.line) and (self._at_end or vim.wanted == END)
                start_insert(vim, (row, len(vim.line) if is_last else column))
                vim.change = Change(keys=["i"])

    # Insert mode

    def _insert_key(self) -> _Keys:
        vim = self.vim
        key = yield
        if key in ESCAPES:
            expand_abbreviation(vim)
            leave_insert(vim)
            self._end_once()
        elif key == "ctrl+o":
            expand_abbreviation(vim)
            self._at_end = vim.cursor[1] == len(vim.line) > 0
            leave_insert(vim, goes_left=self._at_end)
            vim.end_step()
            vim.once = True
        elif isinstance(key, str) and key in READ_MORE:
            type_text(vim, (yield from self._reader.special_text(key)))
        elif key == "insert":
            vim.mode = Mode.INSERT if vim.mode is Mode.REPLACE else Mode.REPLACE
        else:
            type_key(vim, key)

    # Commands

    def _command(self) -> _Keys:
        vim = self.vim
        count, register, key = yield from self._reader.counted()
        if vim.is_visual:
            yield from self._selection_command(key, count, register)
        else:
            yield from self._normal_command(key, count, register)

    def _normal_command(self, key: str, count: int | None, register: str) -> _Keys:
        if self.vim.is_at_end:
            key, count = key_at_end(self.vim, key, count)
        if key in ESCAPES:
            return
        if key in ALIASES:
            self._do_again(Change([*ALIASES[key]], register, count))
        elif key == "q":
            yield from self._record()
        elif key == ".":
            self._repeat(count)
        elif key in (":", "/", "?"):
            yield from self._prompted(key, count)
        elif key in COMMANDS:
            yield from self._run_command(COMMANDS[key], count, register)
        elif key in OPERATORS:
            yield from self._operator(key, count, register)
        elif key in MOTIONS:
            yield from self._move(MOTIONS[key], count)
        else:
            raise Beep

    def _run_command(self, command: NormalCommand, count: int | None, register: str) -> _Keys:
        vim = self.vim
        character = ""
        if command.takes_character:
            character = yield from self._reader.next()
        selected = vim.selected if vim.is_visual else None
        before = list(self._reader.keys)
        command.run(vim, TypedCommand(count, register, character))
        if command.repeats:
            vim.remember_change(Change(before, register, count, selected))
        if not command.keeps and not vim.is_visual:
            vim.wanted = None

    def _prompted(self, sign: str, count: int | None) -> _Keys:
        vim = self.vim
        start = "'<,'>" if vim.is_visual and sign == ":" else ""
        if sign == ":" and count is not None:
            start = f".,.+{count - 1}" if count > 1 else "."
        text = yield from self._reader.line(sign, start)
        if sign == ":":
            vim.leave_visual()
            if text:
                vim.registers.put(":", Held.of(text))
            run_ex(vim, text)
            yield from self._answers()
            vim.wanted = None
        else:
            self._arrive(self._searched(sign, text, count or 1), Motion(lambda vim, asked: Reached(vim.cursor)))

    def _answers(self) -> _Keys:
        """The questions of `:s` with its flag `c`."""
        asking, self.vim.asking = self.vim.asking, None
        if asking is None:
            return
        question = next(asking, "")
        while question:
            self._reader.prompt, self._reader.prompt_at = question, len(question)
            key = yield from self._reader.next()
            try:
                question = asking.send("escape" if key in ESCAPES else key)
            except StopIteration:
                question = ""
        self._reader.prompt = ""

    def _searched(self, sign: str, text: str, times: int) -> Reached:
        vim = self.vim
        begin = vim.cursor
        while True:
            vim.search, rest = VimSearch.of(text, 1 if sign == "/" else -1, vim.search)
            vim.registers.put("/", Held.of(vim.search.pattern))
            reached = search(vim, vim.search, times)
            if rest[:2] not in (";/", ";?"):
                break
            vim.cursor, sign, text, times = reached.at, rest[1], rest[2:], 1
        vim.cursor = begin
        vim.remember_jump()
        return reached

    def _move(self, motion: Motion, count: int | None) -> _Keys:
        vim = self.vim
        character = ""
        if motion.takes_character:
            character = yield from self._reader.character()
        reached = motion.go(vim, MotionCall(count, character))
        if motion.jumps:
            vim.remember_jump()
        self._arrive(reached, motion)

    def _arrive(self, reached: Reached, motion: Motion) -> None:
        vim = self.vim
        if reached.start is not None:
            vim.anchor = reached.start
            vim.mode = Mode.VISUAL if motion.selects and not vim.is_visual else vim.mode
        vim.cursor = reached.at
        if not motion.keeps or reached.wanted is not None:
            vim.wanted = reached.wanted

    # Operators

    def _operator(self, name: str, count: int | None, register: str) -> _Keys:
        inner: int | None = None
        forced = ""
        kept = list(self._reader.keys)
        while True:
            key = yield from self._reader.next()
            if key in DIGITS and (key != "0" or inner is not None):
                inner = min((inner or 0) * 10 + int(key), MOST_TIMES)
            elif key in ("v", "V"):
                forced = key
                kept.append(key)
            else:
                break
        kept.append(key)
        self._reader.keys = kept
        if key in PREFIXES:
            key += yield from self._reader.next()
        times = None if count is None and inner is None else (count or 1) * (inner or 1)
        yield from self._apply(name, key, times, register, forced)

    def _apply(self, name: str, key: str, times: int | None, register: str, forced: str) -> _Keys:
        """Read the rest of the motion after an operator, and do it."""
        vim = self.vim
        big = False
        begin = vim.cursor
        if key in (name, "_") or name == f"g{key}":
            reached = self._doubled(name, times or 1)
        elif key in ("i", "a"):
            character = yield from self._reader.next()
            reached = self._object(character, key == "a", times)
        elif key in ("/", "?"):
            text = yield from self._reader.line(key)
            reached, big = self._searched(key, text, times or 1), True
        elif key in MOTIONS:
            motion = MOTIONS[key]
            character = (yield from self._reader.character()) if motion.takes_character else ""
            reached, big = motion.go(vim, MotionCall(times, character, name)), motion.big
            if motion.jumps:
                vim.remember_jump()
        else:
            raise Beep
        vim.cursor = begin
        span = self._span(name, reached, forced)
        keys = list(self._reader.keys)
        is_cut = reached.reach is Reach.EXCLUSIVE and reached.at[1] == 0 and reached.at[0] > span.end[0]
        OPERATORS[name](vim, span, Doing(register, times or 1, big=big, begin=begin, is_cut=is_cut))
        vim.wanted = None
        self._remember(name, keys, register, times)

    def _doubled(self, name: str, times: int) -> Reached:
        """The lines of `dd`, `guu` and the like."""
        vim = self.vim
        row, last = vim.cursor[0], len(vim.lines) - 1
        if times > 1 and row == last:
            raise Beep
        below = min(row + times - 1, last)
        line = vim.lines[below]
        lead = len(line) - len(line.lstrip(" \t"))
        column = vim.cursor[1] if name == "y" else min(lead, max(len(line) - 1, 0))
        return Reached((below, column), Reach.LINES)

    def _object(self, character: str, around: bool, times: int | None) -> Reached:
        take = TEXT_OBJECTS.get(character)
        if take is None:
            raise Beep
        return take(self.vim, MotionCall(times), around)

    def _span(self, name: str, reached: Reached, forced: str) -> Span:
        """The text between the cursor and where a motion went; the cursor goes to its start."""
        vim = self.vim
        start, end = sorted((reached.start or vim.cursor, reached.at))
        reach = _forced(reached.reach, forced)
        vim.cursor = start
        if reach is Reach.LINES:
            return Span(start, end, Shape.LINES)
        if reach is Reach.INCLUSIVE:
            end = (end[0], after(vim.lines[end[0]], end[1]) if vim.lines[end[0]] else 0)
        elif end[1] == 0 and end[0] > start[0] and not forced:
            if not vim.lines[start[0]][: start[1]].strip(" \t"):
                return Span(start, (end[0] - 1, 0), Shape.LINES)
            end = (end[0] - 1, len(vim.lines[end[0] - 1]))
        if name in LINES_ONLY:
            return Span(start, end, Shape.LINES)
        return Span(start, end)

    # Selections

    def _selection_command(self, key: str, count: int | None, register: str) -> _Keys:
        vim = self.vim
        name = _SELECTION_OPERATORS.get(key, key)
        if key in ESCAPES:
            vim.leave_visual()
        elif key in SELECTION_COMMANDS:
            yield from self._run_command(SELECTION_COMMANDS[key], count, register)
        elif key in LINES_OF:
            selected, keys = vim.selected, list(self._reader.keys)
            operate_on_lines(vim, key, Doing(register, count or 1))
            self._remember(LINES_OF[key], keys, register, count, selected)
        elif key == "r":
            character = yield from self._reader.character()
            selected, keys = vim.selected, list(self._reader.keys)
            replace_selected(vim, character)
            self._remember(key, keys, register, count, selected)
        elif key in ("i", "a"):
            character = yield from self._reader.next()
            select_object(vim, self._object(character, key == "a", count))
        elif name in OPERATORS:
            selected, keys = vim.selected, list(self._reader.keys)
            operate(vim, name, Doing(register, count or 1, begin=vim.cursor), selected)
            self._remember(name, keys, register, count, selected)
        elif key in (":", "/", "?"):
            yield from self._prompted(key, count)
        elif key in MOTIONS:
            yield from self._move(MOTIONS[key], count)
        else:
            raise Beep

    # Again

    def _remember(
        self, name: str, keys: list[Key], register: str, count: int | None, selected: Selected | None = None
    ) -> None:
        """Keep a change for `.`."""
        if name != "y":
            self.vim.remember_change(Change(keys, register, count, selected))

    def _record(self) -> _Keys:
        vim = self.vim
        if vim.recording:
            text = "".join(map(text_of_key, self._macro[:-1]))
            name, vim.recording = vim.recording, ""
            unnamed = vim.registers.unnamed
            vim.registers.put(name, Held.of(text, Shape.CHARS))
            vim.registers.unnamed = unnamed
            return
        name = yield from self._reader.next()
        if len(name) != 1 or not (name.isalnum() or name == '"'):
            raise Beep
        vim.recording, self._macro = name, []

    def _repeat(self, count: int | None) -> None:
        change = self.vim.earlier_change if self.vim.once else self.vim.change
        if not change.keys:
            raise Beep
        if change.register in tuple("12345678"):
            change.register = str(int(change.register) + 1)
        if change.selected is not None:
            select_as(self.vim, change.selected)
        self._do_again(Change(change.keys, change.register, change.count if count is None else count))

    def _do_again(self, change: Change) -> None:
        """Put the keys of a change before those that wait."""
        keys: list[Key] = []
        if change.register:
            keys += ['"', change.register]
        if change.count is not None:
            keys += list(str(change.count))
        keys += change.keys
        self._replayed = len(keys)
        self.vim.pending.extendleft(reversed(keys))


def _forced(reach: Reach, forced: str) -> Reach:
    """How far a motion reaches with `v` or `V` before it."""
    if forced == "V":
        return Reach.LINES
    if forced == "v":
        return Reach.INCLUSIVE if reach is Reach.EXCLUSIVE else Reach.EXCLUSIVE
    return reach
