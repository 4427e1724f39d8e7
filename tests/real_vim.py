"""Asks real vim what key sequences do, and gives the same keys to our engine.

Keys are written as vim's own mappings are: `dw`, `<Esc>`, `<C-r>`, `<lt>` for `<`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from confnotes.tui.vim.engine import VimEngine
from confnotes.tui.vim.state import Mode
from confnotes.tui.vim.text import Location, ReplacedLines, UndoneStep, is_joined

OPTIONS = (
    "backspace=indent,eol,start nrformats=bin,hex shiftwidth=2 expandtab tabstop=4 softtabstop=2 nojoinspaces "
    "formatoptions=tcqln comments=fb:*,fb:-,fb:+,n:>"
)
"""What confnotes does otherwise than a vim without any settings: vim's own defaults.vim, and its Markdown files."""

_BEGIN = r"""
set encoding=utf-8 {options}
let s:answers = []
function! s:Begin(lines)
  silent! exe "normal! \<Esc>"
  silent! enew!
  let l:levels = &undolevels
  set undolevels=-1
  call setline(1, a:lines)
  let &undolevels = l:levels
  for l:name in split('abcdefghijklmnopqrstuvwxyz0123456789-/', '\zs')
    silent! call setreg(l:name, [])
  endfor
  delmarks!
  silent! delmarks A-Z0-9
  clearjumps
  abclear
  call setcharsearch({{'char': ''}})
  set noignorecase nosmartcase
  call cursor(1, 1)
endfunction
function! s:Answer()
  call add(s:answers, json_encode([getline(1, '$'), line('.') - 1, charcol('.') - 1]))
endfunction
"""
_END = """
call writefile(s:answers, '{answers}')
qall!
"""
_KEY_NAME = re.compile(r"<(lt|[A-Z][A-Za-z]*(?:-.)?)>")
_KEY = re.compile(r"<(lt|[A-Z][A-Za-z]*(?:-.)?)>|(.)", re.DOTALL)
_NAMES = {
    "Esc": "escape",
    "CR": "enter",
    "BS": "backspace",
    "Del": "delete",
    "lt": "<",
    "C-]": "ctrl+right_square_bracket",
    "C-[": "escape",
    **{name: name.lower() for name in ("Left", "Right", "Up", "Down", "Home", "End", "Space", "Tab")},
}


class Outcome(NamedTuple):
    """The text and the cursor after some keys: its row and its character, both from 0."""

    lines: list[str]
    row: int
    column: int


def is_here() -> bool:
    """Whether vim is installed, with the functions that the questions need."""
    vim = shutil.which("vim")
    if vim is None:
        return False
    version = subprocess.run([vim, "--version"], capture_output=True, text=True, check=False).stdout
    return "+eval" in version


def ask_vim(cases: Sequence[tuple[Sequence[str], str]], folder: Path) -> list[Outcome]:
    """What vim makes of texts and keys, each in a buffer of its own."""
    return _ask_vim([(text, [keys]) for text, keys in cases], folder)


def ask_vim_steps(lines: Sequence[str], steps: Sequence[str], folder: Path) -> list[Outcome]:
    """What vim makes of a text with each of the steps, one after the other."""
    return _ask_vim([(lines, steps)], folder)


def _ask_vim(cases: Sequence[tuple[Sequence[str], Sequence[str]]], folder: Path) -> list[Outcome]:
    """The answers to all steps of all cases.

    Each step is a line of a script, since the end of a function restores what `.` repeats. Errors are kept silent: they
    would make vim wait for a key. A macro that fails goes on then, so that none of the steps may have one.
    """
    answers, script = folder / "answers", folder / "script.vim"
    lines = [_BEGIN.format(options=OPTIONS)]
    for text, steps in cases:
        lines.append(f"call s:Begin(json_decode('{json.dumps(list(text)).replace(chr(39), chr(39) * 2)}'))")
        for step in steps:
            keys = _KEY_NAME.sub(r"\\<\1>", step.replace("\\", "\\\\").replace('"', '\\"'))
            lines += [f"silent! call feedkeys(\"{keys}\", 'xt')", "call s:Answer()"]
    script.write_text("\n".join([*lines, _END.format(answers=answers)]), encoding="utf-8")
    command = ["vim", "-Nu", "NONE", "-i", "NONE", "-n", "--not-a-term", "-T", "dumb", "-S", str(script)]
    environment = {"LC_ALL": "C.UTF-8", "TERM": "xterm", "HOME": str(folder), "PATH": "/usr/bin:/bin:/usr/local/bin"}
    nothing = subprocess.DEVNULL
    subprocess.run(command, timeout=300, check=False, env=environment, stdin=nothing, stdout=nothing, stderr=nothing)
    return [Outcome(*json.loads(line)) for line in answers.read_text(encoding="utf-8").splitlines()]


