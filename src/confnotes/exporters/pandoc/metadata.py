"""What a document says of itself: title, authors, date, language."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, uuid5

from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Element
from confnotes.exporters.setting import Setting
from confnotes.markup.safe import safe_text
from confnotes.model.summary import Summary


def metadata(summary: Summary, setting: Setting) -> dict[str, Element]:
    """What every form takes; the date is in words."""
    words = setting.words
    made = {
        "title": _words(words.title(summary)),
        "subtitle": _words(words.eyebrow(summary)),
        "lang": _words(words.terms.code),
        "toc-title": _words(words.terms.contents),
    }
    if summary.authors:
        made["author"] = ast.meta_list(map(_words, summary.authors))
    first, last = first_day(summary), last_day(summary)
    if first and last:
        made["date"] = _words(words.days_words(first, last))
    return made


def of_a_book(summary: Summary, setting: Setting) -> dict[str, Element]:
    """The metadata that a library wants: a date that sorts, and an identifier that is the same each time."""
    made = metadata(summary, setting)
    first = first_day(summary)
    made.pop("date", None)
    title = setting.words.title(summary)
    if first:
        made["date"] = _words(first.isoformat())
    made["identifier"] = _words(f"urn:uuid:{uuid5(NAMESPACE_URL, f'confnotes:{summary.audience}:{title}')}")
    return made


def first_day(summary: Summary) -> date | None:
    """The day of a day's summary, else the first of its conferences."""
    days = [one.start_date or one.end_date for one in summary.conferences]
    return summary.day or min((day for day in days if day), default=None)


def last_day(summary: Summary) -> date | None:
    """The day of a day's summary, else the last of its conferences."""
    days = [one.end_date or one.start_date for one in summary.conferences]
    return summary.day or max((day for day in days if day), default=None)


def _words(words: str) -> Element:
    return ast.meta_inlines(ast.text(safe_text(words, lines=False)))
