"""The days of an HTML page that shows one day at a time: tabs such as “Friday, 5 May”, and the panels they open."""

from __future__ import annotations

import re

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates
from confnotes.importers.pages.schedule_days import states_day
from confnotes.markup.edits import Edit, apply_edits

_OPENS = r"(?:href|aria-controls|data-[\w-]{1,30})\s*=\s*[\"']#?(?P<id>[A-Za-z][\w:.-]{0,80})[\"']"
_TAB = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?P<tag>a|button|li)\b[^<>]{{0,400}}?\s{_OPENS}[^<>]{{0,400}}>"
    r"(?P<text>.{1,600}?)</(?P=tag)\s*>",
    re.IGNORECASE | re.DOTALL,
)
_PANEL = re.compile(
    r"<(?:div|section|article|table|tbody|ul|ol)\b[^<>]{0,400}?\sid\s*=\s*[\"']([\w:.-]{1,80})[\"']", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,1000}>")


def with_day_tabs(text: str) -> str:
    """The text with the labels of tabs that name days moved to their panels, as headings; lines keep their numbers."""
    panels = {match[1]: match.start() for match in reversed(list(_PANEL.finditer(text)))}
    tabs = [tab for tab in _TAB.finditer(text) if tab["id"] in panels and states_day(_label(tab["text"]))]
    first = {tab["id"]: tab for tab in reversed(tabs)}
    if len(first) < 2:
        return text
    edits = [Edit(tab.start(), tab.end(), "\n" * tab[0].count("\n")) for tab in tabs]
    edits += [Edit(panels[name], panels[name], f"<h4>{_label(tab['text'])}</h4>") for name, tab in first.items()]
    return apply_edits(text, edits)


def _label(text: str) -> str:
    """The visible text of a tab, or only its line with a date: “Friday 5 May” and, for phones, “5 May”."""
    lines = [line for piece in _TAG.split(text) if (line := inline.plain(" ".join(piece.split())))]
    return next((line for line in lines if find_dates(line)), " ".join(lines))
