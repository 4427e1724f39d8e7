"""Asks real emacs what key sequences do, and gives the same keys to our engine.

Keys are written as emacs writes them, with blanks between them: `C-k`, `M-f`, `C-x h`, `a`, `SPC`, `RET`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from confnotes.tui.command_lists.notes import EMACS
from confnotes.tui.emacs.engine import EmacsEngine
from confnotes.tui.keymap.keymap import Keymap
from confnotes.tui.keymap.names import Sequence as Keys
from confnotes.tui.keymap.names import read_key
from confnotes.tui.keymap.presets import PRESETS
from confnotes.tui.vim.text import Location, UndoneStep, cell_of, column_at_cell, is_joined
from real_vim import Outcome, PlainBuffer

_SCRIPT = r"""
(setq line-move-visual nil sentence-end-double-space nil kill-ring-max 60 select-enable-clipboard nil)
(electric-indent-mode -1)
(dolist (one '(upcase-region downcase-region)) (put one 'disabled nil))
(defun answer (text keys)
  (with-temp-buffer
    (switch-to-buffer (current-buffer))
    (text-mode)
    (setq transient-mark-mode t indent-tabs-mode nil kill-ring nil kill-ring-yank-pointer nil
          search-ring nil isearch-string "" last-command nil this-command nil prefix-arg nil)
    (insert text)
    (goto-char 1)
    (buffer-enable-undo)
    (dolist (part keys)
      (condition-case nil (execute-kbd-macro (kbd part)) (error nil) (quit nil)))
    (list (buffer-string) (1- (line-number-at-pos)) (- (point) (line-beginning-position))
          (if mark-active (list (1- (line-number-at-pos (mark)))
                                (save-excursion (goto-char (mark)) (- (point) (line-beginning-position))))))))
