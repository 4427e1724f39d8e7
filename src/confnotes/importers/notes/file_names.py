"""Days and times in the names of files of notes and of their folders, and the order of the files by these."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import PurePath

from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.facts.kinds import label_kind
from confnotes.importers.notes.lines import is_day
from confnotes.importers.source import SourceFile
from confnotes.markup.clock_times import leading_time
from confnotes.model.program import Moment


def sort_key(file: SourceFile) -> tuple[object, ...]:
    """The sort key of a file: its folder, the day and time in its name, its name."""
    folder, _, name = file.path.rpartition("/")
    return _natural(folder), day_of(file) or date.min, _clock_of(file) or time.min, _natural(name)


def _natural(path: str) -> list[tuple[int, str]]:
    """A path as a sort key, in which 10 comes after 9 and Thursday before Friday."""
    parts = [str(day) if (day := find_weekday(part)) is not None else part for part in re.split(r"(\d+|\W+)", path)]
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def is_part_of_event(folder: str) -> bool:
    """Whether a folder is named after a day or a kind of talk, and not after a conference of its own."""
    name = re.sub(r"[-_]", " ", folder)
    return (
        is_day(name) or bool(find_dates(folder)) or label_kind(name) is not None or name.lower() in ("talks", "notes")
    )


def is_named_after_day(file: SourceFile) -> bool:
    """Whether a file is named after a day: `day-2.md`, `2031-05-06.md`."""
    name = re.sub(r"[-_ ]+", " ", PurePath(file.path).stem)
    return is_day(re.sub(r"^.*?\b(?=(?i:day|tag|jour) ?\d)", "", name))


def day_of(file: SourceFile) -> date | None:
    """The date in the name of a file or of its folder."""
    for part in reversed(PurePath(file.path).parts):
        for found in find_dates(part):
            if found.start.year is not None:
                return found.start.on(found.start.year)
    return None


def _clock_of(file: SourceFile) -> time | None:
    """The time at the start of a file's name, perhaps after the date."""
    stem = re.sub(r"^\d{4}-\d\d-\d\d[-_ T]+(\d\d)[:.h]?(\d\d)(?!\d)", r"\1:\2", PurePath(file.path).stem)
    lead = leading_time(stem.replace("_", " "))
    return lead.start.time if lead is not None else None


def start_of(file: SourceFile) -> Moment | None:
    """The day and time in the name of a file and its folders, as far as stated."""
    day, clock = day_of(file), _clock_of(file)
    return clock if day is None else day if clock is None else datetime.combine(day, clock)
