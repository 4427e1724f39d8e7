"""`:s` and `&`: replacing the matches of a pattern, all at once or one by one as the user says."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from confnotes.tui.vim.patterns import LinePattern, VimSearch, pattern_or_last, span_of, split_at, translate
from confnotes.tui.vim.state import Substitution, VimState
from confnotes.tui.vim.text import Beep

if TYPE_CHECKING:
    import regex


def substitute(vim: VimState, rows: range, typed: str) -> None:
    """Do `:s` on rows; with the flag `c`, `vim.asking` then asks about each match."""
    given, number = _read(vim, typed)
    if number:
        rows = range(rows[-1], min(rows[-1] + number, len(vim.lines)))
    vim.substitution = given
    vim.search = VimSearch(given.pattern, 1)
    pattern = translate(given.pattern)
    if "i" in given.flags or "I" in given.flags:
        pattern = replace(pattern, any_case="i" in given.flags)
    compiled = pattern.compile(ignore_case=vim.ignore_case, smart_case=vim.smart_case, typed=given.pattern)
    if "c" in given.flags and "n" not in given.flags:
        vim.asking = _ask(vim, rows, given, compiled)
    else:
        _replace_all(vim, rows, given, compiled)


def _read(vim: VimState, typed: str) -> tuple[Substitution, int]:
    """What comes after `:s`: the substitution, and the number of lines (0 without one)."""
    last = vim.substitution
    sign = typed[:1]
    if sign and not sign.isalnum() and sign not in ' "|&':
        pattern, _, rest = split_at(typed[1:], sign)
        by, _, flags = split_at(rest, sign)
        if by.startswith("\\="):
            raise Beep("Not supported: an expression (\\=) in a replacement")
        wanted = pattern_or_last(pattern, vim.search)
        by = last.by if by == "~" and last else by
    elif last is None:
        raise Beep("No previous substitution")
    else:
        wanted, by, flags = last.pattern, last.by, typed
    match = re.fullmatch(r"\s*([&cgiIne]*)\s*(\d*)\s*", flags)
    if match is None:
        raise Beep(f"Not supported after :s: {flags.strip()}")
    return Substitution(wanted, by, match[1].replace("&", last.flags if last else "")), int(match[2] or 0)


# All at once


def _replace_all(vim: VimState, rows: range, given: Substitution, pattern: LinePattern) -> None:
    fresh: list[tuple[int, str]] = []
    found = 0
    for row in rows:
        text, number = _substituted(pattern, given, vim.lines[row])
        found += number
        if number:
            fresh.append((row, text))
    if not found and "e" not in given.flags and not vim.is_tracking:
        raise Beep(f"Pattern not found: {given.pattern}")
    if "n" in given.flags or not found:
        vim.message = f"{found} {'match' if found == 1 else 'matches'} on {len(fresh)} lines"
        return
    vim.remember_jump()
    vim.cursor = (fresh[0][0], 0)
    vim.go_to_text(_replace_rows(vim, fresh))
    if found > 2:
        vim.message = f"{found} substitutions on {len(fresh)} lines"


def _replace_rows(vim: VimState, fresh: list[tuple[int, str]]) -> int:
    """Replace lines, each by one or more; the row of the last."""
    last = fresh[-1][0] + sum(text.count("\n") for _, text in fresh)
    if all("\n" not in text for _, text in fresh):
        first, final = fresh[0][0], fresh[-1][0]
        lines = list(vim.lines[first : final + 1])
        for row, text in fresh:
            lines[row - first] = text
        vim.set_lines(first, lines)
    else:
        for row, text in reversed(fresh):
            vim.replace((row, 0), (row, len(vim.lines[row])), text)
    return last


def _chosen(pattern: LinePattern, given: Substitution, line: str) -> Sequence[regex.Match[str]]:
    """The matches in a line that are replaced.

    As in vim, the search continues a character after a match without text, and not at all at the end of the line.
    """
    chosen: list[regex.Match[str]] = []
    at = goes_on = 0
    for match in pattern.matches(line):
        start, end = span_of(match)
        if chosen and start == end == at:
            goes_on = at + 1
        if chosen and (start == end == at or goes_on >= len(line)):
            continue
        chosen.append(match)
        at, goes_on = end, end + (start == end)
        if "g" not in given.flags:
            break
    return chosen


def _substituted(pattern: LinePattern, given: Substitution, line: str) -> tuple[str, int]:
    parts: list[str] = []
    at = 0
    chosen = _chosen(pattern, given, line)
    for match in chosen:
        start, end = span_of(match)
        parts += [line[at:start], _replacement(match, given.by, line[start:end])]
        at = end
    return "".join([*parts, line[at:]]), len(chosen)


# One by one


def _ask(vim: VimState, rows: range, given: Substitution, pattern: LinePattern) -> Generator[str, str, None]:
    """Ask about each match, with the cursor at it: yields the question, and is sent the key of the answer."""
    found, goes_on, asks, more = 0, True, True, 0
    for row in rows:
        line = vim.lines[row + more]
        moved = 0
        if asks:
            vim.end_step()  # as in vim, `u` undoes the last line that was answered for
        for match in _chosen(pattern, given, line) if goes_on else ():
            start, end = span_of(match)
            at = (row + more, start + moved)
            found += 1
            answer = ""
            if asks:
                vim.cursor = at
            while asks and answer not in ("y", "n", "a", "l", "q", "escape"):
                answer = yield f"Replace with {given.by}? (y/n/a/q/l)"
            asks = asks and answer != "a"
            goes_on = answer not in ("l", "q", "escape")
            if answer in ("", "y", "a", "l"):
                vim.cursor = (at[0], 0)
                last = vim.replace(at, (at[0], end + moved), _replacement(match, given.by, line[start:end]))
                more, moved = more + last[0] - at[0], last[1] - end
                vim.cursor = (last[0], 0)
            if not goes_on:
                break
    if not found and "e" not in given.flags:
        raise Beep(f"Pattern not found: {given.pattern}")
    if not asks:
        vim.go_to_text(vim.cursor[0])


_PART: Final = re.compile(r"\\(.)|(&)|([^\\&]+|\\$)", re.DOTALL)


def _replacement(match: regex.Match[str], by: str, whole: str) -> str:
    r"""The text of a substitution: `&` is the match, `\1` a group, `\u` and `\U` begin capitals, `\r` a line end."""
    out, once, until = "", "", ""
    for escaped, ampersand, text in _PART.findall(by):
        if escaped and escaped in "uUlLeE":
            once = escaped if escaped in "ul" else once
            until = {"U": "U", "L": "L", "e": "", "E": ""}.get(escaped, until)
            continue
        if ampersand or escaped == "0":
            text = whole
        elif escaped.isdigit():
            text = (match.group(int(escaped)) or "") if int(escaped) <= match.re.groups else ""
        elif escaped:
            text = {"r": "\n", "n": "\n", "t": "\t"}.get(escaped, escaped)
        text = text.upper() if until == "U" else text.lower() if until == "L" else text
        if once and text:
            text = (text[0].upper() if once == "u" else text[0].lower()) + text[1:]
            once = ""
        out += text
    return out
