"""Titles of papers, videos and pages, fetched from the web: `.confnotes/titles.yaml`, one line per address.

    "https://arxiv.org/abs/1905.13633": {title: "Updates of ...", fetched: 2019-12-10}

A null title was requested and not found. Other lines keep their bytes, comments included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from confnotes.markup.safe import safe_text
from confnotes.model.damage import Damage, Fault, Salvaged

PATH = ".confnotes/titles.yaml"
LONGEST_TITLE = 300  # characters
_HEAD = "# Titles of papers and pages that notes and programs link to, fetched from the web; one line per address.\n"
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_LINE = re.compile(rf"({_STRING}): \{{title: ({_STRING}|null), fetched: (\d{{4}}-\d\d-\d\d)\}}")


class FetchedTitle(NamedTuple):
    """The title of an address, None if it has no title, and the day of the request."""

    title: str | None
    fetched: date


def parse(text: str) -> Salvaged[dict[str, FetchedTitle]]:
    """The titles in the file by canonical address, as far as they can be read."""
    found: dict[str, FetchedTitle] = {}
    others = False
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            others = True
            continue
        try:
            title = json.loads(match[2])
            found[json.loads(match[1])] = FetchedTitle(
                clean_title(title) if title else None, date.fromisoformat(match[3])
            )
        except ValueError:
            others = True
    if not others:
        return Salvaged(found)
    by_hand = _by_hand(text)
    return Salvaged({**by_hand.value, **found}, by_hand.damage)


def clean_title(title: str) -> str | None:
    """A title from outside on one line, without invisible characters and not too long; None if nothing is left."""
    line = " ".join(safe_text(title, lines=False).split())
    if len(line) > LONGEST_TITLE:
        line = line[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip() + "…"
    return line or None


def with_titles(text: str, found: Mapping[str, FetchedTitle]) -> str:
    """The file with these titles, replacing those of the same addresses."""
    lines = (text or _HEAD).splitlines(keepends=True)
    missing = dict(found)
    for number, line in enumerate(lines):
        match = _LINE.fullmatch(line.rstrip("\r\n"))
        address = json.loads(match[1]) if match else None
        if address in missing:
            lines[number] = _line(address, missing.pop(address))
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return "".join([*lines, *(_line(address, title) for address, title in missing.items())])


def _line(address: str, title: FetchedTitle) -> str:
    words = json.dumps(title.title, ensure_ascii=False)
    return f"{json.dumps(address, ensure_ascii=False)}: {{title: {words}, fetched: {title.fetched.isoformat()}}}\n"


def _by_hand(text: str) -> Salvaged[dict[str, FetchedTitle]]:
    """Titles as users may write them: an address and its title on a line, or other YAML."""
    from confnotes.markup.salvage import fields_with_lines

    read = fields_with_lines(text, "not a line of the form “address: title”")
    found: dict[str, FetchedTitle] = {}
    odd: list[Damage] = []
    for address, said in read.value.items():
        title = said.get("title") if isinstance(said, dict) else said
        if isinstance(title, str) and (words := clean_title(title)):
            found[address] = FetchedTitle(words, date.min)
        elif title is not None:
            odd.append(Damage(Fault.VALUE, read.value.lines[address], about="the title is not text"))
    return Salvaged(found, (*read.damage, *odd))