class PlainBuffer:
    """Lines with a window of 23 rows and an undo history."""

    writable = True
    clipboard = ""
    width = 79

    def __init__(self, lines: Sequence[str], *, has_final_newline: bool = False) -> None:
        self.has_final_newline = has_final_newline
        self.lines = [*lines, ""] if has_final_newline else list(lines)
        self._undo: list[UndoneStep] = []
        self._redo: list[UndoneStep] = []
        self._begun: UndoneStep | None = None
        self.top = 0

    def begin_step(self, cursor: Location) -> None:
        self._begun = UndoneStep(cursor, [])

    def end_step(self) -> None:
        if self._begun is not None and any(edit.old != edit.new for edit in self._begun.edits):
            self._undo.append(self._begun)
            self._redo.clear()
        self._begun = None

    def go_through_step(self, *, again: bool) -> UndoneStep | None:
        taken, given = (self._redo, self._undo) if again else (self._undo, self._redo)
        if not taken:
            return None
        step = taken.pop()
        given.append(step)
        turned = [ReplacedLines(edit.row, edit.new, edit.old) for edit in reversed(step.edits)]
        return self._put(step if again else UndoneStep(step.cursor, turned))

    def _put(self, step: UndoneStep) -> UndoneStep:
        for edit in step.edits:
            self.lines[edit.row : edit.row + len(edit.old)] = edit.new
        return step

    def _change(self, row: int, old: int, new: Sequence[str]) -> None:
        if self._begun is not None:
            edits = [*self._begun.edits, ReplacedLines(row, self.lines[row : row + old], list(new))]
            self._begun = UndoneStep(self._begun.cursor, edits)
        self.lines[row : row + old] = new

    def replace(self, start: Location, end: Location, text: str) -> None:
        (top, left), (bottom, right) = start, end
        fresh = (self.lines[top][:left] + text + self.lines[bottom][right:]).split("\n")
        self._change(top, bottom - top + 1, fresh)

    def set_lines(self, first: int, lines: Sequence[str]) -> None:
        self._change(first, len(lines), lines)

    def add_lines(self, row: int, lines: Sequence[str], tails: Sequence[str]) -> None:
        self._change(row, 0, lines)

    def tails(self, first: int, last: int) -> Sequence[str]:
        return [""] * (last - first + 1)

    def remove_lines(self, first: int, last: int) -> None:
        fresh = [""] if last - first + 1 == len(self.lines) else []
        self._change(first, last - first + 1, fresh)

    def open_line(self, row: int, *, above: bool) -> Location:
        self._change(row + (not above), 0, [""])
        return row + (not above), 0

    def break_line(self, at: Location) -> Location:
        self.replace(at, at, "\n")
        return at[0] + 1, 0

    def lead_gone(self) -> Location | None:
        return None

    def leave_line(self, row: int) -> None:
        pass

    def tidy(self, first: int, last: int) -> None:
        pass

    def view(self) -> tuple[int, int, int]:
        return self.top, min(self.top + 22, len(self.lines) - 1), 23

    def scroll(self, rows: int) -> None:
        self.top = max(0, min(self.top + rows, len(self.lines) - 1))

    def show(self, row: int, place: str) -> None:
        self.top = max(0, row - {"top": 0, "middle": 11, "bottom": 22}[place])

    def row_of_screen(self, at: Location, step: int) -> Location:
        row = max(0, min(at[0] + step, len(self.lines) - 1))
        return row, min(at[1], max(len(self.lines[row]) - 1, 0))


def keys_in(written: str) -> list[str]:
    """The names of the keys that are written so."""
    keys = []
    for name, character in _KEY.findall(written):
        if name.startswith("C-") and name not in _NAMES:
            keys.append(f"ctrl+{name[2:].lower()}")
        else:
            keys.append(_NAMES[name] if name else "space" if character == " " else character)
    return keys


def ask_engine(lines: Sequence[str], written: str) -> Outcome:
    """What our engine makes of a text and keys; as in vim's `feedkeys`, insert mode ends with the keys."""
    return next(ask_engine_steps(lines, [written]))


def ask_engine_about_file(lines: Sequence[str], written: str) -> Outcome:
    """The same where the text is that of a file: an empty line shows that its last line ends with a newline."""
    found = next(_asked(PlainBuffer(lines, has_final_newline=True), [written]))
    assert found.lines[-1] == "", "the final newline is gone"
    return found._replace(lines=found.lines[:-1] or [""])


def ask_engine_steps(lines: Sequence[str], steps: Sequence[str]) -> Iterator[Outcome]:
    """What our engine makes of a text with each of the steps, one after the other."""
    return _asked(PlainBuffer(lines), steps)


def _asked(buffer: PlainBuffer, steps: Sequence[str]) -> Iterator[Outcome]:
    engine = VimEngine(buffer)
    for written in steps:
        for key in keys_in(written):
            engine.feed(key)
        if engine.vim.mode in (Mode.INSERT, Mode.REPLACE):
            engine.feed("escape")
        row, column = engine.vim.cursor
        yield Outcome([*buffer.lines], row, sum(not is_joined(one) for one in buffer.lines[row][:column]))