(require 'json)
(let ((coding-system-for-read 'utf-8) (coding-system-for-write 'utf-8) (json-false :false) cases)
  (with-temp-buffer (insert-file-contents "QUESTIONS") (setq cases (json-read)))
  (let ((answers (mapcar (lambda (one) (answer (aref one 0) (append (aref one 1) nil))) cases)))
    (with-temp-file "ANSWERS" (insert (json-encode (vconcat (mapcar #'vconcat answers)))))))
"""
_QUIT = re.compile(r"(?<=C-g) (?!RET)")
"""Where emacs is called again, since a quit ends the keys; not where ctrl+g only shortens a search."""
_OURS = {"undo"}
"""Commands that a note has without emacs, too."""
_NAMES = {"SPC": "space", "RET": "enter", "DEL": "backspace", "TAB": "tab", "ESC": "escape"}


def is_here() -> bool:
    """Whether emacs is installed."""
    return shutil.which("emacs") is not None


def ask_emacs(cases: Sequence[tuple[Sequence[str], str]], folder: Path) -> list[tuple[Outcome, Location | None]]:
    """What emacs makes of texts and keys, each in a buffer of its own: the outcome, and where an active mark is."""
    questions, answers, script = folder / "questions.json", folder / "answers.json", folder / "script.el"
    asked = [("\n".join(text), _QUIT.split(keys)) for text, keys in cases]
    questions.write_text(json.dumps(asked), encoding="utf-8")
    text = _SCRIPT.replace("QUESTIONS", str(questions)).replace("ANSWERS", str(answers))
    script.write_text(text, encoding="utf-8")
    environment = {"LC_ALL": "C.UTF-8", "TERM": "xterm", "HOME": str(folder), "PATH": "/usr/bin:/bin:/usr/local/bin"}
    nothing = subprocess.DEVNULL
    command = ["emacs", "-Q", "--batch", "-l", str(script)]
    subprocess.run(command, timeout=300, check=False, env=environment, stdin=nothing, stdout=nothing, stderr=nothing)
    found = json.loads(answers.read_text(encoding="utf-8"))
    return [
        (Outcome(text.split("\n"), row, column), tuple(mark) if mark else None) for text, row, column, mark in found
    ]


class RowBuffer(PlainBuffer):
    """Lines that are rows of the screen."""

    is_typing = False

    def type(self, start: Location, end: Location, text: str) -> Location:
        """Replace text as a part of what is typed; where it ends."""
        if not self.is_typing:
            self.begin_step(start)
        self.replace(start, end, text)
        self.is_typing = True
        return (start[0] + 1, 0) if text == "\n" else (start[0], start[1] + len(text))

    def begin_step(self, cursor: Location) -> None:
        self.end_step()
        super().begin_step(cursor)

    def go_through_step(self, *, again: bool) -> UndoneStep | None:
        self.end_step()
        return super().go_through_step(again=again)

    def row_move(self, at: Location, rows: int, goal: int | None) -> tuple[Location, int]:
        row, column = at
        goal = cell_of(self.lines[row], column) if goal is None else goal
        fresh = max(0, min(row + rows, len(self.lines) - 1))
        return ((fresh, column_at_cell(self.lines[fresh], goal)) if fresh != row else at), goal


def key_named(written: str) -> str:
    """The name that our keymap has for a key of emacs: "alt+f" for `M-f`."""
    if written in _NAMES:
        return _NAMES[written]
    held, key = "", written
    while key[:2] in ("C-", "M-") and len(key) > 2:
        held, key = held + {"C": "ctrl+", "M": "alt+"}[key[0]], key[2:]
    key = {"SPC": "space", "DEL": "backspace"}.get(key, key)
    if not held:
        return key
    if len(key) == 1 and key.isupper():
        held, key = f"{held}shift+", key.lower()
    name = read_key(f"{held}{key}")
    assert name is not None, written
    return name


def commands_of_keys() -> dict[Keys, str]:
    """The command of each key or sequence of the preset in a note: its name in emacs, or that of our action."""
    keymap = Keymap(PRESETS["emacs"])
    names = {one.on: one.action[len("modes.run('") : -2] for one in EMACS}
    names |= {"back": "keyboard-quit", "undo": "undo"}
    return {keys: name for on, name in names.items() for keys in keymap.of(on) if "+" in keys[0]}


def ask_engine(lines: Sequence[str], written: str) -> tuple[Outcome, Location | None]:
    """What our engine makes of a text and keys, which have the commands of the preset."""
    buffer = RowBuffer(lines)
    engine = EmacsEngine(buffer)
    commands = commands_of_keys()
    pressed: Keys = ()
    for one in written.split():
        pressed = (*pressed, key_named(one))
        if pressed not in commands and any(keys[: len(pressed)] == pressed for keys in commands):
            continue
        key, command, pressed = pressed[-1], commands.get(pressed, ""), ()
        if command == "undo" or not engine.feed(key, command):
            _do_in_editor(engine, buffer, command or key)
        else:
            buffer.is_typing = False
        if engine.state.error:
            break  # as emacs ends a macro
    row, column = engine.state.cursor
    outcome = Outcome([*buffer.lines], row, sum(not is_joined(one) for one in buffer.lines[row][:column]))
    return outcome, engine.state.mark if engine.state.is_active else None


def _do_in_editor(engine: EmacsEngine, buffer: RowBuffer, key: str) -> None:
    """Do what the editor itself does for a key; characters typed one after the other are one step."""
    state = engine.state
    at, rows = state.cursor, len(buffer.lines)
    start, after = at, at
    if key in ("undo", "enter"):
        buffer.is_typing = False
    if key == "undo":
        step = buffer.go_through_step(again=False)
        after = at if step is None else step.cursor
    elif key == "backspace":
        has_region = state.is_active and state.mark != at
        if at == (0, 0) and not has_region:
            state.error = "Beginning of buffer"
            return
        start, at = state.region if has_region else (state.before(at), at)
        buffer.type(start, at, "")
        after = start
    else:
        after = buffer.type(at, at, {"space": " ", "enter": "\n"}.get(key, key))
    buffer.is_typing &= key != "enter"
    engine.was_typed(at, after, len(buffer.lines) - rows)
