"""The page of a day: what was best, what was seen, asked and left to do, and whatever the person writes around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from confnotes.actions.notes.day_wrap import DayWrap, WrapTalk
from confnotes.catalogue.open_points import Points, notes_of
from confnotes.catalogue.searching.outlines import outlines
from confnotes.exporters.wording import stars
from confnotes.markup.day_pages import PAGE_TYPE, is_day_page, title_of_day
from confnotes.markup.frontmatter import render
from confnotes.markup.made_parts import with_parts
from confnotes.markup.names import fold
from confnotes.model.note import Note
from confnotes.vault.vault import Vault

GOOD_RATING = 4
MOST_HIGHLIGHTS = 7
_NOT_IN_LINK = str.maketrans({"[": "(", "]": ")", "|": "/", "#": "", "^": ""})

Lines = list[str]


def page_of(vault: Vault, conference: str, day: date) -> str | None:
    """The path of the day's page, whatever it is called by now; None when there is none yet."""
    pages = (note for note in outlines(vault, conference) if is_day_page(note))
    return next((str(page.path) for page in pages if page.day == day), None)


def write_page(vault: Vault, wrap: DayWrap) -> str:
    """Write the day's page, or its parts anew where there is one; what a person wrote in it stays. Answers its path.

    Raises ConfnotesError when it cannot be written.
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
    """What confnotes writes into the page: heading and lines by the name of the part."""
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
    """The talks that are rated well or have takeaways, the best first."""
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
    """Not as tasks: those stand in their notes, and would be there twice."""
    for note in found:
        for point in note.points:
            if not point.asks:
                yield f"- {'☐' if point.open else '☑'} {point.text} {_place(notes[note.path], point.line, note.title)}"


def _people(notes: list[Note]) -> Iterator[str]:
    """Who is named in the notes, without the `@`: nobody is named twice by being listed."""
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
    """Where a line stands: a link to its stamp, else to its note."""
    stamp = next((one.at for one in note.stamps if one.line == line), None)
    if stamp is None:
        return f"({_link(str(note.path), title)})"
    return f"([[{note.stem}#^t{stamp:%H%M%S}|{stamp:%H:%M}]])"
