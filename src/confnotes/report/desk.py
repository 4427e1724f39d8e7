"""What an author chooses page one from: the best lines and talks of a conference, and every line of its notes.

Nothing here is filtered for others: a desk is for the author.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from confnotes.catalogue.audience.for_audience import is_private
from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import LinkNames, stem_of
from confnotes.markup.page_one import (
    ChosenHighlight,
    NoteLines,
    PageOne,
    SourceState,
    quote_of,
    read_page_one,
    words_in_note,
)
from confnotes.model.note import Note
from confnotes.model.summary import SummaryItem, SummaryOrder
from confnotes.report.best_lines import best_lines
from confnotes.report.highlights import GOOD_RATING
from confnotes.report.items import RankedItem
from confnotes.report.material import Material, gather_material
from confnotes.report.page_one import source_names
from confnotes.report.themes import group_by_theme, themes
from confnotes.vault import layout
from confnotes.vault.vault import Vault

MOST_BEST_LINES, _LINES_OF_AN_ITEM = 30, 3
MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class DeskLine:
    """Something to choose: what it adds to page one, the title of its talk or note, and the line, from 1, of the note
    at `path`. `why` names its group; "" for any line of the notes.
    """

    adds: ChosenHighlight
    title: str
    path: str = ""
    line: int = 0
    why: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class DeskHighlight:
    """A chosen highlight with its source, what became of that, and its line as it is `now`, in plain words."""

    chosen: ChosenHighlight
    title: str = ""
    path: str = ""
    line: int = 0
    state: SourceState = SourceState.SAME
    now: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Page one as it is, and what it can be made of: candidates by group, best first, and every line of the notes."""

    conference: str
    page: PageOne
    highlights: tuple[DeskHighlight, ...] = ()
    candidates: tuple[DeskLine, ...] = ()
    lines: tuple[DeskLine, ...] = ()


def desk_of(vault: Vault, conference: str) -> Desk:
    """The desk of a conference, by the name of its folder. Raises ConfnotesError, OSError."""
    material = gather_material(vault, SummaryOrder(conference), None)
    notes = _Notes(vault, material.within)
    own = layout.conference_path(conference)
    page = read_page_one(vault.note(own).fields) if (vault.root / own).is_file() else PageOne()
    names = source_names(vault) if page.highlights else LinkNames(())
    candidates = _without_doubles(_candidates(material, notes))
    return Desk(
        conference,
        page,
        tuple(_highlight(vault, names.resolve(one.target or "", own), one, material.within) for one in page.highlights),
        tuple(candidates),
        tuple(notes.every_line())[:MOST_LINES],
    )


class _Notes:
    """The notes of items, unfiltered, with their lines."""

    def __init__(self, vault: Vault, within: Iterable[RankedItem]) -> None:
        self._vault = vault
        self._items = {path: one.item for one in within for path in one.paths if not path.startswith("/")}
        self._read: dict[str, tuple[Note, NoteLines]] = {}

    def note(self, path: str) -> tuple[Note, NoteLines]:
        if path not in self._read:
            note = self._vault.note(path)
            self._read[path] = note, NoteLines(note.body)
        return self._read[path]

    def line(self, one: RankedItem, text: str, why: str) -> DeskLine | None:
        """A text of the summary as something to choose, if it is a line of one of the item's notes."""
        words = words_in_note(text)
        quote = quote_of(words)
        for path in one.paths if quote else ():
            if not path.startswith("/") and (rows := self.note(path)[1].rows(quote)):
                return self._at(path, rows[0], words, why)
        return None

    def _at(self, path: str, row: int, words: str, why: str = "") -> DeskLine:
        note, lines = self.note(path)
        quote = quote_of(words)
        adds = ChosenHighlight("" if words == quote else words, stem_of(path), lines.block(row), quote)
        return DeskLine(adds, self._items[path].title, path, note.body_line + row, why, is_private(note))

    def every_line(self) -> Iterator[DeskLine]:
        """Every line with words that are not private, in order."""
        for path in self._items:
            note, lines = self.note(path)
            for row in range(len(lines.text)):
                words = lines.inline(row)
                if quote_of(words) and "%%" not in words and note.body_line + row not in note.private_lines:
                    yield self._at(path, row, words)


def _candidates(material: Material, notes: _Notes) -> Iterator[DeskLine]:
    told = [one for one in material.told if one.item.noted and not one.item.leads]
    for one in told:
        texts = [(note.claim, "Claims and takeaways") for note in one.item.notes if note.claim]
        texts += [(takeaway.text, "Claims and takeaways") for takeaway in one.item.takeaways]
        yield from filter(None, (notes.line(one, text, why) for text, why in texts))
    yield from _best_lines(told, notes)
    rated = [one for one in material.told if one.item.is_talk and _is_good(one.item)]
    for one in sorted(rated, key=lambda one: (-(one.item.rating or 0), not one.item.starred)):
        yield _talk(one)
    by_id = {one.item.id: one for one in told}
    for theme in themes(group_by_theme([one.item for one in told], material.chosen), ()):
        for point in theme.points:
            found = notes.line(by_id[point.item], point.text, f"In {len(theme.items)} talks: {theme.title}")
            if found is not None:
                yield found


def _best_lines(told: Sequence[RankedItem], notes: _Notes) -> Iterator[DeskLine]:
    scored = [(line, one) for one in told for line in best_lines(one.item)[:_LINES_OF_AN_ITEM]]
    for line, one in sorted(scored, key=lambda found: -found[0].score)[:MOST_BEST_LINES]:
        found = notes.line(one, line.text, "Best lines")
        if found is not None:
            yield found


def _is_good(item: SummaryItem) -> bool:
    return (item.rating or 0) >= GOOD_RATING or (item.starred and not item.rating and item.noted)


def _talk(one: RankedItem) -> DeskLine:
    """A talk as a whole, named by its note or, without one, by its key."""
    own = next((path for path in one.paths if not path.startswith("/")), "")
    return DeskLine(ChosenHighlight("", stem_of(own) if own else one.key), one.item.title, own, 1, "Best talks")


def _without_doubles(lines: Iterable[DeskLine]) -> Iterator[DeskLine]:
    seen: set[tuple[str, str]] = set()
    for one in lines:
        key = one.path or one.adds.target or "", one.adds.quote
        if key not in seen:
            seen.add(key)
            yield one


def _highlight(vault: Vault, meant: Sequence[str], one: ChosenHighlight, within: Iterable[RankedItem]) -> DeskHighlight:
    """A highlight whose link means the notes at these paths."""
    if one.target is None:
        return DeskHighlight(one)
    path = next(iter(meant), None)
    if path is None:
        talk = next((found.item.title for found in within if one.target in (found.key, found.item.title)), "")
        return DeskHighlight(one, talk or one.target, state=SourceState.SAME if talk else SourceState.DELETED)
    try:
        note = vault.note(path)
    except ConfnotesError:
        return DeskHighlight(one, stem_of(path), path, 1, SourceState.DELETED)
    lines = NoteLines(note.body)
    row, state = lines.find(one)
    title = next((found.item.title for found in within if path in found.paths), note.title)
    found = DeskHighlight(one, title, path, note.body_line, state)
    return found if row is None else replace(found, line=note.body_line + row, now=lines.said[row])
