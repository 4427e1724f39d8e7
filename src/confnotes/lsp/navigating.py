"""Go to definition, find references, and symbols: headings, talks, notes and people by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import cache

from lsprotocol.types import DocumentSymbol, Location, Position, SymbolKind, WorkspaceSymbol

from confnotes.actions.notes.tags import paths_with_tag
from confnotes.catalogue.links.backlinks import backlinks
from confnotes.catalogue.people.people import PersonCard
from confnotes.catalogue.program.cards import Card
from confnotes.errors import ConfnotesError
from confnotes.lsp.meaning import FilePlace, Meaning, meaning_of, place_of, place_of_name, place_of_talk
from confnotes.lsp.notebook import Notebook
from confnotes.lsp.pointing import Pointed, PointedKind, names_in, pointed_at
from confnotes.lsp.positions import Lines
from confnotes.markup.link_names import LinkNames
from confnotes.markup.names import fold
from confnotes.model.candidate import CandidateKind, CandidateMatch, Trigger
from confnotes.model.note import Note, Tag
from confnotes.model.paper import Paper

_MOST_SYMBOLS = 100  # in one answer; editors ask again with more letters
_SYMBOLS = {
    CandidateKind.TALK: SymbolKind.Event,
    CandidateKind.NOTE: SymbolKind.File,
    CandidateKind.PAPER: SymbolKind.File,
    CandidateKind.PERSON: SymbolKind.Class,
}

Means = Callable[[Pointed, str], bool]
"""Whether a name in the note at a path means the wanted item."""


def definition(notebook: Notebook, path: str, position: Position) -> Location | None:
    """The location of the item named at that place of the note. Raises ConfnotesError."""
    lines = notebook.lines(path)
    pointed = pointed_at(notebook.vault.note(path), lines, position.line, lines.column(position))
    place = place_of(notebook, path, pointed) if pointed else None
    return _location(notebook, place) if place else None


def _location(notebook: Notebook, place: FilePlace) -> Location:
    return Location(notebook.uri_of(place.path), notebook.lines(place.path).whole(place.line - 1))


def references(notebook: Notebook, path: str, position: Position) -> list[Location]:
    """All references to the item named at that place of the note; on plain text, the note's backlinks.

    Raises ConfnotesError.
    """
    lines = notebook.lines(path)
    note = notebook.vault.note(path)
    pointed = pointed_at(note, lines, position.line, lines.column(position))
    meant: Meaning | None = meaning_of(notebook, path, pointed) if pointed else note
    if isinstance(meant, Paper):
        return [_location(notebook, FilePlace(one.path, one.line)) for one in meant.noted]
    return list(_places(notebook, *_wanted(notebook, meant)))


def _wanted(notebook: Notebook, meant: Meaning | None) -> tuple[Iterable[str], Collection[PointedKind], Means]:
    """The indexed notes that may mention it, the kinds of its mentions, and a predicate for them."""
    vault = notebook.vault
    if isinstance(meant, Tag):
        wanted = f"{fold(meant.name)}/"
        tagged = paths_with_tag(vault, meant.name)
        return tagged, [PointedKind.TAG], lambda one, _: f"{fold(one.name)}/".startswith(wanted)
    if isinstance(meant, PersonCard):
        called = {fold(name) for name in (meant.name, *meant.names)}
        kinds = (PointedKind.PERSON, PointedKind.LINK)
        return meant.notes, kinds, lambda one, _: fold(one.name.rpartition("/")[2]) in called
    path = meant.note if isinstance(meant, Card) else str(meant.path) if isinstance(meant, Note) else None
    if path is None:
        return (), (), lambda _one, _path: False
    names = LinkNames(vault.note_paths())
    names.add_aliases(vault.note(path))
    linking = (one.path for one in backlinks(vault, path))
    return linking, [PointedKind.LINK], lambda one, source: path in names.resolve(one.name, source)


def _places(
    notebook: Notebook, paths: Iterable[str], kinds: Collection[PointedKind], means: Means
) -> Iterator[Location]:
    """The mentions in these notes and in open ones, for which the index only knows the text on disk."""
    for path in dict.fromkeys([*paths, *notebook.vault.open_notes]):
        with suppress(ConfnotesError):
            lines = notebook.lines(path)
            for one in names_in(notebook.vault.note(path), lines, kinds):
                if means(one, path):
                    yield Location(notebook.uri_of(path), lines.range(one.row, one.start, one.end))


def outline(notebook: Notebook, path: str) -> list[DocumentSymbol]:
    """The headings of a note with their contents; tasks and questions are nested under their headings."""
    lines, note = notebook.lines(path), notebook.vault.note(path)
    points = [(one.line, 7, one.text, SymbolKind.Boolean) for one in note.tasks]
    points += [(one.line, 7, one.text, SymbolKind.Event) for one in note.questions]
    points += [(one.line, one.level, one.text, SymbolKind.String) for one in note.headings]
    top: list[DocumentSymbol] = []
    above: list[tuple[int, DocumentSymbol]] = []
    for line, level, text, kind in sorted(points, key=lambda one: one[0]):
        while above and above[-1][0] >= level:
            above.pop()
        symbol = _symbol(lines, line - 1, " ".join(text.split()), kind)
        siblings = above[-1][1].children if above else top
        assert isinstance(siblings, list)
        siblings.append(symbol)
        for _, parent in above:
            parent.range.end = symbol.range.end
        above.append((level, symbol))
    return top


def _symbol(lines: Lines, row: int, name: str, kind: SymbolKind) -> DocumentSymbol:
    return DocumentSymbol(name or "-", kind, lines.whole(row), lines.whole(row), children=[])


def symbols(notebook: Notebook, path: str, query: str) -> list[WorkspaceSymbol]:
    """Talks, notes and people by name, found and ranked as in completion from the note at `path`."""
    matches = notebook.matches(Trigger.LINK, query, path, _MOST_SYMBOLS)
    lines = cache(notebook.lines)
    return [symbol for match in matches if (symbol := _named(notebook, lines, match)) is not None]


def _named(notebook: Notebook, lines: Callable[[str], Lines], match: CandidateMatch) -> WorkspaceSymbol | None:
    candidate = match.candidate
    conferences = [place.conference for place in candidate.places if place.conference]
    place: FilePlace | None = None
    if candidate.path is not None:
        place = FilePlace(candidate.path)
    elif candidate.talk is not None and conferences:
        place = place_of_talk(notebook, candidate.talk, conferences[0])
    elif candidate.kind is CandidateKind.PERSON:
        place = place_of_name(notebook, (candidate.name, *candidate.others), conferences)
    if place is None:
        return None
    with suppress(ConfnotesError):
        where = Location(notebook.uri_of(place.path), lines(place.path).whole(place.line - 1))
        return WorkspaceSymbol(
            where, candidate.name, _SYMBOLS[candidate.kind], container_name=next(iter(conferences), None)
        )
    return None
