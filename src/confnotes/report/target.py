"""Find the scope of a summary: conferences, those of a year, a day, free notes, a folder of them, or a search.

Several conferences are separated by commas, `NeurIPS 2019, ICLR 2020`; a year, `2019`, means all that began in it. A
text that resembles the name of a conference (a typing error, another year) is not used as a search: the error lists
similar names.

A search only uses what the audience may see: private content never determines what others read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from confnotes.catalogue.audience.query_blocks import Find, finder_for
from confnotes.catalogue.program.days import date_of, day_of, is_day, split_day
from confnotes.catalogue.program.whats_on import conference_meant
from confnotes.config import now
from confnotes.errors import NotFoundError, UsageError
from confnotes.markup.day_words import day_from, day_meant, weekday_of
from confnotes.markup.names import fold
from confnotes.markup.wikilinks import target_of
from confnotes.model.hit import Hits
from confnotes.model.note import Note
from confnotes.model.program import Conference, Program
from confnotes.model.summary import Audience
from confnotes.vault.layout import FREE_NOTES, PAPERS, PEOPLE, conference_among
from confnotes.vault.scan import other_files
from confnotes.vault.vault import Vault

MOST_HITS = 500
_NEAR_ENOUGH = 82  # percent of equal letters
_NEAREST = 3
_TEXTS = (".markdown", ".mdown", ".txt", ".org", ".rst")
_SUMMARIES = (".slack.txt", ".thread.txt")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class SummaryTarget:
    """The scope of a summary: conferences, and of them everything, one day, or search results."""

    title: str
    conferences: tuple[str, ...]
    day: date | None = None
    query: str | None = None
    found: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether it is whole conferences, rather than a day or a search."""
        return self.day is None and self.query is None


def join_words(vault: Vault, words: Sequence[str]) -> str:
    """Join the arguments of a command line; several conferences or years are separated by commas."""
    names = vault.conferences()
    known = [
        bool(_YEAR.fullmatch(one)) or (not is_day(one) and conference_among(names, one) is not None) for one in words
    ]
    quoted = any(" " in one for one, is_known in zip(words, known, strict=True) if is_known)
    return (", " if len(words) > 1 and (all(known) or quoted) else " ").join(words)


def find_target(
    vault: Vault, text: str, conference: str | None, at: datetime | None, audience: Audience
) -> SummaryTarget:
    """The scope that `text` names: a conference, a day (`saturday`, `fosdem 2020-02-01`), `notes`, a folder, a search.

    Raises NotFoundError, UsageError.
    """
    words = " ".join(text.split())
    if not words:
        raise UsageError(
            "missing conference, day or search", "Name a conference, a day such as 2019-12-10, or a search."
        )
    names = vault.conferences()
    limited = (_limit(vault, conference, names),) if conference else ()
    if (day := _day(vault, words, limited, names, at or now())) is not None:
        return day
    found = None if limited else conference_among(names, words)
    if found is not None:
        return SummaryTarget(_title_of(vault, found), (found,))
    several = None if limited else _several(words, names) or _of_year(vault, words, names)
    if several:
        several = _in_order(vault, several)
        return SummaryTarget(
            words if words.isdigit() else ", ".join(_title_of(vault, name) for name in several), several
        )
    if not limited and (folder := _notes_named(vault, words, names)):
        return SummaryTarget(_title_of(vault, folder), (folder,))
    return _search(vault, words, limited, names, finder_for(vault, audience, at))


def whole_targets(vault: Vault, text: str, at: datetime | None, audience: Audience) -> list[SummaryTarget]:
    """Each conference that `text` names, oldest first; all conferences without text, but no notes without one.

    Raises what `find_target` raises, and UsageError for a day or a search.
    """
    if text:
        target = find_target(vault, text, None, at, audience)
        if not target.is_whole:
            raise UsageError(f"not a conference: “{text}”", "Name conferences or years, or none for all.")
        names = target.conferences
    else:
        names = _in_order(vault, tuple(vault.conferences()))
    return [SummaryTarget(_title_of(vault, name), (name,)) for name in names]


def _day(vault: Vault, words: str, limited: tuple[str, ...], names: list[str], at: datetime) -> SummaryTarget | None:
    """A day of the named conference, else of the one on that date, else of the current one, else of free notes."""
    named, word = split_day(words, names)
    if not word:
        return None
    known = limited or ((_conference_named(named, names),) if named else ())
    day = day_from(word, at.date()) or date_of(word)
    try:
        if known and known[0] not in names:
            raise _not_found(known[0], names, "conference")
        name = known[0] if known else _conference_on(vault, day, names) if day else conference_meant(vault, at)
        return SummaryTarget(_title_of(vault, name), (name,), day_of(vault, name, word, at))
    except NotFoundError:
        noted = _noted_day(vault, known or (FREE_NOTES, *names), word, at.date())
        if noted is None:
            raise
        return noted


