"""The command line: `:w`, `:q`, `:s`, `:d`, `:g` and the others by their names, with their ranges."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from confnotes.tui.vim.commands import keys_of, save_and_close
from confnotes.tui.vim.ex_commands import (
    abbreviate,
    copy,
    delete,
    go,
    join_lines,
    mark,
    move,
    put_lines,
    save,
    set_option,
    shift,
    show_marks,
    show_registers,
    sort,
    yank,
)
from confnotes.tui.vim.ex_ranges import ExCall, RunEx, read_range
from confnotes.tui.vim.patterns import VimSearch, pattern_or_last, split_at
from confnotes.tui.vim.state import VimRequest, VimState
from confnotes.tui.vim.substituting import substitute
from confnotes.tui.vim.text import Beep
from confnotes.tui.vim.undoing import undo

# Commands for many lines


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


_COMMANDS: Final[Mapping[str, tuple[str, RunEx]]] = {
    "w": ("write", save),
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
