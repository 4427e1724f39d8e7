"""The talks of a summary as a table for a spreadsheet: one row a talk or note, in order.

A cell that a spreadsheet would take for a formula gets a `'` in front (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from confnotes.exporters.setting import Output, Setting
from confnotes.markup.plain import safe_text
from confnotes.model.program import OF_A_TALK
from confnotes.model.summary import Summary, SummaryItem, SummarySession

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")
COLUMNS = (
    *("conference", "day", "start", "end", "room", "track", "session", "kind", "title", "speakers"),
    *("rating", "starred", "attended", "tags", "takeaways", "questions", "open tasks", "later"),
    *(kind.value for kind in OF_A_TALK),
)


def render(summary: Summary, _setting: Setting) -> Output:
    """The table as RFC 4180 says, with a head of COLUMNS."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for part in summary.parts:
        for session in part.sessions:
            for item in session.items:
                table.writerow([_cell(value) for value in _row(item, session)])
    return Output(text.getvalue().encode("utf-8", "replace"))


def _row(item: SummaryItem, session: SummarySession) -> Iterable[str]:
    yield item.conference
    yield item.day.isoformat() if item.day else ""
    yield f"{item.start:%H:%M}" if item.start else ""
    yield f"{item.end:%H:%M}" if item.end else ""
    yield item.room or ""
    yield item.track or ""
    yield session.title or ""
    yield item.kind.value if item.is_talk else "note"
    yield item.title
    yield "; ".join(speaker.name for speaker in item.speakers)
    yield str(item.rating or "")
    yield "yes" if item.starred else ""
    yield "yes" if item.attended else ""
    yield "; ".join(item.tags)
    yield "; ".join(one.text for one in item.takeaways)
    yield "; ".join(" → ".join(filter(None, (one.text, one.answer))) for one in item.questions)
    yield "; ".join(task.text for task in item.tasks if not task.done)
    yield "yes" if item.later else ""
    for kind in OF_A_TALK:
        yield " ".join(link.resource.url for link in item.links if link.resource.kind is kind)


def _cell(value: str) -> str:
    line = safe_text(value, lines=False)
    return f"'{line}" if line.startswith(_FORMULA) else line
