"""How a person is drawn: in the pane beside the list, and on their own page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from confnotes.markup.link_names import stem_of
from confnotes.markup.plain import plain_text
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.program import Role
from confnotes.tui.widgets.drawing import SHARE, Line, Part, arrow, clean, pad, plural, shorten, spread, wrap
from confnotes.tui.widgets.rows import LinkRow, Row, heading
from confnotes.tui.widgets.talk_rows import TalkRow, TitleLead

if TYPE_CHECKING:
    from confnotes.actions.people.same_person import Proposal
    from confnotes.catalogue.open_points import Point
    from confnotes.catalogue.people.everybody import GivenTalk
    from confnotes.catalogue.people.people import PersonCard
    from confnotes.catalogue.people.person_lines import AskedLine, NotedLine
    from confnotes.catalogue.people.person_page import PersonPage, Stay
    from confnotes.catalogue.program.cards import Card
    from confnotes.tui.widgets.pane import Draw

WRITE, SAME = "write", "same"
"""Targets of rows that are actions: creating the person's note, merging duplicates."""

_MOST_OF_TEXT = 8  # lines of their note
_MOST_OF_CONFERENCE = 20  # cells
_MOST_OF_YEAR = 12  # cells, for the conference of a talk without a date: “ICLR 2020”


@fast_dataclass(frozen=True, slots=True)
class TextRow(Row):
    """Lines with a common target; the first shows the selection mark, with `right` at its right edge.

    `point` is the task or question of the row.
    """

    text: tuple[str, ...]
    target: str
    role: str = "text"
    right: str = ""
    begin: str = ""
    point: Point | None = None

    def lines(self, width: int, chosen: bool) -> list[Line]:
        mark = [*arrow(chosen), Part(self.begin, "accent")]
        role = "strong" if chosen and self.height == 1 else self.role
        first, *more = self.text
        line = spread([*mark, Part(first, role)], [Part(self.right, "faint")] if self.right else [], width - 2, SHARE)
        indent = Part(" " * (4 + len(self.begin)))
        return [[*line, Part("  ")], *([indent, Part(line, self.role)] for line in more)]


@fast_dataclass(frozen=True, slots=True)
class FactRow(Row):
    """A labelled fact that cannot be selected."""

    name: str
    parts: tuple[Part, ...]

    def lines(self, width: int, chosen: bool) -> list[Line]:
        return [spread([Part(f"    {pad(self.name, 12)}", "faint"), *self.parts], [Part(" ")], width)]


def page_of(person: PersonCard) -> Draw:
    """The person in a pane beside the list."""

    def draw(width: int) -> list[Line]:
        lines: list[Line] = [[Part(" "), Part(clean(person.name), "strong")]]
        others = [name for name in person.names if name != person.name]
        if others:
            lines.append([Part(" "), Part(shorten(clean(f"also known as {', '.join(others)}"), width - 2), "faint")])
        lines += [[Part(" "), Part(shorten(clean(one), width - 2), "dim")] for one in person.affiliations]
        roles = ", ".join(role.value for role in person.roles)
        if roles:
            lines.append([Part(" "), Part(roles, "faint")])
        if person.met:
            lines.append([Part(" "), Part(f"last met {person.met.isoformat()}", "faint")])
        talks = sorted(person.talks, key=_newest, reverse=True)
        lines += [[]] if talks else []
        years = [str(talk.start.year) if talk.start else clean(talk.conference) for talk in talks]
        column = min(_MOST_OF_YEAR, max(map(cell_len, years), default=0))
        for year, talk in zip(years, talks, strict=True):
            title = Part(shorten(clean(talk.title), width - column - 4), "text", f"talk:{talk.key}")
            lines.append([Part(" "), Part(pad(year, column), "faint"), Part("  "), title])
        if person.notes:
            lines += [[], [Part(" "), Part("Notes", "heading")]]
            for path in reversed(person.notes):
                lines.append([Part(" "), Part(shorten(clean(stem_of(path)), width - 2), "text", f"note:{path}")])
        for url in person.urls:
            lines.append([Part(" "), Part(shorten(clean(url), width - 2), "link", f"url:{url}")])
        return lines

    return draw


def rows_of(page: PersonPage, may_be: Sequence[Proposal], width: int) -> list[Row]:
    """All rows of the page: facts, note, talks, follow-ups, questions, notes, co-speakers, papers and links."""
    rows = [*_facts(page), *_about(page, may_be, width)]
    columns = min(_MOST_OF_CONFERENCE, max((cell_len(clean(card.conference)) for card in page.talks), default=0))
    for title, group in (
        *(_talks_of(year, cards, columns) for year, cards in groupby(page.talks, key=_year)),
        ("FOLLOW-UPS", list(_follow_ups(page))),
        ("QUESTIONS", list(_questions(page.questions))),
        ("YOUR NOTES", list(_noted(page, width))),
        ("CO-AUTHORS" if page.card.roles == (Role.AUTHOR,) else "CO-SPEAKERS", _co_speakers(page)),
        ("PAPERS", [_link(f"url:{one.url}", one.title, str(one.year or "")) for one in page.papers]),
        ("LINKS", [_link(f"url:{url}", url, "") for url in page.card.urls]),
    ):
        if group:
            rows += [heading(title, first=not rows), *group]
    return rows


