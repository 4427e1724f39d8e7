"""The day page: highlights, attended talks, questions and tasks, and whatever the user adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath

from confnotes.actions.notes import take_note
from confnotes.catalogue.open_points import Points, notes_of, points
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.whats_on import agenda, conference_meant, current_conference
from confnotes.catalogue.searching.find import outlines
from confnotes.exporters.wording import stars
from confnotes.markup.frontmatter import render
from confnotes.markup.generated_regions import PAGE_TYPE, is_day_page, title_of_day, with_parts
from confnotes.markup.names import fold
from confnotes.markup.takeaways import takeaways, with_takeaways
from confnotes.model.note import Note
from confnotes.model.program import PAUSES
from confnotes.model.timetable import EARLY_MORNING, wall_time
from confnotes.vault.vault import Vault

NIGHT = timedelta(hours=EARLY_MORNING)
"""Until this hour in the morning, the day review is about the previous day."""


@dataclass(frozen=True, slots=True)
class WrapTalk:
    """An attended talk, its rating and the takeaways in its note."""

    card: Card
    rating: int | None = None
    takeaways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayWrap:
    """Review of a conference day; each list is sorted by time.

    `seen`: attended, noted or rated. `unmarked`: noted, not cancelled, and nothing said about attendance. `unnoted`:
    attended without a note. `missed`: starred and over, but neither attended nor noted. `points`: tasks and questions
    per note.
    """

    conference: str
    day: date
    seen: tuple[WrapTalk, ...] = ()
    unmarked: tuple[Card, ...] = ()
    unnoted: tuple[Card, ...] = ()
    missed: tuple[Card, ...] = ()
    points: tuple[Points, ...] = ()

    @property
    def attended(self) -> int:
        """Number of talks attended; of cancelled ones, those that are marked so."""
        return sum(one.attended or not (one.absent or one.talk.cancelled) for one in (talk.card for talk in self.seen))

    @property
    def open_points(self) -> int:
        """Number of open tasks and questions."""
        return sum(point.open for note in self.points for point in note.points)


def day_to_wrap(vault: Vault, at: datetime, conference: str | None = None) -> tuple[str | None, date]:
    """The current conference and day; after midnight the previous day, outside its days the nearest one.

    Raises NotFoundError for an unknown conference.
    """
    name = vault.conference_named(conference) if conference else current_conference(vault, at)
    if name is None:
        return None, at.date()
    span = vault.span(name)
    day = (wall_time(at, span.timezone) - NIGHT).date()
    if span.first and span.last:
        day = min(max(day, span.first), span.last)
    return name, day


def wrap_up(vault: Vault, at: datetime, conference: str | None = None, day: date | None = None) -> DayWrap:
    """The review of a day, by default the one of `day_to_wrap`. Raises NotFoundError."""
    name = conference_meant(vault, at, conference)
    day = day or day_to_wrap(vault, at, name)[1]
    wall = wall_time(at, vault.span(name).timezone)
    cards = [card for card in agenda(vault, name, day) if not card.talk.cancelled or card.noted]
    return DayWrap(
        name,
        day,
        tuple(_seen(vault, card) for card in cards if card.attended or card.note_lines or card.rating),
        tuple(card for card in cards if card.note_lines and not _is_settled(card)),
        tuple(card for card in cards if card.attended and not card.note_lines),
        tuple(card for card in cards if _was_missed(card, wall)),
        tuple(points(vault, name, day)),
    )


def _is_settled(card: Card) -> bool:
    """Whether it is known if the talk was attended."""
    return card.attended or card.absent or card.talk.cancelled


def _was_missed(card: Card, wall: datetime) -> bool:
    """Whether a starred talk is over and was neither attended, noted nor marked as watch later."""
    end = card.end or card.start
    seen = card.attended or card.note_lines or card.later
    return card.starred and not seen and card.talk.kind not in PAUSES and end is not None and end <= wall


def _seen(vault: Vault, card: Card) -> WrapTalk:
    if card.note is None:
        return WrapTalk(card, card.rating)
    return WrapTalk(card, card.rating, tuple(takeaways(vault.note(card.note).body)))


def keep_takeaways(vault: Vault, talk: WrapTalk, wanted: Sequence[str]) -> WrapTalk:
    """Write the takeaways into the talk's note, creating it if needed; nothing else changes.

    Raises ConfnotesError if writing fails.
    """
    wanted = [" ".join(one.split()) for one in wanted if one.strip()]
    if wanted == [" ".join(one.split()) for one in talk.takeaways]:
        return talk
    path = talk.card.note
    if path is None:
        begun = take_note.draft(vault, talk.card.key)
        path = take_note.save(vault, begun, with_takeaways(begun.text, wanted)).path
    else:
        vault.change(path, lambda text: with_takeaways(text, wanted))
    return replace(talk, card=replace(talk.card, note=path), takeaways=tuple(wanted))


GOOD_RATING = 4  # of 5
MOST_HIGHLIGHTS = 7  # of one day
_NOT_IN_LINK = str.maketrans({"[": "(", "]": ")", "|": "/", "#": "", "^": ""})

Lines = list[str]


def page_of(vault: Vault, conference: str, day: date) -> str | None:
    """The path of the day page, even if it was renamed, or None."""
    pages = (note for note in outlines(vault, conference) if is_day_page(note))
    return next((str(page.path) for page in pages if page.day == day), None)


def write_page(vault: Vault, wrap: DayWrap) -> str:
    """Write the day page, or regenerate its parts and keep the user's text; returns its path.

    Raises ConfnotesError if writing fails.
    """
    path = page_of(vault, wrap.conference, wrap.day)
    made = parts(vault, wrap)
    if path is not None:
        vault.change(path, lambda text: with_parts(text, made))
        return path
    path = vault.unique_path(wrap.conference, f"{wrap.day.isoformat()} Day")
    head = render(
        {
            "title": title_of_day(wrap.day),
            "type": PAGE_TYPE,
            "conference": f"[[{wrap.conference}]]",
            "date": wrap.day.isoformat(),
        }
    )
    vault.save(path, f"{head}\n{with_parts('', made)}", None)
    return path


def parts(vault: Vault, wrap: DayWrap) -> Mapping[str, tuple[str, Lines]]:
    """The generated parts of the page: heading and lines by part name."""
    notes = [note for note, _ in notes_of(vault, wrap.conference, wrap.day) if not is_day_page(note)]
    by_path = {str(note.path): note for note in notes}
    told = [one for one in wrap.points if one.path in by_path]
    return {
        "highlights": ("Highlights", list(_highlights(wrap))),
        "talks": ("Talks", [_talk(talk) for talk in wrap.seen]),
        "questions": ("Questions and answers", list(_questions(told, by_path))),
        "tasks": ("Tasks", list(_tasks(told, by_path))),
        "people": ("People", list(_people(notes))),
    }


def highlights(wrap: DayWrap) -> list[WrapTalk]:
    """Talks that are rated well or have takeaways, best first."""
    chosen = [talk for talk in wrap.seen if talk.takeaways or (talk.rating or 0) >= GOOD_RATING]
    return sorted(chosen, key=lambda talk: (-(talk.rating or 0), not talk.card.starred))[:MOST_HIGHLIGHTS]


def _highlights(wrap: DayWrap) -> Iterator[str]:
    for talk in highlights(wrap):
        rating = f" {stars(talk.rating)}" if talk.rating else ""
        yield f"- {_link(talk.card.note, talk.card.title)}{rating}"
        yield from (f"  - {words}" for words in talk.takeaways)


def _talk(talk: WrapTalk) -> str:
    start = talk.card.stated_start
    speakers = ", ".join(speaker.name for speaker in talk.card.talk.speakers[:3])
    more = " and others" if len(talk.card.talk.speakers) > 3 else ""
    title = _link(talk.card.note, talk.card.title)
    return f"- {f'{start:%H:%M} ' if start else ''}{title}{f' · {speakers}{more}' if speakers else ''}"


def _questions(found: list[Points], notes: Mapping[str, Note]) -> Iterator[str]:
    for note in found:
        for point in note.points:
            if point.asks:
                yield f"- {point.text} {_place(notes[note.path], point.line, note.title)}"
                yield from (f"  - {line}" for line in (point.answer or "open").split("\n"))


def _tasks(found: list[Points], notes: Mapping[str, Note]) -> Iterator[str]:
    """List tasks as plain items: as tasks they would be counted twice, here and in their notes."""
    for note in found:
        for point in note.points:
            if not point.asks:
                yield f"- {'☐' if point.open else '☑'} {point.text} {_place(notes[note.path], point.line, note.title)}"


def _people(notes: list[Note]) -> Iterator[str]:
    """People mentioned in the notes, without `@`, so that the list adds no mentions."""
    named: dict[str, tuple[str, dict[str, str]]] = {}
    for note in notes:
        for mention in note.mentions:
            _, places = named.setdefault(fold(mention.name), (mention.name, {}))
            places.setdefault(str(note.path), note.title)
    for name, places in named.values():
        yield f"- {name}: {', '.join(_link(path, title) for path, title in places.items())}"


def _link(path: str | None, title: str) -> str:
    shown = " ".join(title.translate(_NOT_IN_LINK).split())
    if path is None:
        return shown
    stem = PurePosixPath(path).stem
    return f"[[{stem}]]" if stem == shown else f"[[{stem}|{shown}]]"


def _place(note: Note, line: int, title: str) -> str:
    """A link to a line: to its timestamp, else to its note."""
    stamp = next((one.at for one in note.stamps if one.line == line), None)
    if stamp is None:
        return f"({_link(str(note.path), title)})"
    return f"([[{note.stem}#^t{stamp:%H%M%S}|{stamp:%H:%M}]])"
