"""Text objects: `iw`, `a"`, `i(`, `ap` and the others, after an operator or in a selection."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from confnotes.tui.vim.motions import MotionCall, Reach, Reached, unclosed
from confnotes.tui.vim.state import Mode, VimState
from confnotes.tui.vim.text import Beep, Location, Walker, before, is_escaped
from confnotes.tui.vim.wordwise import end_of_word, kind, next_word, sentence

Take = Callable[[VimState, MotionCall, bool], Reached]
"""Takes an object at the cursor; the last argument is whether it is `a`, with what is around it."""


def _is_fresh(vim: VimState) -> bool:
    """Whether nothing is selected yet but the character at the cursor."""
    return not vim.is_visual or vim.anchor == vim.cursor


# Words


def _word(vim: VimState, asked: MotionCall, around: bool, *, big: bool) -> Reached:
    walker, times = Walker(vim.lines, vim.cursor), asked.times
    start, has_white_ahead, inclusive = vim.anchor, False, True
    if _is_fresh(vim):
        _back_in_line(walker, big=big)
        start = walker.at
        if (kind(walker, big=big) == 0) == around:
            if not end_of_word(walker, 1, big=big, stays=True, empty=True):
                raise Beep
        else:
            next_word(walker, 1, big=big, in_line=True)
            walker.back_over_ends() if walker.column == 0 else _one_left(walker)
            has_white_ahead = around
        times -= 1
    elif vim.cursor < vim.anchor:
        return _words_back(vim, asked, around, big=big)
    for _ in range(times):
        inclusive = _one_more_word(walker, around, big=big)
    if has_white_ahead and (kind(walker, big=big) != 0 or (walker.column == 0 and not inclusive)):
        start = _with_white_before(vim, start, big=big)
    return Reached(walker.at, Reach.INCLUSIVE if inclusive else Reach.EXCLUSIVE, start)


def _words_back(vim: VimState, asked: MotionCall, around: bool, *, big: bool) -> Reached:
    """In a selection whose cursor is at its start: back over words."""
    walker = Walker(vim.lines, vim.cursor)
    for _ in range(asked.times):
        if walker.back_over_ends() == -1:
            raise Beep
        was_white = kind(walker, big=big) == 0
        _back_in_line(walker, big=big)
        if around and was_white == (kind(walker, big=big) == 0) and walker.column:
            walker.back()
            _back_in_line(walker, big=big)
    return Reached(walker.at, Reach.INCLUSIVE)


def _one_more_word(walker: Walker, around: bool, *, big: bool) -> bool:
    """Extend by a word or white space; False where it ends before the start of a line."""
    if walker.forward_over_ends() == -1:
        raise Beep
    if around == (kind(walker, big=big) == 0):
        if not end_of_word(walker, 1, big=big, stays=True, empty=True):
            raise Beep
        return True
    next_word(walker, 1, big=big, in_line=True)
    return _one_left(walker)


def _one_left(walker: Walker) -> bool:
    if walker.column == 0:
        return False
    walker.column = before(walker.line, walker.column)
    return True


def _back_in_line(walker: Walker, *, big: bool) -> None:
    """To the start of the word or white space, in the line."""
    begin = kind(walker, big=big)
    while walker.column > 0:
        walker.back()
        if kind(walker, big=big) != begin:
            walker.forward()
            break


def _with_white_before(vim: VimState, start: Location, *, big: bool) -> Location:
    walker = Walker(vim.lines, start)
    if walker.column == 0:
        return start
    walker.back()
    _back_in_line(walker, big=big)
    return walker.at if kind(walker, big=big) == 0 and walker.column > 0 else start


# Sentences and paragraphs


def _sentence(vim: VimState, asked: MotionCall, around: bool) -> Reached:
    walker = Walker(vim.lines, vim.cursor)
    extends = not _is_fresh(vim)
    if extends and walker.forward_over_ends() == -1:
        raise Beep
    ahead = _go(vim, walker.at, 1)
    while _is_blank(walker) and walker.forward_over_ends() != -1:
        pass
    starts_blank = walker.at == ahead.at
    if starts_blank:
        start = _first_blank(vim, vim.cursor)
    else:
        ahead = _go(vim, ahead.at, -1)
        start = ahead.at
    count = asked.times * 2 if around else asked.times - starts_blank
    if count > 0:
        _sentences_ahead(vim, ahead, count)
    else:
        ahead.back_over_ends()
    if around and starts_blank:
        ahead.row, ahead.column = _first_blank(vim, ahead.at)
        if _is_blank(ahead):
            ahead.back_over_ends()
    elif around and not _is_blank(ahead):
        start = _first_blank(vim, start)
    return _sentences_to(vim, ahead, vim.anchor if extends else start)


def _is_blank(walker: Walker) -> bool:
    return bool(walker.char) and walker.char in " \t"


def _sentences_to(vim: VimState, last: Walker, start: Location) -> Reached:
    """From a place to the last character of sentences; for an operator with the line end behind them."""
    if vim.is_visual:
        return Reached(last.at, Reach.INCLUSIVE, start)
    is_end = last.forward_over_ends() == -1
    return Reached(last.at, Reach.INCLUSIVE if is_end and last.char else Reach.EXCLUSIVE, start)


def _go(vim: VimState, at: Location, direction: int) -> Walker:
    return Walker(vim.lines, sentence(vim.lines, at, direction, 1) or at)


def _first_blank(vim: VimState, at: Location) -> Location:
    """The first of the blanks before a place."""
    walker = Walker(vim.lines, at)
    while walker.back_over_ends() != -1:
        if not _is_blank(walker):
            walker.forward_over_ends()
            break
    return walker.at


def _sentences_ahead(vim: VimState, walker: Walker, count: int) -> None:
    at_start = True
    for left in range(count - 1, -1, -1):
        walker.row, walker.column = _go(vim, walker.at, 1).at
        if at_start:
            walker.row, walker.column = _first_blank(vim, walker.at)
        if left == 0 or at_start:
            walker.back_over_ends()
        at_start = not at_start


def _paragraph(vim: VimState, asked: MotionCall, around: bool) -> Reached:
    lines = vim.lines
    row = vim.cursor[0]
    if vim.is_visual and vim.anchor[0] != row:
        return _paragraphs_more(vim, asked, around)
    blank = [not line.strip(" \t") for line in lines]
    starts_blank = blank[row]
    first = row
    while first > 0 and blank[first - 1] == starts_blank:
        first -= 1
    if vim.mode is Mode.VISUAL_LINE and first == row:
        return _paragraphs_more(vim, asked, around)
    last = first
    while last < len(lines) and blank[last]:
        last += 1
    last -= 1
    last = _paragraphs_ahead(blank, last, asked.times - (not around and starts_blank), around, starts_blank)
    if around and not starts_blank and not blank[last]:
        while first > 0 and blank[first - 1]:
            first -= 1
    return Reached((last, 0), Reach.LINES, (first, 0))


def _paragraphs_more(vim: VimState, asked: MotionCall, around: bool) -> Reached:
    """In a selection of lines: the next paragraphs or blank lines in its direction, too."""
    blank = [not line.strip(" \t") for line in vim.lines]
    row = vim.cursor[0]
    step, end = (-1, 0) if row < vim.anchor[0] else (1, len(blank) - 1)
    for _ in range(asked.times):
        if row == end:
            raise Beep
        kinds = 0
        while row != end and (blank[row + step] == blank[row] or kinds < (2 if around else 1)):
            kinds += blank[row + step] != blank[row] or not kinds
            row += step
    return Reached((row, 0), Reach.LINES, vim.anchor)


def _paragraphs_ahead(blank: list[bool], last: int, count: int, around: bool, starts_blank: bool) -> int:
    for left in range(count - 1, -1, -1):
        if last == len(blank) - 1:
            raise Beep
        takes_blank = blank[last + 1] if not around else False
        if around or not takes_blank:
            last += 1
            while last + 1 < len(blank) and not blank[last + 1]:
                last += 1
        if left == 0 and starts_blank and around:
            break
        if around or takes_blank:
            while last + 1 < len(blank) and blank[last + 1]:
                last += 1
    return last


# Quotes, brackets, tags


def _quoted(vim: VimState, asked: MotionCall, around: bool, *, sign: str) -> Reached:
    line, (row, column) = vim.line, vim.cursor
    found = _quotes(line, column, sign)
    if found is None:
        raise Beep
    start, end = found
    if around:
        left, right = (
            len(line[:start].rstrip(" \t")),
            end + 1 + len(line[end + 1 :]) - len(line[end + 1 :].lstrip(" \t")),
        )
        begin = start if right > end + 1 else left
        return Reached((row, right - 1), Reach.INCLUSIVE, (row, begin))
    if asked.times > 1:
        return Reached((row, end), Reach.INCLUSIVE, (row, start))
    if vim.is_visual and end > start + 1:
        return Reached((row, before(line, end)), Reach.INCLUSIVE, (row, start + 1))
    return Reached((row, end), Reach.EXCLUSIVE, (row, start + 1))


def _quotes(line: str, column: int, sign: str) -> tuple[int, int] | None:
    """The columns of the quotes around a column, else of the next ones."""
    places = [index for index, one in enumerate(line) if one == sign and not is_escaped(line, index)]
    if line[column : column + 1] == sign:
        pairs = zip(places[::2], places[1::2], strict=False)
        return next((pair for pair in pairs if pair[0] <= column <= pair[1]), None)
    start = max((place for place in places if place < column), default=None)
    if start is None:
        start = min(places, default=len(line))
    end = min((place for place in places if place > start), default=None)
    return (start, end) if end is not None else None


def _bracketed(vim: VimState, asked: MotionCall, around: bool, *, pair: str) -> Reached:
    found = _around(vim, asked.times, pair)
    if not around and vim.is_visual and found is not None:
        inner = _inside(vim, *found, pair)
        if vim.anchor != vim.cursor and inner.start == vim.anchor and inner.at == vim.cursor:
            found = _around(vim, asked.times + 1, pair)
    if found is None:
        raise Beep
    start, end = found
    if around:
        return Reached(end, Reach.INCLUSIVE, start)
    return _inside(vim, start, end, pair)


def _around(vim: VimState, times: int, pair: str) -> tuple[Location, Location] | None:
    """The brackets around the cursor."""
    opening, closing = pair[0], pair[1]
    walker = Walker(vim.lines, vim.cursor if _is_fresh(vim) else min(vim.cursor, vim.anchor))
    if pair == "{}":
        while not walker.line[: walker.column + 1].strip(" \t") and walker.char and walker.forward() == 0:
            pass
    at = walker.at if walker.char == opening else unclosed(vim, walker.at, closing, opening, -1)
    if at is None:
        at = _next(walker, opening)
    for _ in range(times - 1):
        at = unclosed(vim, at, closing, opening, -1) if at is not None else None
    end = unclosed(vim, at, opening, closing, 1) if at is not None else None
    return (at, end) if at is not None and end is not None else None


def _next(walker: Walker, sign: str) -> Location | None:
    """The next place ahead with a sign."""
    while walker.char != sign:
        if walker.forward_over_ends() == -1:
            return None
    return walker.at


def _inside(vim: VimState, start: Location, end: Location, pair: str) -> Reached:
    """What is between brackets; of a block over several lines, the lines between."""
    first, last = Walker(vim.lines, start), Walker(vim.lines, end)
    first.forward_over_ends()
    at_line_start = last.column == 0
    last.back_over_ends()
    if pair == "{}":
        while last.line and not last.line[: last.column + 1].strip(" \t") and last.row > start[0]:
            at_line_start = True
            if last.back_over_ends() == -1:
                break
            if last.row != end[0]:
                break
    if at_line_start:
        last.forward_over_ends()
        return Reached(last.at, Reach.EXCLUSIVE, first.at)
    if first.at <= last.at:
        return Reached(last.at, Reach.INCLUSIVE, first.at)
    return Reached(first.at, Reach.EXCLUSIVE, first.at)


_TAG: Final = re.compile(r"<(/?)([A-Za-z][^\s>/]*)(?:\s[^>]*)?(/?)>")


def _tagged(vim: VimState, asked: MotionCall, around: bool) -> Reached:
    text = "\n".join(vim.lines)
    offset = sum(len(line) + 1 for line in vim.lines[: vim.cursor[0]]) + vim.cursor[1]
    opened: list[re.Match[str]] = []
    pairs: list[tuple[int, int, int, int]] = []
    for match in _TAG.finditer(text):
        if match[3]:
            continue
        if not match[1]:
            opened.append(match)
        elif any(one[2] == match[2] for one in opened):
            while (one := opened.pop())[2] != match[2]:
                pass
            pairs.append((one.start(), one.end(), match.start(), match.end()))
    fitting = sorted((pair for pair in pairs if pair[0] <= offset < pair[3]), key=lambda pair: -pair[0])
    if len(fitting) < asked.times:
        raise Beep
    chosen = fitting[asked.times - 1]
    start, end = (chosen[0], chosen[3]) if around else chosen[1:3]
    if start == end:
        return Reached(_place(text, end), Reach.EXCLUSIVE, _place(text, start))
    return Reached(_place(text, end - 1), Reach.INCLUSIVE, _place(text, start))


def _place(text: str, offset: int) -> Location:
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1


TEXT_OBJECTS: Final[Mapping[str, Take]] = {
    "w": lambda vim, asked, around: _word(vim, asked, around, big=False),
    "W": lambda vim, asked, around: _word(vim, asked, around, big=True),
    "s": _sentence,
    "p": _paragraph,
    "t": _tagged,
    **{
        name: lambda vim, asked, around, pair=pair: _bracketed(vim, asked, around, pair=pair)  # type: ignore[misc]
        for names, pair in (("()b", "()"), ("[]", "[]"), ("{}B", "{}"), ("<>", "<>"))
        for name in names
    },
    **{
        sign: lambda vim, asked, around, sign=sign: _quoted(vim, asked, around, sign=sign)  # type: ignore[misc]
        for sign in "\"'`"
    },
}