def _noted_day(vault: Vault, folders: Sequence[str], word: str, today: date) -> SummaryTarget | None:
    """The day that a word means among those of the notes in these folders; of a weekday, the nearest.

    None if they have none and one of them is a dated conference; otherwise raises NotFoundError with the nearest days.
    """
    homes: dict[date, str] = {}
    for folder in folders:
        notes = free_notes(vault) if folder == FREE_NOTES else map(vault.note, vault.note_paths(folder))
        for note in notes:
            if note.moment is not None:
                homes.setdefault(note.moment.date(), folder)
    day = day_from(word, today) or date_of(word)
    nearest = sorted(homes, key=lambda one: (abs((one - (day or today)).days), one))
    found = next((one for one in nearest if (one == day if day else one.weekday() == weekday_of(word))), None)
    if found is not None:
        return SummaryTarget(_title_of(vault, homes[found]), (homes[found],), found)
    if not homes or any(vault.span(name).first for name in folders if name in vault.conferences()):
        return None
    there = ", ".join(str(one) for one in sorted(nearest[:_NEAREST]))
    raise NotFoundError(f"no notes on {day or word}", f"The nearest days with notes: {there}.")


def _limit(vault: Vault, text: str, names: list[str]) -> str:
    """The conference, or the folder of free notes, that everything else must be in."""
    found = conference_among(names, text) or _notes_named(vault, text, names)
    if not found:
        raise _not_found(text, names, "conference")
    return found


def _title_of(vault: Vault, folder: str) -> str:
    """The name of a conference, or of a folder of free notes."""
    return program_of(vault, folder).conference.name or folder


def _notes_named(vault: Vault, words: str, names: list[str]) -> str:
    """The folder of free notes of that name or path; all free notes for `notes`; else ""."""
    free = [PurePosixPath(path) for path in vault.note_paths() if is_free(path, names)]
    if free and fold(words) == fold(FREE_NOTES):
        return FREE_NOTES
    folders = {folder.as_posix() for path in free for folder in path.parents} - {"."}
    wanted = fold(words).strip("/")
    found = [one for one in folders if fold(one) == wanted]
    found = found or [one for one in folders if fold(PurePosixPath(one).name) == wanted]
    return found[0] if len(found) == 1 else ""


def _several(words: str, names: list[str]) -> tuple[str, ...]:
    """The conferences in a comma-separated list; empty if none of the names is one, so it is a search.

    Raises NotFoundError for an unknown name among known ones.
    """
    named = [one.strip() for one in words.split(",") if one.strip()]
    found = [conference_among(names, one) for one in named] if len(named) > 1 else []
    if not any(found):
        return ()
    return tuple(dict.fromkeys(name or _conference_named(text, names) for name, text in zip(found, named, strict=True)))


def _of_year(vault: Vault, words: str, names: list[str]) -> tuple[str, ...]:
    """The conferences that began in a year; raises NotFoundError with the existing years if there were none."""
    if not _YEAR.fullmatch(words) or not names:
        return ()
    years = {name: year for name in names if (year := _year_of(vault, name)) is not None}
    found = tuple(name for name, year in years.items() if year == int(words))
    if not found:
        there = ", ".join(str(year) for year in sorted(set(years.values())))
        raise NotFoundError(f"no conference in {words}", f"This vault has conferences in {there}" if there else "")
    return found


def _year_of(vault: Vault, name: str) -> int | None:
    first = vault.span(name).first
    return first.year if first else vault.program(name).conference.year


def _in_order(vault: Vault, names: tuple[str, ...]) -> tuple[str, ...]:
    """The conferences by date; those without dates come last, in their order."""
    return tuple(sorted(names, key=lambda name: vault.span(name).first or date.max))


def _conference_named(text: str, names: list[str]) -> str:
    found = conference_among(names, text)
    if found is None:
        raise _not_found(text, names, "conference")
    return found


def _conference_on(vault: Vault, day: date, names: list[str]) -> str:
    distances = {}
    for name in names:
        span = vault.span(name)
        if span.first is not None:
            distances[name] = _distance(day, span.first, span.last or span.first)
    on = [name for name, distance in distances.items() if distance == 0]
    if len(on) == 1:
        return on[0]
    if on:
        raise UsageError(f"{day} is in {' and '.join(on)}", "Choose one with --conference.")
    nearest = sorted(distances, key=lambda name: (distances[name], name))[:_NEAREST]
    hint = "; ".join(f"{name} is from {vault.span(name).first} to {vault.span(name).last}" for name in nearest)
    raise NotFoundError(f"no conference on {day}", hint or "Import one with `confnotes import`.")


def _distance(day: date, first: date, last: date) -> int:
    return max((first - day).days, (day - last).days, 0)


