"""Words and sentences, as vim walks over them. The walkers given to these functions are moved."""

from __future__ import annotations

from collections.abc import Sequence

from confnotes.tui.vim.text import Location, Walker, word_class

_ENDS, _CLOSING = ".!?", ")]\"'"


def kind(walker: Walker, *, big: bool = False) -> int:
    """The class of the character there."""
    return word_class(walker.char, big=big)


def _on_empty_line(walker: Walker) -> bool:
    return walker.column == 0 and not walker.line


def _skip(walker: Walker, wanted: int, direction: int, *, big: bool) -> bool:
    """Walk over characters of a class; False at the end of the text."""
    while kind(walker, big=big) == wanted:
        if (walker.forward() if direction > 0 else walker.back()) == -1:
            return False
    return True


def next_word(walker: Walker, times: int, *, big: bool, in_line: bool) -> bool:
    """To the start of a word ahead; the last one `in_line` goes no further than the line. False at the text's end."""
    for left in range(times - 1, -1, -1):
        begin = kind(walker, big=big)
        is_last = walker.row == len(walker.lines) - 1
        stepped = walker.forward()
        if stepped == -1 or (stepped >= 1 and is_last):
            return False
        if stepped >= 1 and in_line and not left:
            return True
        while begin and kind(walker, big=big) == begin:
            stepped = walker.forward()
            if stepped == -1 or (stepped >= 1 and in_line and not left):
                return True
        while kind(walker, big=big) == 0 and not _on_empty_line(walker):
            stepped = walker.forward()
            if stepped == -1 or (stepped >= 1 and is_last):
                return True
    return True


def word_before(walker: Walker, times: int, *, big: bool, stays: bool = False) -> bool:
    """To the start of a word behind; False at the start of the text."""
    for _ in range(times):
        begin = kind(walker, big=big)
        if walker.back() == -1:
            return False
        if not stays or begin in (kind(walker, big=big), 0):
            while kind(walker, big=big) == 0 and not _on_empty_line(walker):
                if walker.back() == -1:
                    return True
            if _on_empty_line(walker):
                stays = False
                continue
            if not _skip(walker, kind(walker, big=big), -1, big=big):
                return True
        walker.forward()
        stays = False
    return True


def end_of_word(walker: Walker, times: int, *, big: bool, stays: bool = False, empty: bool = False) -> bool:
    """To the end of a word; `stays` where it already is one, `empty` stops at empty lines. False at the text's end."""
    for _ in range(times):
        begin = kind(walker, big=big)
        if walker.forward() == -1:
            return False
        if kind(walker, big=big) == begin != 0:
            if not _skip(walker, begin, 1, big=big):
                return False
        elif not stays or begin == 0:
            while kind(walker, big=big) == 0:
                if empty and _on_empty_line(walker):
                    break
                if walker.forward() == -1:
                    return False
            if empty and _on_empty_line(walker):
                stays = False
                continue
            if not _skip(walker, kind(walker, big=big), 1, big=big):
                return False
        walker.back()
        stays = False
    return True


def end_of_word_before(walker: Walker, times: int, *, big: bool) -> bool:
    """To the end of a word behind; False at the start of the text."""
    for _ in range(times):
        begin = kind(walker, big=big)
        if walker.back() == -1:
            return False
        while begin and kind(walker, big=big) == begin:
            if walker.back() == -1:
                return True
        while kind(walker, big=big) == 0 and not _on_empty_line(walker):
            if walker.back() == -1:
                return True
    return True


def word_at(line: str, column: int, *, big: bool = False) -> tuple[int, int] | None:
    """The word at a column, else the next one; without words the next signs that are not blank."""
    classes = [word_class(character, big=big) for character in line]
    for least in (1,) if big else (2, 1):
        start = next((at for at in range(column, len(line)) if classes[at] >= least), None)
        if start is not None:
            end = start
            while start > 0 and classes[start - 1] == classes[end]:
                start -= 1
            while end < len(line) and classes[end] == classes[start]:
                end += 1
            return start, end
    return None


# Sentences


def sentence(lines: Sequence[str], at: Location, direction: int, times: int) -> Location | None:
    """The start of a sentence in a direction; None where the text ends before."""
    walker = Walker(lines, at)
    for left in range(times - 1, -1, -1):
        skips = True
        was_end = not walker.char
        if was_end:
            while walker.step(direction) != -1 and not walker.char:
                pass
        elif direction < 0:
            walker.back_over_ends()
        if not was_end or direction < 0:
            _back_to_text(walker, direction)
            found = _to_its_end(walker, direction)
            if not found and left:
                return None
            skips = found
        while skips and walker.char and walker.char in " \t" and walker.forward_over_ends() != -1:
            pass
    return walker.at


def _back_to_text(walker: Walker, direction: int) -> None:
    """Back over blanks and the marks at the end of a sentence, to the last character before them."""
    seen_end = False
    while walker.char and walker.char in " \t" + _ENDS + _CLOSING:
        character = walker.char
        ahead = Walker(walker.lines, walker.at)
        if ahead.back_over_ends() == -1 or (not ahead.line and direction > 0) or seen_end:
            return
        seen_end = character in _ENDS
        if character in _CLOSING and (not ahead.char or ahead.char not in _ENDS + _CLOSING):
            return
        walker.back_over_ends()


def _to_its_end(walker: Walker, direction: int) -> bool:
    """In a direction to the end of a sentence, behind its marks; False at the end or start of the text."""
    first = walker.row
    while True:
        if not walker.char:
            if direction < 0 and walker.row != first:
                walker.row, walker.column = walker.row + 1, 0
            return True
        if walker.char in _ENDS:
            ahead = Walker(walker.lines, walker.at)
            stepped = ahead.forward()
            while stepped != -1 and ahead.char and ahead.char in _CLOSING:
                stepped = ahead.forward()
            if stepped == -1 or not ahead.char or ahead.char in " \t":
                walker.row, walker.column = ahead.at
                if not walker.char:
                    walker.forward()
                return True
        if walker.step(direction) == -1:
            return False
