"""The engine: reads keys, puts counts, registers, operators and motions together, and runs them."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

from confnotes.tui.vim.commands import (
    ALIASES,
    COMMANDS,
    NormalCommand,
    TypedCommand,
    text_of_key,
)
from confnotes.tui.vim.ex import run_ex
from confnotes.tui.vim.inserting import (
    MOVES,
    insert_text,
    leave_insert,
    moved_while_typing,
    type_key,
    typed_character,
)
from confnotes.tui.vim.motions import MOTIONS, Motion, MotionCall, Reach, Reached, search
from confnotes.tui.vim.operators import LINES_ONLY, OPERATORS, Doing, start_insert
from confnotes.tui.vim.patterns import VimSearch
from confnotes.tui.vim.registers import NAMES, Held
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
from confnotes.tui.vim.text import MOST_TIMES, Beep, Location, Shape, Span, TextBuffer, after
from confnotes.tui.vim.text_objects import TEXT_OBJECTS

_Keys = Generator[None, Key, None]
_PREFIXES: Final = {"g", "z", "Z", "[", "]"}
_ESCAPES: Final = {"escape", "ctrl+left_square_bracket", "ctrl+c"}
_DIGITS: Final = "0123456789"
_MOST_PENDING: Final = 200_000  # keys: a macro that repeats itself with a count ends before it fills the memory
_LONGEST_RUN: Final = 50_000  # keys: a macro that calls itself ends
_SELECTION_OPERATORS: Final = {"x": "d", "delete": "d", "s": "c", "~": "g~", "u": "gu", "U": "gU"}
_TYPED_SPACE: Final = {"space": " "}


class VimEngine:
    """Takes keys one by one: characters as themselves, others by name ("escape", "ctrl+r", "space").

    `prompt` is the command line while one is typed, `shown` the keys of a command that is not complete.
    """

    def __init__(self, buffer: TextBuffer) -> None:
        self.vim = VimState(buffer)
        self.prompt = ""
        self.shown = ""
        self._keys: list[Key] = []
        self._macro: list[str] = []
        self._typed_lines: dict[str, list[str]] = {}
        self._machine = self._started()

    @property
    def is_idle(self) -> bool:
        """Whether no command is half typed."""
        return not self._keys and not self.prompt and not self.shown

    def feed(self, key: str) -> None:
        """Take a key; commands that it completes are done at once."""
        if self.vim.recording:
            self._macro.append(key)
        self.vim.message = ""
        self.vim.pending.append(key)
        self._work()

    def was_typed(self, key: str, before: Location, cursor: Location, rows: int) -> None:
        """The editor itself typed a key in insert mode. `before` and `rows` are cursor and number of rows before it."""
        vim = self.vim
        vim.cursor = cursor
        session = vim.session
        if vim.recording:
            self._macro.append(key)
        if session is None:
            return
        vim.lines_changed(min(before[0], cursor[0]) + 1, len(vim.lines) - rows)
        if key in MOVES:
            moved_while_typing(vim)
        elif cursor < session.start:
            one_row = cursor[0] == session.start[0]
            session.deleted += session.start[1] - cursor[1] if one_row else 1
            session.start = cursor

    def _work(self) -> None:
        vim = self.vim
        for _ in range(_LONGEST_RUN):
            if not vim.pending:
                break
            try:
                self._machine.send(vim.pending.popleft())
            except Beep as beep:
                self._stop(str(beep))
            except (ValueError, OverflowError, RecursionError):  # from `re` and `int`, for what nobody types on purpose
                self._stop("This pattern or number is not valid or too large")
            if len(vim.pending) > _MOST_PENDING:
                self._stop("Stopped a macro that does not end")
        else:
            self._stop("Stopped a macro that does not end")
        if self.is_idle and vim.session is None:
            vim.end_step()
            vim.clamp()

    def _stop(self, why: str) -> None:
        """End the command and pending keys, and say why."""
        vim = self.vim
        vim.pending.clear()
        vim.message = why
        self._machine.close()
        self._machine = self._started()
        vim.clamp()
        self._end_once()

    def _started(self) -> _Keys:
        self.prompt = self.shown = ""
        self._keys = []
        machine = self._run()
        next(machine)
        return machine

    def _run(self) -> _Keys:
        vim = self.vim
        while True:
            self._keys, self.shown = [], ""
            if vim.session is not None:
                yield from self._insert_key()
            else:
                yield from self._command()
                vim.clamp()
                self._end_once()

    def _end_once(self) -> None:
        """Return to insert mode after the command of ctrl+o."""
        vim = self.vim
        if vim.once and not vim.is_visual:
            vim.once = False
            if vim.session is None:
                start_insert(vim, vim.cursor)
                vim.change = Change(keys=["i"])

    # Reading keys

    def _next(self) -> Generator[None, Key, str]:
        """The next key of the command."""
        key = yield
        while not isinstance(key, str):
            key = yield
        self._keys.append(key)
        self.shown += _TYPED_SPACE.get(key, key if len(key) == 1 else f"<{key}>")
        return key

    def _counted(self) -> Generator[None, Key, tuple[int | None, str, str]]:
        """The count, the register and the key of a command; only the key is kept for `.`."""
        count: int | None = None
        register = ""
        while True:
            key = yield from self._next()
            if key == '"':
                register = yield from self._next()
                if register not in NAMES:
                    raise Beep
            elif key in _DIGITS and (key != "0" or count is not None):
                count = min((count or 0) * 10 + int(key), MOST_TIMES)
            else:
                break
        self._keys = [key]
        if key in _PREFIXES:
            key += yield from self._next()
        return count, register, key

    def _line(self, sign: str, text: str = "") -> Generator[None, Key, str]:
        """A line typed at the bottom of the screen; raises Beep when it is left."""
        typed = self._typed_lines.setdefault(sign, [])
        place = len(typed)
        while True:
            self.prompt = sign + text
            key = yield from self._next()
            if key == "enter":
                break
            if key in _ESCAPES or (key == "backspace" and not text):
                raise Beep
            if key in ("up", "down"):
                place = max(0, min(place + (1 if key == "down" else -1), len(typed)))
                text = typed[place] if place < len(typed) else ""
            elif key == "ctrl+r":
                name = yield from self._next()
                text += self.vim.registers.get(name).text.rstrip("\n").replace("\n", " ")
            else:
                text = _edited(text, key)
        self.prompt = ""
        if text:
            typed[:] = [*[one for one in typed if one != text][-100:], text]
        return text

    # Insert mode

    def _insert_key(self) -> _Keys:
        vim = self.vim
        key = yield
        if key in _ESCAPES:
            leave_insert(vim)
        elif key == "ctrl+o":
            leave_insert(vim, goes_left=False)
            vim.end_step()
            vim.once = True
        elif key == "ctrl+r":
            self.shown = '"'
            name = yield
            self.shown = ""
            if isinstance(name, str):
                insert_text(vim, vim.registers.get(name).text)
        elif key == "insert":
            vim.mode = Mode.INSERT if vim.mode is Mode.REPLACE else Mode.REPLACE
        else:
            type_key(vim, key)

    # Commands

    def _command(self) -> _Keys:
        vim = self.vim
        count, register, key = yield from self._counted()
        if vim.is_visual:
            yield from self._selection_command(key, count, register)
        else:
            yield from self._normal_command(key, count, register)

    def _normal_command(self, key: str, count: int | None, register: str) -> _Keys:
        if key in _ESCAPES:
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
            character = yield from self._next()
        selected = vim.selected if vim.is_visual else None
        before = list(self._keys)
        command.run(vim, TypedCommand(count, register, character))
        if command.repeats:
            vim.change = Change(before, register, count, selected)
        if not command.keeps and not vim.is_visual:
            vim.wanted = None

    def _prompted(self, sign: str, count: int | None) -> _Keys:
        vim = self.vim
        start = "'<,'>" if vim.is_visual and sign == ":" else ""
        if sign == ":" and count is not None:
            start = f".,.+{count - 1}" if count > 1 else "."
        text = yield from self._line(sign, start)
        if sign == ":":
            vim.leave_visual()
            if text:
                vim.last_ex = text
            run_ex(vim, text)
            vim.wanted = None
        else:
            self._arrive(self._searched(sign, text, count or 1), Motion(lambda vim, asked: Reached(vim.cursor)))

    def _searched(self, sign: str, text: str, times: int) -> Reached:
        vim = self.vim
        vim.search = VimSearch.of(text, 1 if sign == "/" else -1, vim.search)
        vim.registers.put("/", Held.of(vim.search.pattern))
        reached = search(vim, vim.search, times)
        vim.remember_jump()
        return reached

    def _move(self, motion: Motion, count: int | None) -> _Keys:
        vim = self.vim
        character = ""
        if motion.takes_character:
            character = yield from self._character()
        reached = motion.go(vim, MotionCall(count, character))
        if motion.jumps:
            vim.remember_jump()
        self._arrive(reached, motion)

    def _character(self) -> Generator[None, Key, str]:
        """The character of `f`, `t` and marks; raises Beep for a key that types none."""
        key = yield from self._next()
        text = typed_character(key)
        if not text or key in _ESCAPES:
            raise Beep
        return text

    def _arrive(self, reached: Reached, motion: Motion) -> None:
        vim = self.vim
        if reached.start is not None:
            vim.anchor = reached.start
        vim.cursor = reached.at
        if not motion.keeps or reached.wanted is not None:
            vim.wanted = reached.wanted

    # Operators

    def _operator(self, name: str, count: int | None, register: str) -> _Keys:
        inner: int | None = None
        forced = ""
        kept = list(self._keys)
        while True:
            key = yield from self._next()
            if key in _DIGITS and (key != "0" or inner is not None):
                inner = min((inner or 0) * 10 + int(key), MOST_TIMES)
            elif key in ("v", "V"):
                forced = key
                kept.append(key)
            else:
                break
        kept.append(key)
        self._keys = kept
        if key in _PREFIXES:
            key += yield from self._next()
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
            character = yield from self._next()
            reached = self._object(character, key == "a", times)
        elif key in ("/", "?"):
            text = yield from self._line(key)
            reached, big = self._searched(key, text, times or 1), True
        elif key in MOTIONS:
            motion = MOTIONS[key]
            character = (yield from self._character()) if motion.takes_character else ""
            reached, big = motion.go(vim, MotionCall(times, character, name)), motion.big
            if motion.jumps:
                vim.remember_jump()
        else:
            raise Beep
        vim.cursor = begin
        span = self._span(name, reached, forced)
        keys = list(self._keys)
        OPERATORS[name](vim, span, Doing(register, times or 1, big=big))
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
        if key in _ESCAPES:
            vim.leave_visual()
        elif key in SELECTION_COMMANDS:
            yield from self._run_command(SELECTION_COMMANDS[key], count, register)
        elif key in LINES_OF:
            selected, keys = vim.selected, list(self._keys)
            operate_on_lines(vim, key, Doing(register, count or 1))
            self._remember(LINES_OF[key], keys, register, count, selected)
        elif key == "r":
            character = yield from self._character()
            selected, keys = vim.selected, list(self._keys)
            replace_selected(vim, character)
            self._remember(key, keys, register, count, selected)
        elif key in ("i", "a"):
            character = yield from self._next()
            select_object(vim, self._object(character, key == "a", count))
        elif name in OPERATORS:
            selected, keys = vim.selected, list(self._keys)
            operate(vim, name, Doing(register, count or 1), selected)
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
            self.vim.change = Change(keys, register, count, selected)

    def _record(self) -> _Keys:
        vim = self.vim
        if vim.recording:
            text = "".join(map(text_of_key, self._macro[:-1]))
            name, vim.recording = vim.recording, ""
            unnamed = vim.registers.unnamed
            vim.registers.put(name, Held.of(text, Shape.CHARS))
            vim.registers.unnamed = unnamed
            return
        name = yield from self._next()
        if len(name) != 1 or not (name.isalnum() or name == '"'):
            raise Beep
        vim.recording, self._macro = name, []

    def _repeat(self, count: int | None) -> None:
        change = self.vim.change
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
        self.vim.pending.extendleft(reversed([*keys, *change.keys]))


def _forced(reach: Reach, forced: str) -> Reach:
    """How far a motion reaches with `v` or `V` before it."""
    if forced == "V":
        return Reach.LINES
    if forced == "v":
        return Reach.INCLUSIVE if reach is Reach.EXCLUSIVE else Reach.EXCLUSIVE
    return reach


def _edited(text: str, key: str) -> str:
    """A command line after a key."""
    if key in ("backspace", "ctrl+h"):
        return text[:-1]
    if key == "ctrl+u":
        return ""
    if key == "ctrl+w":
        kept = text.rstrip(" ")
        return kept[: kept.rfind(" ") + 1]
    return text + typed_character(key)
