"""The command line: `:w`, `:q`, `:s`, `:%s`, `:d`, `:g` and the others, with their ranges."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from confnotes.tui.vim.commands import TypedCommand, save_and_close, undo
from confnotes.tui.vim.operators import join, put, shifted
from confnotes.tui.vim.patterns import VimSearch, find, span_of, split_at, translate
from confnotes.tui.vim.registers import NAMES
from confnotes.tui.vim.state import VimRequest, VimState
from confnotes.tui.vim.text import Beep, Shape, Span


@dataclass(frozen=True, slots=True)
class ExCall:
    """A command of the command line: its rows (the cursor's without a range), and what comes after its name."""

    first: int
    last: int
    rest: str = ""
    bang: bool = False
    has_range: bool = False

    @property
    def rows(self) -> range:
        """The rows of its range."""
        return range(self.first, self.last + 1)


RunEx = Callable[[VimState, ExCall], None]


# Ranges


def _address(vim: VimState, text: str, current: int) -> tuple[int | None, str]:
    """The row that an address at the start of a text names (None without one), and the rest."""
    row: int | None = None
    if match := re.match(r"\d+", text):
        row, text = int(match[0]) - 1, text[match.end() :]
    elif text[:1] in (".", "$"):
        row, text = current if text[0] == "." else len(vim.lines) - 1, text[1:]
    elif text[:1] == "'" and len(text) > 1:
        if text[1] not in vim.marks:
            raise Beep("Mark not set")
        row, text = vim.marks[text[1]][0], text[2:]
    elif text[:1] in ("/", "?"):
        row, text = _searched(vim, text, current)
    while match := re.match(r"([+-])(\d*)", text):
        number = int(match[2] or 1)
        row = (current if row is None else row) + (number if match[1] == "+" else -number)
        text = text[match.end() :]
    return row, text


def _searched(vim: VimState, text: str, current: int) -> tuple[int, str]:
    direction = 1 if text[0] == "/" else -1
    pattern, _, rest = split_at(text[1:], text[0])
    wanted = VimSearch.of(pattern, direction, vim.search)
    vim.search = wanted
    at = (current, len(vim.lines[current])) if direction > 0 else (current, 0)
    match = find(vim.lines, _compiled(vim, wanted.pattern), at, direction)
    if match is None:
        raise Beep(f"Pattern not found: {wanted.pattern}")
    return match[0][0], rest


def _compiled(vim: VimState, pattern: str) -> re.Pattern[str]:
    return translate(pattern).compile(ignore_case=vim.ignore_case, smart_case=vim.smart_case, typed=pattern)


def _range(vim: VimState, text: str) -> tuple[int, int, bool, str]:
    """The first and last row of the range at the start of a command, whether there is one, and the rest."""
    row = vim.cursor[0]
    if text.startswith("%"):
        return 0, len(vim.lines) - 1, True, text[1:]
    found: list[int] = []
    while True:
        text = text.lstrip()
        address, text = _address(vim, text, row)
        separator = text[:1] if text[:1] in (",", ";") else ""
        if address is not None or separator or found:
            found.append(row if address is None else address)
        if separator == ";":
            row = found[-1]
        if not separator:
            break
        text = text[1:]
    if not found:
        return row, row, False, text
    first, last = (found[-2], found[-1]) if len(found) > 1 else (found[0], found[0])
    if max(first, last) >= len(vim.lines) or min(first, last) < -1:
        raise Beep("Invalid range")
    return max(min(first, last), 0), max(first, last, 0), True, text


# Commands


def _go(vim: VimState, call: ExCall) -> None:
    vim.remember_jump()
    vim.go_to_text(call.last)


def _save(vim: VimState, call: ExCall) -> None:
    if call.rest:
        raise Beep("confnotes saves this note only: type :w without a file name")
    vim.ask(VimRequest.SAVE)


def _counted(vim: VimState, call: ExCall) -> tuple[ExCall, str]:
    """The call with its count as its range, and the register before the count: `:d x 3`."""
    match = re.fullmatch(r"([^\d\s])?\s*(\d+)?", call.rest)
    if match is None or (match[1] and match[1] not in NAMES):
        raise Beep(f"Trailing characters: {call.rest}")
    if match[2]:
        last = min(call.last + int(match[2]) - 1, len(vim.lines) - 1)
        call = replace(call, first=call.last, last=last)
    return call, match[1] or ""


def _delete(vim: VimState, call: ExCall) -> None:
    call, register = _counted(vim, call)
    vim.registers.delete(register, vim.text_of(_span(call)), as_lines=True)
    vim.remove_lines(call.first, call.last)
    vim.go_to_text(call.first)


def _yank(vim: VimState, call: ExCall) -> None:
    call, register = _counted(vim, call)
    vim.registers.yank(register, vim.text_of(_span(call)))


def _span(call: ExCall) -> Span:
    return Span((call.first, 0), (call.last, 0), Shape.LINES)


def _put(vim: VimState, call: ExCall) -> None:
    held = replace(vim.registers.get(call.rest.strip()[:1]), shape=Shape.LINES)
    vim.cursor = (call.last, 0)
    put(vim, held, 1, behind=not call.bang, goes_on=False)
    vim.go_to_text(vim.cursor[0] + len(held.lines) - 1)


def _target(vim: VimState, call: ExCall) -> int:
    """The row that lines go below, -1 for above the first."""
    text = call.rest.strip()
    row, rest = (-1, text[1:]) if re.match(r"0(?!\d)", text) else _address(vim, text, vim.cursor[0])
    if row is None or rest.strip() or row >= len(vim.lines):
        raise Beep("Invalid address")
    return row


def _copy(vim: VimState, call: ExCall) -> None:
    row = _target(vim, call)
    vim.add_lines(row + 1, vim.lines[call.first : call.last + 1])
    vim.go_to_text(row + len(call.rows))


def _move(vim: VimState, call: ExCall) -> None:
    row = _target(vim, call)
    if call.first <= row < call.last:
        raise Beep("Cannot move lines into themselves")
    held = vim.text_of(_span(call))
    if row in (call.last, call.first - 1):
        vim.go_to_text(call.last)
        return
    vim.remove_lines(call.first, call.last)
    if row > call.last:
        row -= len(held.lines)
    vim.add_lines(row + 1, held.lines, held.tails)
    vim.go_to_text(row + len(held.lines))


def _join(vim: VimState, call: ExCall) -> None:
    if call.first == call.last:
        call = replace(call, last=call.last + 1)
    vim.cursor = (call.first, 0)
    join(vim, call.first, call.last, spaces=not call.bang)
    vim.go_to_text(call.first)


def _shift(vim: VimState, call: ExCall, direction: int) -> None:
    sign = ">" if direction > 0 else "<"
    times = 1 + len(call.rest) - len(call.rest.lstrip(sign))
    vim.set_lines(call.first, [shifted(vim.lines[row], direction * times) for row in call.rows])
    vim.go_to_text(call.last)


def _mark(vim: VimState, call: ExCall) -> None:
    name = call.rest.strip()
    if len(name) != 1 or not (name.isalpha() or name == "'"):
        raise Beep("Name the mark with a letter: :k a")
    vim.marks[name] = (call.last, 0)


def _normal(vim: VimState, call: ExCall) -> None:
    from confnotes.tui.vim.commands import keys_of

    if call.has_range and call.first != call.last:
        raise Beep("Not supported: :normal with a range")
    vim.cursor = (call.last, 0) if call.has_range else vim.cursor
    vim.pending.extendleft(reversed(keys_of(call.rest.lstrip())))


_OPTIONS: Final = {"ic": "ignore_case", "ignorecase": "ignore_case", "scs": "smart_case", "smartcase": "smart_case"}


def _set(vim: VimState, call: ExCall) -> None:
    for word in call.rest.split():
        name = word.removeprefix("no")
        if name not in _OPTIONS:
            raise Beep(f"Unknown option: {word} (ignorecase and smartcase can be set)")
        setattr(vim, _OPTIONS[name], word == name)


def _show_registers(vim: VimState, call: ExCall) -> None:
    shown = [f'"{name} {vim.registers.get(name).text[:12].strip()!r}' for name in vim.registers.names()]
    vim.message = "  ".join(shown) or "All registers are empty"


def _show_marks(vim: VimState, call: ExCall) -> None:
    shown = [f"{name} {at[0] + 1}" for name, at in sorted(vim.marks.items()) if name.isalpha()]
    vim.message = "  ".join(shown) or "No marks"


def _global(vim: VimState, call: ExCall) -> None:
    sign, rest = call.rest[:1], call.rest[1:]
    if not sign or sign.isalnum():
        raise Beep("Type a pattern and a command: :g/pattern/d")
    pattern, _, command = split_at(rest, sign)
    wanted = VimSearch.of(pattern, 1, vim.search)
    vim.search = wanted
    regex = _compiled(vim, wanted.pattern)
    first, last = (call.first, call.last) if call.has_range else (0, len(vim.lines) - 1)
    rows = [row for row in range(first, last + 1) if bool(regex.search(vim.lines[row])) != call.bang]
    if not rows:
        raise Beep(f"Pattern not found: {wanted.pattern}")
    if _named(_split(command)[0]) in ("g", "v", "norm", "u", "red"):
        raise Beep("Not supported after :g")
    refused: list[Beep] = []
    for index, row in enumerate(rows):
        before = len(vim.lines)
        vim.cursor = (row, 0)
        try:
            run_ex(vim, command or "p")
        except Beep as beep:
            refused.append(beep)
        more = len(vim.lines) - before
        rows[index + 1 :] = [one + more if one > row else one for one in rows[index + 1 :]]
    if len(refused) == len(rows):
        raise refused[-1]


# Substituting


def _substitute(vim: VimState, call: ExCall) -> None:
    sign = call.rest[:1]
    if sign and not sign.isalnum() and sign not in ' "|&':
        typed, _, rest = split_at(call.rest[1:], sign)
        by, _, flags = split_at(rest, sign)
        if by.startswith("\\="):
            raise Beep("Not supported: an expression (\\=) in a replacement")
        wanted = VimSearch.of(typed, 1, vim.search).pattern
        if by == "~" and vim.substitution:
            by = vim.substitution[1]
    else:
        if vim.substitution is None:
            raise Beep("No previous substitution")
        wanted, by, last_flags = vim.substitution
        flags = call.rest.strip()
        flags = flags.replace("&", last_flags)
    match = re.fullmatch(r"\s*([&giIne]*)\s*(\d*)\s*", flags)
    if match is None:
        raise Beep(f"Not supported after :s: {flags.strip()}")
    if match[2]:
        last = min(call.last + int(match[2]) - 1, len(vim.lines) - 1)
        call = replace(call, first=call.last, last=last)
    vim.substitution = (wanted, by, match[1].replace("&", ""))
    vim.search = VimSearch(wanted, 1)
    _substitute_lines(vim, call, wanted, by, match[1])


def _substitute_lines(vim: VimState, call: ExCall, wanted: str, by: str, flags: str) -> None:
    pattern = translate(wanted)
    if "i" in flags or "I" in flags:
        pattern = replace(pattern, any_case="i" in flags)
    regex = pattern.compile(ignore_case=vim.ignore_case, smart_case=vim.smart_case, typed=wanted)
    fresh: list[tuple[int, str]] = []
    found = 0
    for row in call.rows:
        text, count = _substituted(regex, by, vim.lines[row], every="g" in flags)
        found += count
        if count:
            fresh.append((row, text))
    if not found and "e" not in flags:
        raise Beep(f"Pattern not found: {wanted}")
    if "n" in flags or not found:
        vim.message = f"{found} {'match' if found == 1 else 'matches'} on {len(fresh)} lines"
        return
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


def _substituted(regex: re.Pattern[str], by: str, line: str, *, every: bool) -> tuple[str, int]:
    parts: list[str] = []
    at = count = 0
    for match in regex.finditer(line):
        start, end = span_of(match)
        if start == end and start == at and count:
            continue
        parts += [line[at:start], replacement(match, by, line[start:end])]
        at = end
        count += 1
        if not every:
            break
    return "".join([*parts, line[at:]]), count


_PART: Final = re.compile(r"\\(.)|(&)|([^\\&]+|\\$)", re.DOTALL)


def replacement(match: re.Match[str], by: str, whole: str) -> str:
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


# Running


def _close(vim: VimState, call: ExCall) -> None:
    vim.ask(VimRequest.CLOSE)


_COMMANDS: Final[Mapping[str, tuple[str, RunEx]]] = {
    "w": ("write", _save),
    "q": ("quit", _close),
    "wq": ("wq", lambda vim, call: save_and_close(vim)),
    "x": ("xit", lambda vim, call: save_and_close(vim)),
    "exi": ("exit", lambda vim, call: save_and_close(vim)),
    "clo": ("close", _close),
    "bd": ("bdelete", _close),
    "s": ("substitute", _substitute),
    "g": ("global", _global),
    "v": ("vglobal", lambda vim, call: _global(vim, replace(call, bang=True))),
    "d": ("delete", _delete),
    "y": ("yank", _yank),
    "pu": ("put", _put),
    "m": ("move", _move),
    "t": ("t", _copy),
    "co": ("copy", _copy),
    "j": ("join", _join),
    ">": (">", lambda vim, call: _shift(vim, call, 1)),
    "<": ("<", lambda vim, call: _shift(vim, call, -1)),
    "k": ("k", _mark),
    "ma": ("mark", _mark),
    "norm": ("normal", _normal),
    "u": ("undo", lambda vim, call: undo(vim, TypedCommand())),
    "red": ("redo", lambda vim, call: undo(vim, TypedCommand(), again=True)),
    "se": ("set", _set),
    "noh": ("nohlsearch", lambda vim, call: None),
    "p": ("print", _go),
    "reg": ("registers", _show_registers),
    "di": ("display", _show_registers),
    "marks": ("marks", _show_marks),
    "h": ("help", lambda vim, call: vim.ask(VimRequest.INFO)),
    "&": ("&", lambda vim, call: _substitute(vim, replace(call, rest=call.rest))),
    "&&": ("&&", lambda vim, call: _substitute(vim, replace(call, rest="&" + call.rest))),
}
"""Commands by the shortest name they can be given, with their full name."""

_NAME: Final = re.compile(r"&&|[<>&]|k(?=\s|[a-zA-Z]$)|s(?=[^\w\s]|[giIne]+$)|[gv](?=\W)|[A-Za-z]+")


def _split(text: str) -> tuple[str, str]:
    """The name of a command, and the rest."""
    match = _NAME.match(text)
    return (match[0], text[match.end() :]) if match else ("", text)


def _named(name: str) -> str:
    """The short name of a command, "" for none."""
    return next(
        (short for short, (full, _) in _COMMANDS.items() if full.startswith(name) and name.startswith(short)), ""
    )


def run_ex(vim: VimState, typed: str) -> None:
    """Run what was typed after `:`; raises Beep with a line about what is wrong."""
    first, last, has_range, rest = _range(vim, typed.strip().lstrip(":"))
    name, rest = _split(rest.lstrip())
    if not name and not rest:
        if has_range:
            _go(vim, ExCall(first, last))
        return
    short = _named(name) if name else ""
    if not short and not has_range and vim.run_other(typed.strip()):
        return
    if not short:
        raise Beep(f"Not an editor command: {typed.strip()}")
    bang = rest.startswith("!")
    _COMMANDS[short][1](vim, ExCall(first, last, rest[bang:].strip() if short != "s" else rest, bang, has_range))
