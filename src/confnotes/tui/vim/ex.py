"""The command line: a range before a name, then `:w`, `:q`, `:s`, `:d`, `:g` and the others by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from confnotes.tui.vim.commands import keys_of, save_and_close
from confnotes.tui.vim.operators import join, put, shifted
from confnotes.tui.vim.patterns import VimSearch, find, pattern_or_last, split_at
from confnotes.tui.vim.registers import NAMES
from confnotes.tui.vim.state import VimRequest, VimState
from confnotes.tui.vim.substituting import substitute
from confnotes.tui.vim.text import Beep, Shape, Span
from confnotes.tui.vim.undoing import undo


@dataclass(frozen=True, slots=True)
class ExCall:
    """A command of the command line: its rows (the cursor's without a range), and what comes after its name."""

    first: int
    last: int
    rest: str = ""
    bang: bool = False
    addresses: int = 0

    @property
    def has_range(self) -> bool:
        """Whether rows were given."""
        return self.addresses > 0

    @property
    def rows(self) -> range:
        """The rows of its range."""
        return range(self.first, self.last + 1)


RunEx = Callable[[VimState, ExCall], None]


def find_address(vim: VimState, text: str, current: int) -> tuple[int | None, str]:
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
    wanted = VimSearch(pattern_or_last(pattern, vim.search), direction)
    vim.search = wanted
    at = (current, len(vim.lines[current])) if direction > 0 else (current, 0)
    match = find(vim.lines, vim.compiled(wanted.pattern), at, direction)
    if match is None:
        raise Beep(f"Pattern not found: {wanted.pattern}")
    return match[0][0], rest


def read_range(vim: VimState, text: str) -> tuple[int, int, int, str]:
    """The first and last row of the range at the start of a command, the number of its addresses, and the rest."""
    row = vim.cursor[0]
    if text.startswith("%"):
        return 0, len(vim.lines) - 1, 2, text[1:]
    found: list[int] = []
    while True:
        text = text.lstrip()
        address, text = find_address(vim, text, row)
        separator = text[:1] if text[:1] in (",", ";") else ""
        if address is not None or separator or found:
            found.append(row if address is None else address)
        if separator == ";":
            row = found[-1]
        if not separator:
            break
        text = text[1:]
    if not found:
        return row, row, 0, text
    first, last = (found[-2], found[-1]) if len(found) > 1 else (found[0], found[0])
    if first > last:
        raise Beep("Backwards range: name the first line first")
    if last >= len(vim.lines) or first < -1:
        raise Beep("Invalid range")
    return first, last, len(found), text


def _normal(vim: VimState, call: ExCall) -> None:
    if not call.has_range:
        vim.run_keys(keys_of(call.rest.lstrip()))
        return
    with vim.track(call.rows) as tracked:
        while (row := tracked.take()) is not None:
            vim.cursor = (row, 0)
            vim.run_keys(keys_of(call.rest.lstrip()))


def _global(vim: VimState, call: ExCall) -> None:
    sign, rest = call.rest[:1], call.rest[1:]
    if not sign or sign.isalnum():
        raise Beep("Type a pattern and a command: :g/pattern/d")
    pattern, _, command = split_at(rest, sign)
    wanted = VimSearch(pattern_or_last(pattern, vim.search), 1)
    vim.search = wanted
    compiled = vim.compiled(wanted.pattern)
    rows = call.rows if call.has_range else range(len(vim.lines))
    rows_found = [row for row in rows if compiled.is_in(vim.lines[row]) != call.bang]
    if not rows_found:
        raise Beep(f"Pattern not found: {wanted.pattern}")
    if _named(_split(command)[0]) in ("g", "v", "u", "red"):
        raise Beep("Not supported after :g")
    with vim.track(rows_found) as tracked:
        while (row := tracked.take()) is not None:
            vim.cursor = (row, 0)
            run_ex(vim, command or "p")
            if vim.asking is not None:
                vim.asking = None
                raise Beep("Not supported after :g: the flag c")


# Running


def _close(vim: VimState, call: ExCall) -> None:
    vim.ask(VimRequest.CLOSE)


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


def _before_bar(short: str, rest: str) -> tuple[str, str]:
    """What belongs to a command, and the command after `|`, which is literal in patterns and key sequences."""
    head, sign = "", rest[:1]
    if short in ("g", "v", "norm"):
        return rest, ""
    if short == "s" and sign and not sign.isalnum() and sign not in ' "|&':
        tail = split_at(split_at(rest[1:], sign)[2], sign)[2]
        head, rest = rest[: len(rest) - len(tail)], tail
    own, _, more = split_at(rest, "|")
    return head + own, more


def run_ex(vim: VimState, typed: str) -> None:
    """Run what was typed after `:`; raises Beep with a line about what is wrong."""
    first, last, addresses, rest = read_range(vim, typed.lstrip(" \t:"))
    name, rest = _split(rest.lstrip())
    short = _named(name) if name else "p" if rest[:1] in ("", "|") else ""
    if not short and not addresses and vim.run_other(typed.strip()):
        return
    if not short:
        raise Beep(f"Not an editor command: {typed.strip()}")
    rest, more = _before_bar(short, rest)
    bang = rest.startswith("!")
    own = rest if short == "s" else rest[bang:] if short == "norm" else rest[bang:].strip()
    call = ExCall(max(first, 0), max(last, 0), own, bang, addresses)
    if name or addresses:
        _COMMANDS[short][1](vim, replace(call, last=last) if short == "pu" else call)
    if more and vim.asking is not None:
        vim.asking = None
        raise Beep("Not supported before |: the flag c")
    if more:
        run_ex(vim, more)


def go(vim: VimState, call: ExCall) -> None:
    """`:3`"""
    vim.remember_jump()
    vim.go_to_text(call.last)


def save(vim: VimState, call: ExCall) -> None:
    """`:w`"""
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


def delete(vim: VimState, call: ExCall) -> None:
    """`:d`"""
    call, register = _counted(vim, call)
    vim.registers.delete(register, vim.text_of(_span(call)), as_lines=True)
    vim.go_to_text(call.first)
    vim.remove_lines(call.first, call.last)
    vim.go_to_text(call.first)


def yank(vim: VimState, call: ExCall) -> None:
    """`:y`"""
    call, register = _counted(vim, call)
    vim.registers.yank(register, vim.text_of(_span(call)))


def _span(call: ExCall) -> Span:
    return Span((call.first, 0), (call.last, 0), Shape.LINES)


def put_lines(vim: VimState, call: ExCall) -> None:
    """`:pu`"""
    held = replace(vim.registers.get(call.rest.strip()[:1]), shape=Shape.LINES)
    vim.cursor = (max(call.last, 0), 0)
    put(vim, held, 1, behind=not call.bang and call.last >= 0, goes_on=False)
    vim.go_to_text(vim.cursor[0] + len(held.lines) - 1)


def _target(vim: VimState, call: ExCall) -> int:
    """The row that lines go below, -1 for above the first."""
    text = call.rest.strip()
    row, rest = (-1, text[1:]) if re.match(r"0(?!\d)", text) else find_address(vim, text, vim.cursor[0])
    if row is None or rest.strip() or row >= len(vim.lines):
        raise Beep("Invalid address")
    return row


def copy(vim: VimState, call: ExCall) -> None:
    """`:t`"""
    row = _target(vim, call)
    vim.add_lines(row + 1, vim.lines[call.first : call.last + 1])
    vim.go_to_text(row + len(call.rows))


def move(vim: VimState, call: ExCall) -> None:
    """`:m`"""
    row = _target(vim, call)
    if call.first <= row < call.last:
        raise Beep("Cannot move lines into themselves")
    held = vim.text_of(_span(call))
    if row in (call.last, call.first - 1):
        vim.go_to_text(call.last)
        return
    marks = {name: at for name, at in vim.marks.items() if at[0] in call.rows and name.isalnum()}
    vim.remove_lines(call.first, call.last)
    if row > call.last:
        row -= len(held.lines)
    vim.add_lines(row + 1, held.lines, held.tails)
    vim.marks |= {name: (at[0] - call.first + row + 1, at[1]) for name, at in marks.items()}
    vim.go_to_text(row + len(held.lines))


def sort(vim: VimState, call: ExCall) -> None:
    """`:sort`, with `i`, `n` and `u`, and a pattern whose match is left out."""
    match = re.fullmatch(r"([inu ]*)(?:/((?:\\.|[^\\/])*)/?)?([inu ]*)", call.rest)
    if match is None:
        raise Beep(f"Not supported after :sort: {call.rest}")
    flags = match[1] + match[3]
    left_out = vim.compiled(match[2]) if match[2] else None

    def key(line: str) -> tuple[bool, int, str]:
        found = left_out.matches(line) if left_out is not None else []
        rest = line[found[0].end() :] if found else line if left_out is None else ""
        if "n" not in flags:
            return True, 0, rest.lower() if "i" in flags else rest
        number = re.search(r"-?\d+", rest)
        return number is not None, int(number[0]) if number else 0, ""

    rows = call.rows if call.has_range else range(len(vim.lines))
    held = vim.text_of(Span((rows[0], 0), (rows[-1], 0), Shape.LINES))
    pairs = sorted(zip(held.lines, held.tails, strict=True), key=lambda pair: key(pair[0]), reverse=call.bang)
    if "u" in flags:
        pairs = [pair for at, pair in enumerate(pairs) if not at or key(pair[0]) != key(pairs[at - 1][0])]
    if [line for line, _ in pairs] != list(held.lines):
        vim.begin_step()
        vim.add_lines(rows[-1] + 1, [line for line, _ in pairs], [tail for _, tail in pairs])
        vim.remove_lines(rows[0], rows[-1])
    vim.go_to_text(rows[0])


def join_lines(vim: VimState, call: ExCall) -> None:
    """`:j`"""
    if call.first == call.last and call.addresses > 1:
        return
    if call.first == call.last:
        call = replace(call, last=call.last + 1)
    vim.cursor = (call.first, vim.cursor[1])
    join(vim, call.first, call.last, spaces=not call.bang)
    vim.go_to_text(call.first)


def shift(vim: VimState, call: ExCall, direction: int) -> None:
    """`:>` and `:<`"""
    sign = ">" if direction > 0 else "<"
    times = 1 + len(call.rest) - len(call.rest.lstrip(sign))
    vim.go_to_text(call.first)
    vim.set_lines(call.first, [shifted(vim.lines[row], direction * times) for row in call.rows])
    vim.go_to_text(call.last)


def mark(vim: VimState, call: ExCall) -> None:
    """`:k`"""
    name = call.rest.strip()
    if len(name) != 1 or not (name.isalpha() or name == "'"):
        raise Beep("Name the mark with a letter: :k a")
    vim.marks[name] = (call.last, 0)


_OPTIONS: Final = {"ic": "ignore_case", "ignorecase": "ignore_case", "scs": "smart_case", "smartcase": "smart_case"}


def set_option(vim: VimState, call: ExCall) -> None:
    """`:set`"""
    for word in call.rest.split():
        name = word.removeprefix("no")
        if name not in _OPTIONS:
            raise Beep(f"Unknown option: {word} (ignorecase and smartcase can be set)")
        setattr(vim, _OPTIONS[name], word == name)


def abbreviate(vim: VimState, call: ExCall) -> None:
    """`:ab`, and `:una` with a bang."""
    short, _, long = call.rest.partition(" ")
    if call.bang and vim.abbreviations.pop(short, None) is None:
        raise Beep(f"No such abbreviation: {short}")
    if call.bang:
        return
    if long.strip():
        vim.abbreviations[short] = long.strip()
    else:
        shown = [f"{one} {text}" for one, text in vim.abbreviations.items() if not short or one == short]
        vim.message = "  ".join(shown) or "No abbreviations"


def show_registers(vim: VimState, call: ExCall) -> None:
    """`:reg`"""
    shown = [f'"{name} {vim.registers.get(name).text[:12].strip()!r}' for name in vim.registers.names()]
    vim.message = "  ".join(shown) or "All registers are empty"


def show_marks(vim: VimState, call: ExCall) -> None:
    """`:marks`"""
    shown = [f"{name} {at[0] + 1}" for name, at in sorted(vim.marks.items()) if name.isalpha()]
    vim.message = "  ".join(shown) or "No marks"


_COMMANDS: Final[Mapping[str, tuple[str, RunEx]]] = {
    "w": ("write", save),
    "wa": ("wall", save),
    "up": ("update", save),
    "q": ("quit", _close),
    "wq": ("wq", lambda vim, call: save_and_close(vim)),
    "x": ("xit", lambda vim, call: save_and_close(vim)),
    "exi": ("exit", lambda vim, call: save_and_close(vim)),
    "clo": ("close", _close),
    "bd": ("bdelete", _close),
    "s": ("substitute", lambda vim, call: substitute(vim, call.rows, call.rest)),
    "g": ("global", _global),
    "v": ("vglobal", lambda vim, call: _global(vim, replace(call, bang=True))),
    "d": ("delete", delete),
    "y": ("yank", yank),
    "pu": ("put", put_lines),
    "m": ("move", move),
    "t": ("t", copy),
    "co": ("copy", copy),
    "j": ("join", join_lines),
    "sor": ("sort", sort),
    ">": (">", lambda vim, call: shift(vim, call, 1)),
    "<": ("<", lambda vim, call: shift(vim, call, -1)),
    "k": ("k", mark),
    "ma": ("mark", mark),
    "norm": ("normal", _normal),
    "u": ("undo", lambda vim, call: undo(vim, 1)),
    "red": ("redo", lambda vim, call: undo(vim, 1, again=True)),
    "se": ("set", set_option),
    "noh": ("nohlsearch", lambda vim, call: None),
    "p": ("print", go),
    "ab": ("abbreviate", abbreviate),
    "ia": ("iabbrev", abbreviate),
    "una": ("unabbreviate", lambda vim, call: abbreviate(vim, replace(call, bang=True))),
    "iuna": ("iunabbrev", lambda vim, call: abbreviate(vim, replace(call, bang=True))),
    "reg": ("registers", show_registers),
    "di": ("display", show_registers),
    "marks": ("marks", show_marks),
    "h": ("help", lambda vim, call: vim.ask(VimRequest.INFO)),
    "&": ("&", lambda vim, call: substitute(vim, call.rows, call.rest)),
    "&&": ("&&", lambda vim, call: substitute(vim, call.rows, "&" + call.rest)),
}
"""Commands by the shortest name they can be given, with their full name."""