def _search(vault: Vault, words: str, limited: tuple[str, ...], names: list[str], find: Find) -> SummaryTarget:
    near = _nearest(words, names)
    if near and near[0][1] >= _NEAR_ENOUGH and not limited:
        raise _not_found(words, names, "conference")
    hits = find(words, MOST_HITS, "relevance")
    answers = hits.exact
    found = frozenset(name for hit in answers for name in (hit.id, hit.path) if name)
    wanted = {hit.conference for hit in answers if hit.conference}
    folders = limited or (
        *(name for name in names if name in wanted or _title_of(vault, name) in wanted),
        *([FREE_NOTES] if any(hit.path and is_free(hit.path, names) for hit in answers) else []),
    )
    if not answers or not folders:
        raise _nothing_found(words, names or folders_of_notes(vault), hits, vault)
    return SummaryTarget(words, folders, query=words, found=found)


def _nearest(words: str, names: list[str]) -> list[tuple[str, float]]:
    from rapidfuzz import fuzz, process

    found = process.extract(fold(words), {name: fold(name) for name in names}, scorer=fuzz.ratio, limit=_NEAREST)
    return [(name, score) for _, score, name in found if score >= 40]


def _not_found(words: str, names: list[str], what: str) -> NotFoundError:
    near = [name for name, _ in _nearest(words, names)] or names[:_NEAREST]
    hint = f"Did you mean {' or '.join(near)}?" if near else "Import a program with `confnotes import`."
    return NotFoundError(f"no {what} “{words}” in this vault", hint)


def _nothing_found(words: str, names: list[str], hits: Hits, vault: Vault) -> NotFoundError:
    if not names and (texts := texts_in_other_formats(vault)):
        return NotFoundError("this vault has no notes", to_import(texts))
    if hits.exact:
        hint = "Exports contain talks and notes, not people or papers."
        return NotFoundError(f"the search “{words}” has no results to export", hint)
    near = [name for name, _ in _nearest(words, names)]
    if day := day_meant(words):
        near.insert(0, day)
    elif hits.suggestion:
        near.insert(0, f"the search “{hits.suggestion}”")
    there = f"In this vault: {', '.join(names[:_NEAREST])}." if names else "Import a program with `confnotes import`."
    hint = f"Did you mean {' or '.join(near)}?" if near else there
    return NotFoundError(f"no results for the search “{words}”", hint)


def folders_of_notes(vault: Vault) -> list[str]:
    """What free notes can be exported by: all of them, and each folder at the top of the vault with some."""
    names = vault.conferences()
    free = [path for path in vault.note_paths() if is_free(path, names)]
    folders = {path.partition("/")[0] for path in free if "/" in path}
    return [*([FREE_NOTES] if free else []), *sorted(folders - {FREE_NOTES})]


def texts_in_other_formats(vault: Vault, folder: str = FREE_NOTES) -> list[str]:
    """Text files in a conference's folder, or outside of all, that confnotes does not read as notes, sorted."""
    names = vault.conferences()
    texts = (path for path in other_files(vault.root) if path.lower().endswith(_TEXTS))
    inside = (
        path for path in texts if (is_free(path, names) if folder == FREE_NOTES else path.startswith(f"{folder}/"))
    )
    return sorted(path for path in inside if not path.endswith(_SUMMARIES))


def to_import(texts: Sequence[str]) -> str:
    """What to do with text files that are not Markdown: `a.txt and 2 more are not Markdown (.md): import them`."""
    more = f" and {len(texts) - 1:,} more are" if len(texts) > 1 else " is"
    return f"{texts[0]}{more} not Markdown (.md): import {'them' if texts[1:] else 'it'} with `confnotes import`."


def is_free(path: str, names: Collection[str]) -> bool:
    """Whether a note is outside these conferences' folders, and not about a person or paper."""
    folder, inside, _ = path.partition("/")
    return not inside or folder not in (*names, PEOPLE, PAPERS)


def free_notes(vault: Vault) -> Iterator[Note]:
    """Notes without a conference, by folder and front matter."""
    names = vault.conferences()
    known = {fold(name) for name in names}
    for path in vault.note_paths():
        if is_free(path, names):
            note = vault.note(path)
            if _stated_conference(note) not in known:
                yield note


def notes_elsewhere(vault: Vault, name: str) -> Iterator[Note]:
    """Notes in the folder for free notes whose front matter names the conference."""
    notes = map(vault.note, vault.note_paths(FREE_NOTES))
    return (note for note in notes if _stated_conference(note) == fold(name))


def program_of(vault: Vault, name: str) -> Program:
    """The conference's program; an empty one for a folder of free notes, called like the folder."""
    return vault.program(name) if name in vault.conferences() else Program(Conference(PurePosixPath(name).name))


def _stated_conference(note: Note) -> str:
    """The conference in the front matter, folded; "" for none."""
    given = note.fields.get("conference")
    return fold(target_of(given) or given) if isinstance(given, str) else ""
