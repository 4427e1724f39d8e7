"""Brackets, quotes and marks that close themselves, and wrap what is selected.

A closing sign that was added can be typed over; backspace removes it with its opening sign, and Enter goes past it.
Enter inside a link in the middle of a line only ends the link, since a link never spans lines.
Signs that were typed are never touched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textual import events
from textual.widgets.text_area import Selection

if TYPE_CHECKING:
    from confnotes.tui.widgets.editor import NoteEditor

_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_WRAPS: Final = {**_BRACKETS, **{sign: sign for sign in "\"'`*_~="}}
_MARKS: Final = "`*_~="
"""Markdown's own signs: each holds for one line only."""

_ACTS: Final = frozenset("([{\"`*)]} '_~=")
_ENDS: Final = " \t)]}.,;:!?\"'`*_|"
"""What may follow a pair; before a word, an opening sign is meant for that word."""

_IN_LINK: Final = re.compile(r"\[\[[^\[\]]*\Z|\]\([^()\s]*\Z")


def closing_of(before: str, after: str, sign: str, *, in_code: bool = False) -> str:
    """What closes a sign that is typed between two texts; "" if nothing does."""
    last = before[-1:]
    if last == "\\" or (after and after[0] not in _ENDS):
        return ""
    if sign in _BRACKETS:
        is_face = sign == "(" and last in (":", ";") and before[-2:-1] in ("", " ")
        return "" if is_face else _BRACKETS[sign]
    is_inside_word = last.isalnum() or last in ("_", sign)
    if sign == '"':
        return "" if is_inside_word else sign
    if in_code:
        return ""
    if sign == "`":
        return "" if is_inside_word else sign
    word = before[:-1]
    begins_bold = sign == last == "*" and word[-1:] not in ("*", "\\") and not word[-1:].isalnum()
    return "**" if begins_bold else ""


class PairTyping:
    """Types pairs in an editor; in vim mode, only those of a link begun by its command."""

    def __init__(self, editor: NoteEditor) -> None:
        self._editor = editor
        self.is_on = True
        self._row = -1
        self._opened = (-1, -1)  # where the last pair was opened
        self._closers: list[int] = []  # of that row, inner ones last, by their distance from the end of the line

    def takes(self, event: events.Key) -> bool:
        """Whether the key was done."""
        editor = self._editor
        is_on = self.is_on and editor.mode is None
        if not (is_on or self._closers):
            return False
        if self._closers and self._row != editor.cursor_location[0]:
            self._closers.clear()
        sign = event.character
        if sign in _ACTS and event.is_printable:
            if editor.selection.start != editor.selection.end:
                return is_on and self.wrap(sign)
            return self._type_over(sign) or (is_on and self._close(sign))
        if self._closers:
            if event.key == "backspace":
                return self._remove_pair()
            if event.key == "enter":
                return self._go_past()
        return False

    def insert_link(self) -> None:
        """Put the signs of a link to a note at the cursor, or those of an address after the selected text."""
        editor = self._editor
        (row, start), (last, end) = sorted(editor.selection)
        if row != last:
            return
        line = editor.note.lines[row]
        text, closer = line[start:end], ")" if start != end else "]]"
        before = f"[{text}](" if text else "[["
        editor.replace_span(row, start, end, before + closer)
        editor.move_cursor((row, start + len(before)))
        self._row, self._closers = row, list(range(len(line) - end + 1, len(line) - end + len(closer) + 1))

    def _around(self) -> tuple[str, str]:
        """The text of the line on both sides of the cursor."""
        row, column = self._editor.cursor_location
        line = self._editor.note.lines[row]
        return line[:column], line[column:]

    def wrap(self, sign: str) -> bool:
        """Put a sign and its closing one around the selected text, which stays selected; False if it closes none."""
        if sign not in _WRAPS or not self.is_on:
            return False
        editor, closer = self._editor, _WRAPS[sign]
        (first, start), (last, end) = sorted(editor.selection)
        lines = list(editor.note.lines[first : last + 1])
        if sign in _MARKS:
            for at, line in enumerate(lines):
                left, right = start if not at else 0, end if at == last - first else len(line)
                if text := line[left:right].strip():
                    left = line.index(text, left)
                    right = left + len(text)
                    lines[at] = f"{line[:left]}{sign}{text}{sign}{line[right:]}"
        else:
            lines[-1] = lines[-1][:end] + closer + lines[-1][end:]
            lines[0] = lines[0][:start] + sign + lines[0][start:]
        longer = len(lines[-1]) - len(editor.note.lines[last]) if first != last else 2
        with editor.one_step():
            editor.set_lines(first, lines)
        editor.selection = Selection((first, start + 1), (last, end + longer - 1))
        if sign not in _MARKS:  # what is typed in place of the selected text may end with the closing sign
            self._row, self._closers = last, [len(lines[-1]) - (end + longer - 1)]
        return True

    def _type_over(self, sign: str) -> bool:
        if not self._closers:
            return False
        before, after = self._around()
        is_next = len(after) == self._closers[-1] and after.startswith(sign)
        if sign == " ":
            if is_next or not (before.endswith("**") and after.startswith("**") and len(after) == self._closers[-1]):
                return False
            row, column = self._editor.cursor_location
            del self._closers[-2:]
            self._editor.replace_text((row, column), (row, column + 2), " ")  # no mark begins with a space
            self._editor.move_cursor((row, column + 1))
            return True
        if not is_next or (sign == "*" and self._is_empty):
            return False
        self._closers.pop()
        self._editor.move_cursor_relative(columns=1)
        return True

    def _close(self, sign: str) -> bool:
        row, column = self._editor.cursor_location
        before, after = self._around()
        closer = (
            "*"
            if sign == "*" and self._is_empty
            else closing_of(before, after, sign, in_code=self._editor.in_code(row))
        )
        if not closer:
            return False
        self._row = row
        self._closers += [len(after) + len(closer) - at for at in range(len(closer))][::-1]
        self._editor.replace_text((row, column), (row, column), sign + closer)
        self._editor.move_cursor((row, column + 1))
        self._opened = (row, column + 1) if closer.startswith("*") else (-1, -1)
        return True

    @property
    def _is_empty(self) -> bool:
        """Whether the cursor is in empty bold text."""
        return self._opened == self._editor.cursor_location

    def _remove_pair(self) -> bool:
        """Remove an opening sign and what was added for it."""
        row, column = self._editor.cursor_location
        before, after = self._around()
        size = 2 if before.endswith("**") and after == "**" + after[2:] and not before.endswith("***") else 1
        closed = before[-1:] and _WRAPS.get(before[-1]) == after[:1] and len(after) == self._closers[-1]
        if not closed or self._editor.selection.start != self._editor.selection.end:
            return False
        del self._closers[-size:]
        self._editor.replace_text((row, column - 1), (row, column + size), "")
        self._editor.move_cursor((row, column - 1))
        return True

    def _go_past(self) -> bool:
        """Let Enter break no pair: go to the end of the line if only closing signs are left there, and out of a link.

        Whether that is all that Enter does.
        """
        row, column = self._editor.cursor_location
        before, after = self._around()
        if self._editor.in_code(row):
            self._row += 1  # what closes a block of code goes to the next line
        elif self._closers == list(range(1, len(after) + 1)):
            self._editor.move_cursor((row, len(self._editor.note.lines[row])))
        elif link := _IN_LINK.search(before):
            size = 2 if link[0].startswith("[[") else 1
            if self._closers[-size:] == list(range(len(after) - size + 1, len(after) + 1)):
                del self._closers[-size:]
                self._editor.move_cursor((row, column + size))
                return True
        return False
