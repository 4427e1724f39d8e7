"""The facts in the note of a conference: its front matter, and its description around the lists of dates and people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from confnotes.markup.frontmatter import bounds, split
from confnotes.markup.salvage import values_with_lines
from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.model.program import Conference, Role

PEOPLE_KEYS = (
    (Role.KEYNOTE, "keynotes"),
    (Role.PANELIST, "panelists"),
    (Role.CHAIR, "chairs"),
    (Role.ORGANIZER, "organizers"),
)
_SECTIONS = {"## Key dates", *(f"## {key.capitalize()}" for _, key in PEOPLE_KEYS)}


def salvaged_conference(text: str, folder: str) -> Salvaged[Conference]:
    """The facts in a conference's note; from broken front matter, those that can be read."""
    front = split(text)
    where = bounds(text) if front.broken else None
    if not front.broken:
        return Salvaged(read_conference(front.fields, front.body, folder))
    start, end, body = where or (0, 0, 0)
    before = text.count("\n", 0, start)
    found = values_with_lines(text[start:end])
    fields = found.value if isinstance(found.value, dict) else {}
    lines = tuple(replace(each, line=each.line + before, last_line=each.last_line + before) for each in found.damage)
    damage = lines or (Damage(Fault.SYNTAX, 1, about=front.broken.reason),)
    return Salvaged(read_conference(fields, text[body:], folder), damage)


def read_conference(fields: Mapping[str, object], body: str, folder: str) -> Conference:
    """The facts in the front matter; values of the wrong type are ignored.

    The description is the text of the body without the lists of dates and people.
    """
    year = fields.get("year")
    return Conference(
        name=_text(fields.get("title")) or folder,
        edition=_text(fields.get("edition")),
        year=year if isinstance(year, int) and not isinstance(year, bool) else None,
        part_of=_unlinked(_text(fields.get("part_of"))),
        venue=_text(fields.get("venue")),
        start_date=_date(fields.get("start")),
        end_date=_date(fields.get("end")),
        timezone=_text(fields.get("timezone")),
        url=_text(fields.get("url")),
        description=_description(body),
    )


def _description(body: str) -> str | None:
    kept: list[str] = []
    in_section = False
    for line in body.splitlines(keepends=True):
        in_section = line.strip() in _SECTIONS or (in_section and (not line.strip() or line.startswith("- ")))
        if not in_section:
            kept.append(line)
    return "".join(kept).strip() or None


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _unlinked(text: str | None) -> str | None:
    if text and text.startswith("[[") and text.endswith("]]"):
        return text[2:-2].split("|")[0].split("#")[0].strip() or None
    return text


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(value.strip()).date() if isinstance(value, str) else None
    except ValueError:
        return None
