"""What a summary leaves out, and why: for its author, before sharing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress

from confnotes.catalogue.audience.for_audience import is_private, is_unshared
from confnotes.catalogue.templates.untouched import Untouched
from confnotes.errors import ConfnotesError
from confnotes.markup.embeds import picture_words
from confnotes.markup.generated_regions import is_day_page
from confnotes.markup.names import name_key
from confnotes.model.mark import Mark
from confnotes.model.note import Note
from confnotes.model.summary import Audience, LeftOut, Summary, SummaryItem, SummaryOrder
from confnotes.report.coverage import is_real
from confnotes.report.items import RankedItem
from confnotes.report.sources import SummarySource
from confnotes.report.target import program_of, texts_in_other_formats
from confnotes.vault.layout import conference_path, original_of, talk_key
from confnotes.vault.vault import Vault

MOST_NAMES = 5


def left_out(
    vault: Vault,
    order: SummaryOrder,
    sources: Sequence[SummarySource],
    within: Sequence[RankedItem],
    summary: Summary,
    missing: Iterable[str] = (),
    own: Iterable[LeftOut] = (),
) -> tuple[LeftOut, ...]:
    """Each reason for leaving something out, with the number and some names; most important first.

    `missing` are names of embeds that were not found, `own` tasks, opinions and highlights of the author.
    """
    paths = {path for one in within for path in one.paths}
    whole = summary.day is None and summary.query is None
    mine = _notes_within(vault, sources, within, whole=whole)
    starred = list(_only_starred(sources, within)) if order.audience is Audience.PUBLIC else []
    found = [*_private(mine)] if order.audience is not Audience.ME else []
    found += own
    if order.audience is Audience.PUBLIC:
        found += _not_for_the_public(vault, sources, mine, starred)
    known = {*summary.by_id, *(item.id for item in starred)}
    untold = sum(is_real(one.item) and one.item.id not in known for one in within)
    other = [path for source in sources for path in texts_in_other_formats(vault, source.folder) if whole]
    copies = [path for source in sources for path in vault.note_paths(source.folder) if original_of(path)]
    found += [
        listed_left_out("note", _empty(vault, mine), "without text"),
        listed_left_out("photo", _unshown_photos(sources, paths, summary), "missing or in an unsupported format"),
        listed_left_out("embedded note", missing, "not found or too large"),
        listed_left_out("text file", other, "that are not Markdown (.md): import them"),
        listed_left_out("conflict copy", copies, "(see `confnotes doctor`)"),
        LeftOut(f"other {_noun('talk', untold)} of the program", untold),
    ]
    return tuple(one for one in found if one.number)


def _notes_within(
    vault: Vault, sources: Iterable[SummarySource], within: Sequence[RankedItem], *, whole: bool
) -> list[Note]:
    """The notes that the summary covers: all of `whole` conferences, else those of its items and talks."""
    paths = {path for one in within for path in one.paths}
    keys = {one.key for one in within if one.key}
    notes = [note for source in sources for note in _notes(vault, source)]
    return [note for note in notes if whole or str(note.path) in paths or note.talk_key in keys]


def _not_for_the_public(
    vault: Vault, sources: Sequence[SummarySource], mine: Iterable[Note], starred: Iterable[SummaryItem]
) -> Iterator[LeftOut]:
    yield listed_left_out("talk", _unshared(vault, sources), "not to be shared")
    yield listed_left_out("note", (note.title for note in mine if is_unshared(note)), "not to be shared")
    yield listed_left_out("talk", (item.title for item in starred), "only starred")


def private_parts(
    sources: Sequence[SummarySource], told: Iterable[RankedItem], summary: Summary
) -> tuple[LeftOut, ...]:
    """Private content in a private summary that a version for others leaves out: a warning before sharing."""
    paths = {path for one in told for path in one.paths}
    own = [source.own for source in sources if source.own is not None and summary.overview]
    notes = [*own, *(note for source in sources for note in source.notes if str(note.path) in paths)]
    return tuple(one for one in _private(notes) if one.number)


def _private(notes: Collection[Note]) -> Iterator[LeftOut]:
    yield listed_left_out("private note", (note.title for note in notes if is_private(note)))
    yield listed_left_out(
        "private line", (note.title for note in notes if not is_private(note) for _ in note.private_lines)
    )


def listed_left_out(noun: str, names: Iterable[str], why: str = "") -> LeftOut:
    """A number of items with that noun; repeated names are listed once."""
    every = list(names)
    distinct = tuple(dict.fromkeys(every))
    more = max(len(distinct) - MOST_NAMES, 0)
    return LeftOut(f"{_noun(noun, len(every))} {why}".strip(), len(every), distinct[:MOST_NAMES], more)


def _noun(noun: str, number: int) -> str:
    """The noun for that number."""
    if number == 1:
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _notes(vault: Vault, source: SummarySource) -> Iterator[Note]:
    """The unfiltered notes of a conference."""
    for path in vault.note_paths(source.folder):
        if path != conference_path(source.folder) and not original_of(path):
            with suppress(ConfnotesError):
                yield vault.note(path)


def _unshared(vault: Vault, sources: Iterable[SummarySource]) -> Iterator[str]:
    for source in sources:
        told = {talk.id for talk in source.program.talks()}
        for talk in program_of(vault, source.folder).talks():
            if talk.id not in told:
                yield talk.title or ""


def _only_starred(sources: Iterable[SummarySource], within: Iterable[RankedItem]) -> Iterator[SummaryItem]:
    starred = {talk_key(source.folder, talk) for source in sources for talk in source.marks[Mark.STAR]}
    seen = {
        talk_key(source.folder, talk) for source in sources for talk in source.marks[Mark.ATTENDED] | source.marks.rated
    }
    return (one.item for one in within if one.key in starred - seen and not one.paths)


def _unshown_photos(sources: Iterable[SummarySource], paths: Collection[str], summary: Summary) -> Iterator[str]:
    """Pictures embedded in the summary's notes that are not among its photos."""
    shown = {name_key(photo.name) for photo in summary.photos}
    for note in (note for source in sources for note in source.notes if str(note.path) in paths):
        for link in note.links:
            name = link.target.rpartition("/")[2]
            if link.embed and picture_words(link.target) and name_key(name) not in shown:
                yield name


def _empty(vault: Vault, notes: Iterable[Note]) -> list[str]:
    untouched = Untouched.of(vault)
    return [note.title for note in notes if not untouched.body_without(note).strip() and not is_day_page(note)]
