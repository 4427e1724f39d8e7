"""Data to stdout, messages to stderr, without anything that a terminal would act on.

Colour is used only on a terminal, and not under NO_COLOR (https://no-color.org).
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress

import click

from confnotes.errors import OutputError
from confnotes.markup.safe import safe_text

# C1 controls and the characters that reorder text: escaped in JSON, so that the data stay complete and terminals safe.
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def on_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout.isatty()


def can_ask() -> bool:
    """Whether somebody can be asked: standard input is a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def colour() -> bool:
    """Whether stdout may carry colour."""
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns to lay text out in: the terminal's, or 100 when piped."""
    if not on_terminal():
        return 100
    try:
        return max(40, os.get_terminal_size(sys.stdout.fileno()).columns)
    except OSError:
        return 100


def say(*lines: str) -> None:
    """Print lines of data, stripped of control and bidi characters."""
    say_exactly("".join(f"{safe_text(part)}\n" for line in lines for part in line.split("\n")))


def say_exactly(data: str | bytes) -> None:
    """Print text or bytes as they are. Raises OutputError."""
    try:
        if isinstance(data, str):
            sys.stdout.write(data)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error) from error


def tell(*lines: str) -> None:
    """Print messages to stderr, after everything printed before; output that stdout refuses is retried at exit."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError:
        pass
    with suppress(OSError):  # stderr is gone: nowhere else to report
        sys.stderr.write("".join(f"{safe_text(part)}\n" for line in lines for part in line.split("\n")))


def say_styled(parts: Iterable[tuple[str, str]]) -> None:
    """Print one line of (text, style) parts; style is "", "bold", "dim" or "accent"."""
    with_colour = colour()
    say_exactly("".join(_paint(safe_text(text), style, with_colour) for text, style in parts).rstrip() + "\n")


def say_facts(*facts: tuple[str, str]) -> None:
    """Print facts (name, text), one per line in two columns; those without a text are left out."""
    columns = max((len(name) for name, text in facts if text), default=0)
    for name, text in facts:
        if text:
            say_styled([(f"  {name:<{columns}}  ", "dim"), (text, "")])


def _paint(text: str, style: str, with_colour: bool) -> str:
    if not with_colour or not style or not text.strip():
        return text
    if style == "accent":
        return click.style(text, fg="cyan")
    return click.style(text, bold=style == "bold" or None, dim=style == "dim" or None)


def say_json(value: object) -> None:
    """Print one JSON document: readable, UTF-8, with invisible characters escaped."""
    from confnotes.model.schema import plain

    text = json.dumps(value, ensure_ascii=False, indent=2, default=plain)
    say_exactly(_UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n")


def plural(number: int, word: str) -> str:
    """1 line, 2 lines."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def clip(text: str, columns: int) -> str:
    """The text cut to at most `columns`, ending in an ellipsis if it was cut; wide characters count twice."""
    if len(text) <= columns // 2:
        return text
    used, kept = 0, []
    for character in text:
        used += columns_of(character)
        kept.append(character)
        if used > columns:
            while kept and columns_of("".join(kept)) > columns - 1:
                kept.pop()
            return "".join(kept).rstrip() + "…"
    return text


def pad(text: str, columns: int) -> str:
    """The text cut or padded to exactly `columns`."""
    cut = clip(text, columns)
    return cut + " " * (columns - columns_of(cut))


def columns_of(text: str) -> int:
    """How many columns a terminal gives the text."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
