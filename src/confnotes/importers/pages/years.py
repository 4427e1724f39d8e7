"""The year of an event whose dates have none, as far as the rest of the page determines it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import PartialDate, find_dates, find_years
from confnotes.importers.facts.lengths import LONGEST_LINE
from confnotes.importers.facts.moments import day_of
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.page import ParsedPage
from confnotes.importers.pages.schedule_days import names_day

_OF_THE_PAGE = frozenset(("date", "lastmod", "updated", "modified", "created", "published", "last_modified_at"))
_EARLIER = "previous|past|last year|former|archive|since|founded|born"
_PUBLISHED = "copyright|©|\\(c\\)|updated|posted|published|arxiv|doi"
_OTHER_YEAR = re.compile(f"{_EARLIER}|{_PUBLISHED}", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(?<!\d)20\d\d(?!\d)")
_FILE = re.compile(r"\{%-?\s*link\s+([^{}%]{1,400})%\}")  # Jekyll’s links to files of its site
_LONGEST_DAY = 80


def first_year(text: str) -> int | None:
    """The first year that a line names."""
    return next(iter(find_years(text)), None)


def stated_year(page: ParsedPage) -> int | None:
    """The only year in names, headings and front matter, or else in the text; None if there are several.

    If days are written with weekdays, only a year in which all of them match counts.
    """
    days = [each for each in _days(page) if each.weekday is not None]
    beside = (_filed(page), _linked(page)) if days else ()
    written = _years(inline.plain(block.text) for block in page.blocks if block.kind is not BlockKind.HEADING)
    sources: tuple[set[int], ...] = (_named(page), written, *beside)
    for years in sources:
        fitting = {year for year in years if all(_falls_on(day, year) for day in days)}
        if len(fitting) == 1:
            return fitting.pop()
    return None


def day_of_file(page: ParsedPage) -> date | None:
    """The day in the file's name, if no line or row of the page is the heading of a day; else None."""
    if any(names_day(block.cells[0] if block.cells else block.text) for block in page.blocks) or any(_days(page)):
        return None
    return day_of(page.name)


def _falls_on(day: PartialDate, year: int) -> bool:
    on = day.on(year)
    return on is not None and on.weekday() == day.weekday


def _days(page: ParsedPage) -> Iterator[PartialDate]:
    for block in page.blocks:
        for text in (block.text, *(block.cells if block.header else block.cells[:1])):
            visible = inline.plain(text[:_LONGEST_DAY])
            for found in find_dates(visible):
                if found.start.year is None and found.end is None:
                    yield found.start


def _named(page: ParsedPage) -> set[int]:
    """The years in the names of the file and the page, in its headings and in front matter about the event."""
    values = (str(value) for key, value in page.fields.items() if key.lower() not in _OF_THE_PAGE)
    headings = (inline.plain(block.text) for block in page.blocks if block.kind is BlockKind.HEADING)
    return _years((page.name, page.title or "", *values, *headings))


def _filed(page: ParsedPage) -> set[int]:
    """The years of the page itself: the conference's only if the weekdays match."""
    values = [value for key, value in page.fields.items() if key.lower() in _OF_THE_PAGE]
    days = {value.year for value in values if isinstance(value, date)}
    return days | _years(str(value) for value in values)


def _linked(page: ParsedPage) -> set[int]:
    """The years in addresses and files that the page links to: the event's only if the weekdays match."""
    said = (text for block in page.blocks for text in (block.text, *block.cells))
    urls = [anchor.url for text in said for anchor in inline.anchors(text)]
    urls += (match[1] for line in page.lines for match in _FILE.finditer(line))
    return {int(year) for url in urls for year in _IN_ADDRESS.findall(url)}


def _years(texts: Iterable[str]) -> set[int]:
    own = (text for text in texts if len(text) <= LONGEST_LINE and not _OTHER_YEAR.search(text))
    return {year for text in own for year in find_years(text)}
