"""The reading status of papers without a note: `.confnotes/papers.yaml`, one line per paper.

    "https://arxiv.org/abs/1905.13633": to-read

Lines about other papers keep their bytes, comments included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.model.paper import Reading

PATH = ".confnotes/papers.yaml"
FIELD = "status"
"""The field of the status in the front matter of a note about a paper."""
HEAD = "# Papers that you read or want to read; one line per paper.\n"
_LINE = re.compile(r'"([^"]*)": (to-read|read)')
_SAID = {
    Reading.READ: ("read", "done", "finished"),
    Reading.TO_READ: ("to-read", "to read", "toread", "unread", "reading", "todo", "queued"),
}
_READINGS = {word: reading for reading, words in _SAID.items() for word in words}


def reading_of(said: object) -> Reading | None:
    """The meaning of a word in the file, as people write it; None for anything else."""
    return _READINGS.get(said.strip().lower()) if isinstance(said, str) else None


def parse(text: str) -> Salvaged[dict[str, Reading]]:
    """The reading status by paper, as far as it can be read."""
    found: dict[str, Reading] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None or "\\" in line:
            return _by_hand(text)
        found[match[1]] = Reading(match[2])
    return Salvaged(found)


def with_reading(text: str, names: Collection[str], key: str, reading: Reading | None) -> str:
    """The file with the paper's line set or removed; the line may have any of the paper's `names`."""
    forms = [form for name in names for form in (json.dumps(name, ensure_ascii=False), name, f"'{name}'")]
    own = re.compile(rf"(?:{'|'.join(map(re.escape, forms))})\s*:(?:\s.*)?")
    fresh = [f"{json.dumps(key, ensure_ascii=False)}: {reading.value}\n"] if reading else []
    lines: list[str] = []
    for line in (text or HEAD).splitlines(keepends=True):
        if own.fullmatch(line.rstrip("\r\n")):
            lines += fresh
            fresh = []
        else:
            lines.append(line)
    if fresh and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
        fresh[-1] = fresh[-1].rstrip("\n")
    return "".join([*lines, *fresh]) or HEAD


def _by_hand(text: str) -> Salvaged[dict[str, Reading]]:
    from confnotes.markup.salvage import fields_with_lines

    found = fields_with_lines(text, "not a line of the form “address: read”")
    said = {name: reading_of(what) for name, what in found.value.items()}
    odd = (
        Damage(Fault.VALUE, found.value.lines[name], about="must be read or to-read")
        for name, what in found.value.items()
        if what is not None and said[name] is None
    )
    return Salvaged({name: reading for name, reading in said.items() if reading}, (*found.damage, *odd))
