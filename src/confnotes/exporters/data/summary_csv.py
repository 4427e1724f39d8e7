"""The talks of a summary as a spreadsheet table: one row per talk, poster or note, in order, with links.

RFC 4180 in UTF-8, with a byte order mark: without it, Excel assumes a legacy encoding; other programs accept it. A cell
is a single line, so each row is one line too.

No cell is a formula: a value that a spreadsheet would evaluate gets a leading `'` (OWASP, CSV injection), also after a
semicolon, which separates cells where the decimal separator is a comma.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time

from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.markup.plain import plain_text, safe_text
from confnotes.markup.recordings import MOMENT_LINK
from confnotes.model.mark import FLAGS
from confnotes.model.program import OF_A_TALK
from confnotes.model.summary import Grouping, Summary, SummaryItem

COLUMNS = (
    *("conference", "day", "start", "end", "room", "track", "session", "kind", "number", "title", "speakers"),
    *("rating", *FLAGS[:2], "missed", *FLAGS[2:], "tags"),
    *("claim", "takeaways", "questions", "open tasks"),
    *(kind.value for kind in OF_A_TALK),
    "other links",
)
_FORMULA = re.compile(r"(?:^|(?<=;))([\s\"']*)(?=[=+\-@|%＝＋－＠｜\t\r])")


def render(summary: Summary, _setting: RenderOptions) -> Output:
    """The table with the header COLUMNS; in a summary by days, talks that are only in lists are sorted in."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for item, session in _rows(summary):
        table.writerow([cell(value) for value in _row(item, session)])
    return Output(codecs.BOM_UTF8 + text.getvalue().encode("utf-8", "replace"))


def _rows(summary: Summary) -> Sequence[tuple[SummaryItem, str]]:
    """Every item and the title of its session."""
    rows = [
        (item, session.title or item.session or "")
        for part in summary.parts
        for session in part.sessions
        for item in session.items
    ]
    for item in summary.others:
        at = len(rows)
        if summary.by is Grouping.DAY:
            at = next((at for at, (other, _) in enumerate(rows) if _is_before(item, other)), at)
        rows.insert(at, (item, item.session or ""))
    return rows


def _is_before(item: SummaryItem, other: SummaryItem) -> bool:
    """Whether the other item is on a later day or starts later; items without a time keep their order."""
    if item.day != other.day:
        return item.day is not None and (other.day is None or item.day < other.day)
    mine, theirs = (one.start.time() if isinstance(one.start, datetime) else one.start for one in (item, other))
    return isinstance(mine, time) and isinstance(theirs, time) and mine < theirs


def _row(item: SummaryItem, session: str) -> Iterable[str]:
    yield item.conference
    yield item.day.isoformat() if item.day else ""
    yield f"{item.start:%H:%M}" if item.start else ""
    yield f"{item.end:%H:%M}" if item.end else ""
    yield item.room or ""
    yield item.track or ""
    yield session
    yield item.kind.value if item.is_talk else "note"
    yield item.number or ""
    yield item.title
    yield "; ".join(speaker.name for speaker in item.speakers)
    yield str(item.rating or "")
    marks = [_yes(mark in item.marks) for mark in FLAGS]
    yield from (*marks[:2], _yes(item.missed), *marks[2:])
    yield "; ".join(item.tags)
    yield _plain(item.claim)
    yield "; ".join(_plain(one.text) for one in item.takeaways)
    yield "; ".join(" → ".join(map(_plain, filter(None, (one.text, one.answer)))) for one in item.questions)
    yield "; ".join(_plain(task.text) for task in item.tasks if not task.done)
    for kind in OF_A_TALK:
        yield " ".join(link.resource.url for link in item.links if link.resource.kind is kind)
    yield " ".join(link.resource.url for link in item.links if link.resource.kind not in OF_A_TALK)


def _plain(text: str) -> str:
    """A text on one line; a link to its moment in the recording becomes the time in parentheses."""
    return plain_text(" ".join(MOMENT_LINK.sub(r" (\1)", text).split()))


def _yes(fact: bool) -> str:
    return "yes" if fact else ""


def cell(value: str) -> str:
    """The value on one line, escaped so that spreadsheets do not evaluate it."""
    return _FORMULA.sub(r"'\1", safe_text(value, lines=False))
