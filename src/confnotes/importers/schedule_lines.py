"""Single lines of a timetable: where their time is, who comes first, which parts are labelled."""

from __future__ import annotations

import re

from confnotes.importers import inline
from confnotes.importers.blocks import Block, BlockKind
from confnotes.importers.builder import Item
from confnotes.importers.entry_speakers import people_score
from confnotes.importers.kinds import item_kind, label_kind
from confnotes.importers.times import leading_time
from confnotes.model.program import Role, Speaker

_AFTER_TIME = " \t:.,;|)]*_–—-\u2013~\n\\"


def speakers_lead(blocks: list[Block], known: set[str]) -> bool | None:
    """Whether the lines of this timetable name their speakers first, by those that leave no doubt; None where mixed."""
    first = last = 0
    for block in blocks[:300]:
        if block.kind not in (BlockKind.ITEM, BlockKind.TEXT) or len(block.text) > 300:
            continue
        text = inline.plain(block.text)
        times = leading_time(text)
        parts = re.split(r": |\s[-–—|]\s", text[times.stop :].strip(_AFTER_TIME) if times else text)
        if len(parts) > 1:
            first += people_score(parts[0], known)[0] >= 0.75
            last += people_score(parts[-1], known)[0] >= 0.75
    if max(first, last) < 2 or min(first, last) * 2 > max(first, last):
        return None
    return first > last


def presenters(item: Item) -> list[Speaker]:
    """The speakers of an item, its chair apart."""
    return [speaker for speaker in item.speakers if speaker.role is not Role.CHAIR]


def unmarked(text: str) -> str:
    """Text without the emphasis around its leading time, so that the time leads."""
    match = re.match(
        r"^\s*(?:\*\*|__|\*|_|`)\s?((?:[\[(]\s?)?\d{1,2}[^*_`\n]{1,60}?)\s?(?:\*\*|__|\*|_|`)(.*)$", text, re.DOTALL
    )
    if match:
        return match.group(1) + " " + match.group(2).lstrip()
    return re.sub(r"^\s*(?:\*\*|__|`)(?=\s?[\[(]?\d{1,2}[:.h]?\d{0,2})", "", text)


def rejoin_emphasis(text: str) -> str:
    """A closing mark left over from an emphasised time is dropped."""
    stripped = re.sub(r"^\s*[:.\-–—]?\s*(?:\*\*|__|`)(?=\s*[:\-–—|\s])", " ", text)
    return stripped[:-2] if stripped.count("**") % 2 and stripped.endswith("**") else stripped


def is_day_label(rest: str) -> bool:
    """Whether the rest of a day's heading is no more than “Day 1” or “Program”."""
    return (
        bool(
            re.fullmatch(
                r"[\W\d]*(?:day|schedule|program(?:me)?|agenda|main conference|conference|workshop|\W|\d)*",
                rest,
                re.IGNORECASE,
            )
        )
        and label_kind(rest) is None
    )


def title_and_labels(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The lines of an item that name nothing, and those of the form `Speaker: X`."""
    from confnotes.importers.labels import split_label

    kept, extra = [], []
    for number, line in enumerate(text.split("\n")):
        found = split_label(line) if number or item_kind(line) is None else None
        if found and number:
            extra.append(found)
        else:
            kept.append(line)
    return "\n".join(kept), extra
