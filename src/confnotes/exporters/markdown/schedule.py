"""A personal schedule as readable, printable Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from confnotes.exporters.wording import Wording, hours
from confnotes.markup.markdown_text import escape_text, link
from confnotes.model.mark import FLAGS
from confnotes.model.schedule import Between, Schedule, ScheduleItem, between, days


def render(schedule: Schedule) -> str:
    """The schedule: a heading per day and an item per talk."""
    what = "My schedule" if schedule.chosen else "Program"
    lines = [f"# {what}: {escape_text(schedule.conference)}", ""]
    if schedule.timezone:
        lines += [f"Times are those of {escape_text(schedule.timezone)}.", ""]
    for day, items in days(schedule):
        undated = "Without a day" if any(item.bare for item in items) else "Without a time"
        lines += [f"## {Wording().day_words(day) if day else undated}", ""]
        for index, item in enumerate(items):
            lines += [f"- *{escape_text(told)}*" for told in in_words(between(items[:index], item)) if schedule.chosen]
            lines += _item(item)
        lines.append("")
    return "\n".join(lines)


def in_words(gap: Between) -> Iterator[str]:
    """“45 min free”, “walk to Pier 4”; nothing if neither applies."""
    if gap.free is not None:
        yield f"{length(gap.free)} free"
    if gap.walk_to is not None:
        yield f"walk to {gap.walk_to}"


def length(span: timedelta) -> str:
    """“45 min”, “2 h”, “1 h 30 min”."""
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{minutes} min"] if minutes or not hours else [])])


def _item(item: ScheduleItem) -> Iterator[str]:
    marks = [mark.sign for mark in FLAGS if mark in item.marks]
    title = f"~~{escape_text(item.title)}~~ (cancelled)" if item.cancelled else escape_text(item.title)
    time = f"**{hours(item.start, item.end)}**" if item.start else ""
    if item.bare is not None:
        time = "no time:" if item.day else f"**{item.bare:%H:%M}**"
    below = [
        " · ".join(escape_text(text) for text in (item.room, ", ".join(item.speakers)) if text),
        " · ".join(link(Wording().link_words(resource), resource.url) for resource in item.resources),
        f"⚠ clashes with {'; '.join(escape_text(title) for title in item.clashes)}" if item.clashes else "",
    ]
    yield "  \n  ".join([f"- {' '.join(filter(None, [time, *marks, title]))}", *filter(None, below)])