def stay_years(stay: Stay) -> str:
    """2019–2024, 2019, or ""."""
    first, last = stay.years or (0, 0)
    return "" if not first else str(first) if first == last else f"{first}–{last}"


def _facts(page: PersonPage) -> Iterator[Row]:
    card = page.card
    others = ", ".join(clean(name) for name in card.names if name != card.name)
    if others:
        yield _fact("aliases", Part(others, "text"))
    for number, stay in enumerate(page.stays):
        there = ", ".join(clean(name) for name in stay.conferences)
        where = f"{clean(stay.affiliation)}  "
        name = "" if number else "affiliation"
        yield _fact(name, Part(where, "text"), Part(f"{stay_years(stay)}  ", "dim"), Part(there, "faint"))
    if page.met or card.met:
        day = f"{card.met.isoformat()}  " if card.met else ""
        yield _fact("last met", Part(day, "text"), Part(", ".join(map(clean, page.met)), "faint"))


def _about(page: PersonPage, may_be: Sequence[Proposal], width: int) -> Iterator[Row]:
    name = page.card.name
    if page.card.note:
        lines = [line for text in page.text.split("\n") for line in wrap(plain_text(text), max(width - 8, 20)) if line]
        shown = tuple(lines[:_MOST_OF_TEXT]) or ("This note is empty",)
        more = "…" if len(lines) > _MOST_OF_TEXT else ""
        yield heading("ABOUT", more)
        yield TextRow("about", shown, f"line:{page.text_line}:{page.card.note}", height=len(shown))
    else:
        yield TextRow(WRITE, (f"Write about {clean(name)} …",), WRITE, "faint", begin="e ")
    for one in may_be:
        other = one.other if one.name == name else one.name
        shared = f" · {clean(one.shared[0])}" if one.shared else ""
        text = f"Possible duplicate of {clean(other)}"
        yield TextRow(f"{SAME} {other}", (text,), SAME, "dim", f"{one.reason}{shared}", "m ")


def _talks_of(year: str, cards: Iterable[Card], width: int) -> tuple[str, list[Row]]:
    leads = ((card, "" if card.conference == year else clean(card.conference)) for card in cards)
    return year, [TalkRow(card.key, card, TitleLead(room=at, room_width=width if at else 0)) for card, at in leads]


def _follow_ups(page: PersonPage) -> Iterator[Row]:
    from confnotes.catalogue.open_points import Point

    for one in page.follow_ups:
        place = one.place
        point = Point(place.path, place.line, one.text, True)
        target, right = f"line:{place.line}:{place.path}", place.day.isoformat() if place.day else ""
        yield TextRow(f"task {target}", (_said(one.text),), target, "text", right, "☐ ", point)


def _questions(asked: Sequence[AskedLine]) -> Iterator[Row]:
    from confnotes.catalogue.open_points import Point

    for one in asked:
        place = one.place
        answers = [f"! {_said(line)}" for line in (one.answer or "").split("\n") if line.strip()]
        target, day = f"line:{place.line}:{place.path}", place.day.isoformat() if place.day else ""
        right = f"asked by them  {day}" if one.by_them else day
        lines = (_said(one.text), *answers)
        point = Point(place.path, place.line, one.text, one.answer is None, True, one.answer, one.asked_by)
        yield TextRow(f"question {target}", lines, target, "text", right, "? ", point, height=len(lines))


def _noted(page: PersonPage, width: int) -> Iterator[Row]:
    """Each note that mentions the person, with those lines, newest first."""
    lines: dict[str, list[NotedLine]] = defaultdict(list)
    for one in page.noted:
        lines[one.place.path].append(one)
    for note in page.notes:
        right = "  ".join(part for part in (note.day.isoformat() if note.day else "", note.conference or "") if part)
        yield LinkRow(f"note {note.path}", clean(note.title), right, f"line:{note.line}:{note.path}")
        for one in lines[note.path]:
            target = f"line:{one.place.line}:{note.path}"
            text = tuple(wrap(one.text, max(width - 10, 20))[:2])
            yield TextRow(f"noted {target}", text, target, "dim", begin="  ", height=len(text))


def _co_speakers(page: PersonPage) -> list[Row]:
    return [
        _link(f"person:{one.name}", one.name, f"{plural(one.talks, 'talk')} · {one.last}") for one in page.co_speakers
    ]


def _link(target: str, title: str, right: str) -> Row:
    return LinkRow(f"link {target}", clean(title), clean(right), target)


def _fact(name: str, *parts: Part) -> Row:
    return FactRow(
        f"fact {name} {parts[0].text}", name, tuple(part for part in parts if part.text.strip()), selectable=False
    )


def _said(text: str) -> str:
    return plain_text(text).strip()


def _year(card: Card) -> str:
    return str(card.start.year) if card.start else card.conference


def _newest(talk: GivenTalk) -> tuple[int, str]:
    return (talk.start.year, f"{talk.start}") if talk.start else (0, talk.conference)
