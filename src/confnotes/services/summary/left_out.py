"""What is not in a summary, and why: for its author, before it is handed out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress

from confnotes.errors import ConfnotesError
from confnotes.markup.embeds import picture_words
from confnotes.markup.names import name_key
from confnotes.model.note import Note
from confnotes.model.summary import Audience, Summary, SummaryItem
from confnotes.model.summary_order import LeftOut, SummaryOrder
from confnotes.services.audience.for_audience import is_private, is_unshared
from confnotes.services.notes.day_page import is_day_page
from confnotes.services.notes.untouched import Untouched
from confnotes.services.summary.coverage import is_real
from confnotes.services.summary.items import Placed
from confnotes.services.summary.sources import Source, is_conflict_copy
from confnotes.vault.layout import conference_path, talk_key
from confnotes.vault.vault import Vault

MOST_NAMES = 5


def left_out(
    vault: Vault, order: SummaryOrder, sources: Sequence[Source], within: Sequence[Placed], summary: Summary
) -> tuple[LeftOut, ...]:
    """Each reason for which something is not told, with how many and some names; what weighs most comes first."""
    paths = {path for one in within for path in one.paths}
    notes = [note for source in sources for note in _notes(vault, source)]
    whole = summary.day is None and summary.query is None
    keys = {one.key for one in within if one.key}
    mine = [note for note in notes if whole or str(note.path) in paths or note.fields.get("talk") in keys]
    found: list[LeftOut] = []
    starred = list(_only_starred(sources, within)) if order.audience is Audience.PUBLIC else []
    if order.audience is not Audience.ME:
        found.append(_named("private notes", [note.title for note in mine if is_private(note)]))
        lines = {note.title: len(note.private_lines) for note in mine if not is_private(note) and note.private_lines}
        found.append(LeftOut("private lines", sum(lines.values()), tuple(lines)[:MOST_NAMES]))
    if order.audience is Audience.PUBLIC:
        found.append(_named("talks that are not to be shared", _unshared(vault, sources)))
        found.append(_named("notes that are not to be shared", [note.title for note in mine if is_unshared(note)]))
        found.append(_named("talks with nothing but a star", (item.title for item in starred)))
    known = {*summary.by_id, *(item.id for item in starred)}
    untold = [one for one in within if is_real(one.item) and one.item.id not in known]
    copies = [path for source in sources for path in vault.note_paths(source.folder) if is_conflict_copy(path)]
    found += [
        _named("notes in which nothing was written yet", _empty(vault, mine)),
        _named("photos that are not there, or that no page can show", _unshown_photos(sources, paths, summary)),
        _named("conflict copies; `confnotes doctor` shows them", copies),
        LeftOut("talks of the program, neither noted nor marked", len(untold)),
    ]
    return tuple(one for one in found if one.number)


def _named(why: str, names: Iterable[str]) -> LeftOut:
    every = list(names)
    return LeftOut(why, len(every), tuple(dict.fromkeys(every))[:MOST_NAMES])


def _notes(vault: Vault, source: Source) -> Iterator[Note]:
    """The notes of a conference as their author wrote them."""
    for path in vault.note_paths(source.folder):
        if path != conference_path(source.folder) and not is_conflict_copy(path):
            with suppress(ConfnotesError):
                yield vault.note(path)


def _unshared(vault: Vault, sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        told = {talk.id for talk in source.program.talks()}
        for talk in vault.program(source.folder).talks():
            if talk.id not in told:
                yield talk.title or ""


def _only_starred(sources: Iterable[Source], within: Iterable[Placed]) -> Iterator[SummaryItem]:
    starred = {talk_key(source.folder, talk) for source in sources for talk in source.marks.starred}
    seen = {
        talk_key(source.folder, talk) for source in sources for talk in (*source.marks.attended, *source.marks.ratings)
    }
    return (one.item for one in within if one.key in starred - seen and not one.paths)


def _unshown_photos(sources: Iterable[Source], paths: Collection[str], summary: Summary) -> Iterator[str]:
    """The pictures that told notes embed, and that are none of the summary's photos."""
    shown = {name_key(photo.name) for photo in summary.photos}
    for note in (note for source in sources for note in source.notes if str(note.path) in paths):
        for link in note.links:
            name = link.target.rpartition("/")[2]
            if link.embed and picture_words(link.target) and name_key(name) not in shown:
                yield name


def _empty(vault: Vault, notes: Iterable[Note]) -> list[str]:
    untouched = Untouched.of(vault)
    return [note.title for note in notes if not untouched.body_without(note).strip() and not is_day_page(note)]
