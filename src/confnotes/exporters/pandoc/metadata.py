"""What a document says of itself: title, authors, date, language."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Element
from confnotes.exporters.setting import Setting
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
    first, last = summary.first_day, summary.last_day
    if first and last:
        made["date"] = _words(words.days_words(first, last))
    return made


def of_a_book(summary: Summary, setting: Setting) -> dict[str, Element]:
    """The metadata that a library wants: a date that sorts, and an identifier that is the same each time."""
    made = metadata(summary, setting)
    made.pop("date", None)
    title = setting.words.title(summary)
    if summary.first_day:
        made["date"] = _words(summary.first_day.isoformat())
    made["identifier"] = _words(f"urn:uuid:{uuid5(NAMESPACE_URL, f'confnotes:{summary.audience}:{title}')}")
    return made


def _words(words: str) -> Element:
    return ast.meta_inlines(ast.text(words))
