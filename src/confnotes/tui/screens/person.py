"""A person's page: talks by year, notes, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message
from textual.widget import Widget

from confnotes.errors import ConfnotesError
from confnotes.tui.commands import Where
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.widgets.drawing import Line, Part, clean, shorten, spread
from confnotes.tui.widgets.link_row import LinkRow
from confnotes.tui.widgets.rows import Row, RowList, heading, remark
from confnotes.tui.widgets.talk_rows import Lead, TalkRow, title_of

if TYPE_CHECKING:
    from confnotes.services.cards import Card
    from confnotes.services.people import PersonCard
    from confnotes.tui.widgets.pane import Draw
    from confnotes.vault.vault import Vault

_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?: \d{4})? (.+)")


def _year(card: Card) -> str:
    return str(card.start.year) if card.start else card.conference


def _newest_first(person: PersonCard) -> list[Card]:
    return sorted(person.talks, key=lambda card: (_year(card), f"{card.start or ''}"), reverse=True)


def _name_and_day(path: str) -> tuple[str, str]:
    """A note's file name without the date it begins with, and that date."""
    stem = path.rpartition("/")[2].removesuffix(".md")
    dated = _DATED.match(stem)
    return (dated[2], dated[1]) if dated else (stem, "")


def page_of(person: PersonCard) -> Draw:
    """The person in a pane beside the list."""

    def draw(width: int) -> list[Line]:
        lines: list[Line] = [[Part(" "), Part(clean(person.name), "strong")]]
        lines += [[Part(" "), Part(shorten(clean(one), width - 2), "dim")] for one in person.affiliations]
        roles = ", ".join(role.value for role in person.roles)
        if roles:
            lines.append([Part(" "), Part(roles, "faint")])
        if person.talks:
            lines.append([])
        for card in _newest_first(person):
            right = [Part("★ ", "accent")] if card.starred else []
            lines.append(
                spread(
                    [
                        Part(" "),
                        Part(_year(card), "faint"),
                        Part("  "),
                        Part(title_of(card), "text", f"talk:{card.key}"),
                    ],
                    right,
                    width,
                )
            )
        if person.notes:
            lines += [[], [Part(" "), Part("Notes", "heading")]]
            for path in person.notes:
                name, day = _name_and_day(path)
                lines.append(
                    spread([Part(" "), Part(clean(name), "text", f"note:{path}")], [Part(f"{day} ", "faint")], width)
                )
        for url in person.urls:
            lines.append([Part(" "), Part(shorten(clean(url), width - 2), "link", f"url:{url}")])
        return lines

    return draw


def titles_of(vault: Vault, paths: Sequence[str]) -> dict[str, str]:
    """What notes are called; one that cannot be read is left out."""
    titles: dict[str, str] = {}
    for path in paths:
        with suppress(ConfnotesError, OSError):
            titles[path] = clean(vault.note(path).title)
    return titles


def _note_row(path: str, title: str | None) -> LinkRow:
    name, day = _name_and_day(path)
    return LinkRow(path, 1, True, title or name, f"{day}  {path.rpartition('/')[0]}".strip(), f"note:{path}")


def rows_of(person: PersonCard, titles: Mapping[str, str]) -> list[Row]:
    """Talks by year, then notes by their titles, then links."""
    rows: list[Row] = []
    for year, cards in groupby(_newest_first(person), key=_year):
        rows.append(heading(year, first=not rows))
        rows += [TalkRow(card.key, 1, True, card, Lead(room=clean(card.conference), room_width=18)) for card in cards]
    if person.notes:
        rows.append(heading("NOTES", first=not rows))
        rows += [_note_row(path, titles.get(path)) for path in person.notes]
    if person.urls:
        rows.append(heading("LINKS", first=not rows))
        rows += [LinkRow(url, 1, True, url, "", f"url:{url}") for url in person.urls]
    return rows or [remark("", "  Nothing more is known.")]


class PersonScreen(MarkingPage):
    """Everything about one person."""

    where: ClassVar[Where] = Where.PERSON

    @dataclass
    class Loaded(Message):
        """The person was found."""

        person: PersonCard
        titles: Mapping[str, str]

    @dataclass
    class Failed(Message):
        """Nobody of that name was found."""

        error: ConfnotesError

    def __init__(self, name: str) -> None:
        super().__init__()
        self._called = name
        self.list = RowList("page", classes="body")

    def body(self) -> Iterable[Widget]:
        yield self.list

    def on_mount(self) -> None:
        self.top.tell([Part(clean(self._called), "strong")], self.hint())
        self.list.focus()
        self._load()

    def on_screen_resume(self) -> None:
        self._load()

    @work(thread=True, exclusive=True, group="person")
    def _load(self) -> None:
        from confnotes.services.people import person

        try:
            found = person(self.confnotes.vault, self._called)
        except ConfnotesError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Loaded(found, titles_of(self.confnotes.vault, found.notes)))

    def on_person_screen_failed(self, event: Failed) -> None:
        self.list.show([remark("", f"  {event.error.message}", f"  {event.error.hint}")])

    def on_person_screen_loaded(self, event: Loaded) -> None:
        person = event.person
        left = [Part(clean(person.name), "strong"), Part("  "), Part(clean(", ".join(person.affiliations)), "dim")]
        self.top.tell(left, [Part(", ".join(role.value for role in person.roles), "faint")])
        self.list.show(rows_of(person, event.titles))

    def chosen_card(self) -> Card | None:
        row = self.list.chosen
        return row.card if isinstance(row, TalkRow) else None

    def marked(self, key: str) -> None:
        self._load()

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        if event.target == "star":
            self.action_star()
        else:
            self.action_open()

    def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, TalkRow) and row.card:
            self.confnotes.open_talk(row.card.key)
        elif isinstance(row, LinkRow):
            self.confnotes.follow(row.target)
