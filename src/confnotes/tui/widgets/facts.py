"""The facts of a talk, as lines for a pane."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast

from confnotes.errors import ConfnotesError
from confnotes.model.mark import BEST_RATING
from confnotes.model.program import Kind, Resource, ResourceKind
from confnotes.tui.beside import read_beside
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, day_name, shorten, spread, wrap, wrap_markdown
from confnotes.tui.widgets.pane import Draw, Pane
from confnotes.tui.widgets.talk_rows import clash_of, room_of, title_of, when_of
from confnotes.tui.widgets.tracks import named_track

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card
    from confnotes.catalogue.team.colleague_notes import ColleagueNote
    from confnotes.tui.confnotes import Confnotes
    from confnotes.vault.vault import Vault

MOST_QUESTIONS = 4  # of each colleague: more are in their note, which the note's panel shows
EXCERPT_LINES = 12  # of a note beside a list
CLASH_LINES = 2


class FactsPane(Pane):
    """Shows the facts of a talk, and the first lines of its note once they are read."""

    _card: Card | None = None

    def show_card(self, card: Card | None) -> None:
        self._card = card
        self.show(facts_of(card) if card else None)
        if card is not None and (card.noted or card.colleagues) and self.display:
            vault = cast("Confnotes", self.app).vault
            read_beside(self, partial(read_notes, vault, card), partial(self._show_notes, card))

    def _show_notes(self, card: Card, read: NotesOnTalk) -> None:
        if (read.excerpt or read.colleagues) and card is self._card:
            self.show(facts_of(card, read), keep_place=True)


class NotesOnTalk(NamedTuple):
    """The first lines of the user's own note on a talk, and colleagues' notes."""

    excerpt: Sequence[str] = ()
    colleagues: Sequence[ColleagueNote] = ()


def facts_of(card: Card, read: NotesOnTalk = NotesOnTalk()) -> Draw:  # noqa: B008 - immutable
    """Title, time, room, speakers, what colleagues say, the start of the note, the abstract, and links."""

    def draw(width: int) -> list[Line]:
        inner = width - 3
        lines: list[Line] = [[Part(" "), Part(line, "strong")] for line in wrap(title_of(card), inner)]
        lines += [[Part(" "), Part(line, "dim")] for line in wrap(_when(card), inner) if line]
        if track := named_track(card):
            lines.append(clip([Part(" "), *track], inner))
        if card.clash:
            clash = "".join(part.text for part in clash_of(card, CLASH_LINES * inner))
            lines += [[Part(" "), Part(line, "warning")] for line in wrap(clash, inner)]
        if card.unshared:
            lines += [[Part(" "), Part(line, "warning")] for line in wrap("⊘ Not shared with the public", inner)]
        if session := clean(card.session.title or ""):
            lines.append([Part(" "), Part(shorten(session, inner), "faint")])
        lines += _speakers(card, inner)
        lines += _colleagues(card, read.colleagues, inner)
        if read.excerpt:
            lines += [[], [Part(" "), Part("Your notes", "heading")]]
            lines += [[Part(" "), Part(line, "text")] for text in read.excerpt for line in wrap(clean(text), inner)]
        if card.talk.abstract:
            lines.append([])
            lines += [[Part(" "), Part(line, "dim")] for line in wrap_markdown(card.talk.abstract, inner)]
        return lines + _links(card.talk.resources, inner)

    return draw


def excerpt(body: str) -> list[str]:
    """The first non-empty lines of a note as plain text."""
    from confnotes.markup.plain import plain_text

    lines = (plain_text(line) for line in body.splitlines() if line.strip() and not line.startswith("# "))
    return list(islice((line for line in lines if line), EXCERPT_LINES))


def read_notes(vault: Vault, card: Card) -> NotesOnTalk:
    """The start of the user's note on a talk, and colleagues' notes; slow."""
    colleagues: Sequence[ColleagueNote] = ()
    if card.colleagues:
        from confnotes.catalogue.team.colleague_notes import notes_on

        with suppress(ConfnotesError):
            colleagues = notes_on(vault, card.key)
    return NotesOnTalk(read_excerpt(vault, card.note) if card.note else (), colleagues)


def read_excerpt(vault: Vault, path: str) -> Sequence[str]:
    """The first lines of the note at that path without unfilled template text; empty if it cannot be read."""
    from confnotes.catalogue.templates.untouched import Untouched

    with suppress(ConfnotesError):
        return excerpt(Untouched.of(vault).body_without(vault.note(path)))
    return ()


def _when(card: Card) -> str:
    day = day_name(card.day) if card.day else ""
    kind = card.talk.kind.value if card.talk.kind not in (Kind.TALK, Kind.OTHER) else ""
    gone = "cancelled" if card.talk.cancelled else ""
    return " · ".join(part for part in (gone, day, when_of(card), room_of(card), kind) if part)


def _speakers(card: Card, width: int) -> list[Line]:
    lines: list[Line] = []
    for speaker in dict.fromkeys(card.talk.speakers):
        name = clean(speaker.name)
        role = "strong" if speaker.highlighted else "text"
        affiliation = shorten(clean(speaker.affiliation or ""), width - len(name) - 2)
        lines.append([Part(" "), Part(name, role, f"person:{speaker.name}"), Part(f"  {affiliation}", "faint")])
    return [[], *lines] if lines else []


def highlight_lines(highlights: Iterable[str], width: int) -> list[Line]:
    """Lines that a colleague chose as highlights of the conference."""
    return _with_sign("»", "accent", highlights, width)


def _with_sign(sign: str, role: str, texts: Iterable[str], width: int) -> list[Line]:
    return [
        [Part(f"{sign} " if not at else "  ", role), Part(line, "text")]
        for text in texts
        for at, line in enumerate(wrap(clean(text), width - 2))
    ]


def _colleagues(card: Card, notes: Iterable[ColleagueNote], width: int) -> list[Line]:
    """Each colleague, with their marks, rating, the length of their note, their highlights and questions."""
    read = {note.view.name: note for note in notes}
    lines = [[], [Part(" "), Part("Colleagues", "heading")]] if card.colleagues else []
    for view in card.colleagues:
        marks = "".join(sign for sign, on in (("◆ ", view.taken), ("✓ ", view.attended), ("★ ", view.starred)) if on)
        marks += f"{'●' * view.rating}{'○' * (BEST_RATING - view.rating)} " if view.rating else ""
        right = [Part(marks, "accent"), Part(f"✎ {view.lines}" if view.lines else "", "dim")]
        lines.append(spread([Part(" "), Part(clean(view.name), "text")], right, width))
        if note := read.get(view.name):
            said = highlight_lines(note.highlights, width - 2)
            said += _with_sign("?", "dim", note.questions[:MOST_QUESTIONS], width - 2)
            lines += [[Part("  "), *line] for line in said]
    return lines


def _links(resources: Sequence[Resource], width: int) -> list[Line]:
    from confnotes.markup.canonical import parts

    lines: list[Line] = []
    for resource in resources:
        kind = "link" if resource.kind is ResourceKind.OTHER else resource.kind.value.replace("-", " ")
        shown = clean(resource.title or parts(resource.url)[1] or resource.url)
        line = [Part(" "), Part(f"{kind:<10}", "faint"), Part(" "), Part(shown, "link", f"url:{resource.url}")]
        lines.append(clip(line, width))
    return [[], *lines] if lines else []
