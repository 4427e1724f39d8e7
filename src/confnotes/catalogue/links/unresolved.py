"""Unresolved names in notes: links without a note or with several, unknown people, papers named by a few words.

During a talk, names are typed as they come to mind; this is the list to work through in the evening.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache

from confnotes.catalogue.completing.complete import CandidateView, Completer
from confnotes.catalogue.completing.completion_index import CompletionIndex, KnownNote, known_note
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import ConfnotesError
from confnotes.markup import namings, wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.frontmatter import text_from
from confnotes.markup.generated_regions import made_rows
from confnotes.markup.headings import anchor_of
from confnotes.markup.link_names import LinkNames, stem_of
from confnotes.markup.names import fold, name_key
from confnotes.markup.namings import AFTER_WORD, MOST_PAPER_WORDS, Naming, NamingKind
from confnotes.model.candidate import Candidate, CandidateKind, CandidateMatch, Nearness, Place, Trigger
from confnotes.model.note import Link, Outline
from confnotes.vault.vault import Vault

MOST_CANDIDATES = 5  # proposed for one name
MOST_ASKED = 1_000
"""Maximum number of names to look up; further ones, which only generated notes have, are listed without suggestions."""

_FOLLOWING = 200
"""Characters kept after a name: a few words show whether they would be read as part of it."""

_LOOKED_AT = 40  # matches, of which some are no proposals
_ANYWHERE = Place()
_WORD = re.compile(r"\S+")
_NUMBERED = re.compile(r" \d+\Z")
TRIGGERS = {
    NamingKind.LINK: Trigger.LINK,
    NamingKind.PERSON: Trigger.PERSON_LINK,
    NamingKind.PAPER: Trigger.PAPER,
}

Ask = Callable[[str], tuple[CandidateMatch, ...]]
AskAnywhere = Callable[[NamingKind, str], tuple[CandidateMatch, ...]]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """An unresolved name in a note.

    `line` counts from 1 at the top of the file, `start` and `end` are columns, `text` is the source text, `name` the
    name in it, `shown` a link's display text. `candidates` are suggestions, most likely first. `title` and `conference`
    are the note's.
    """

    kind: NamingKind
    path: str
    line: int
    start: int
    end: int
    text: str
    name: str
    title: str
    conference: str | None = None
    shown: str | None = None
    candidates: tuple[CandidateMatch, ...] = ()
    rest: str = ""


def find_unresolved(
    vault: Vault,
    *,
    conference: str | None = None,
    day: date | None = None,
    completer: Completer | None = None,
) -> list[Unresolved]:
    """Unresolved names in a conference (its folder), on a day, or in the whole vault.

    `completer` is an up-to-date one, if available. Raises ConfnotesError if the vault cannot be read.
    """
    if completer is None:
        completer = Completer(vault)
        completer.refresh()
    known = _Known(completer.known, completer.same_people())
    asked = _asking(lambda: completer.seen_from(_ANYWHERE), known)
    notes = {str(one.path): one for one in outlines(vault)}
    names = LinkNames.of(notes.values())
    found: list[Unresolved] = []
    for one in completer.known.notes:
        if (day is not None and one.day != day) or (conference is not None and one.folder != conference):
            continue
        outline = notes.get(one.path) or _read(vault, one.path)  # the first index may not have it yet
        if outline is not None:
            own = _of_note(vault, one, outline, known, asked) if _may_name_what_is_nowhere(one, outline, known) else ()
            doubtful = _doubtful(vault, one, outline, names, notes)
            found += sorted([*own, *doubtful], key=lambda each: (each.line, each.start))
    return found


def unresolved_in(vault: Vault, path: str, completer: Completer) -> list[Unresolved]:
    """Unresolved names in a note as it is now; `completer` must be up to date. Raises what `Vault.note` raises."""
    note = vault.note(path)
    own = known_note(note)
    known = _Known(completer.known, completer.same_people())
    asked = _asking(lambda: completer.seen_from(_ANYWHERE), known)
    notes = {str(one.path): one for one in outlines(vault)} | {path: note}
    found = [
        *_of_note(vault, own, note, known, asked),
        *_doubtful(vault, own, note, LinkNames.of(notes.values()), notes),
    ]
    return sorted(found, key=lambda each: (each.line, each.start))


def _read(vault: Vault, path: str) -> Outline | None:
    try:
        return vault.note(path)
    except ConfnotesError:
        return None


def _at(
    note: KnownNote, naming: Naming, number: int, line: str, end: int, name: str, candidates: tuple[CandidateMatch, ...]
) -> Unresolved:
    """The unresolved name in that line of the note (from 1), up to the column `end`."""
    start = naming.start
    text, rest = line[start:end], line[end : end + _FOLLOWING]
    return Unresolved(
        naming.kind, note.path, number, start, end, text, name, note.title, note.folder, naming.shown, candidates, rest
    )


def _may_name_what_is_nowhere(note: KnownNote, outline: Outline, known: _Known) -> bool:
    """Whether the note has to be read, judging by the links and people in its outline."""
    if any(not known.is_link(link) for link in note.links if link):
        return True
    return any(not known.is_person(name) for name, _ in note.mentions) or bool(outline.paper_words)


class _Known:
    """Possible meanings of names."""

    def __init__(self, things: CompletionIndex, same: Iterable[Iterable[str]]) -> None:
        notes, programs = things.notes, things.programs
        self._names = LinkNames(note.path for note in notes)
        self._links = {name_key(alias) for note in notes for alias in note.aliases}
        self._talks = {name_key(talk.stem) for program in programs for talk in program.talks}
        people = {name for program in programs for talk in program.talks for name in talk.speakers}
        people |= {name for program in programs for name in program.people}
        for note in notes:
            if note.is_about_a_person:
                people |= {note.stem, note.title, *note.aliases}
        self._people = {fold(name) for name in people} | {fold(name) for names in same for name in names}
        self.places = {
            talk.place.talk: talk.place for program in programs for talk in program.talks if talk.place.talk is not None
        }
        self._asked: dict[str, bool] = {}

    def is_person(self, name: str) -> bool:
        return fold(name) in self._people

    def is_link(self, target: str) -> bool:
        if target not in self._asked:
            self._asked[target] = self._leads_somewhere(target)
        return self._asked[target]

    def _leads_somewhere(self, target: str) -> bool:
        key = name_key(target)
        to_be = key in self._talks or _NUMBERED.sub("", key) in self._talks or target in self.places
        return to_be or key in self._links or bool(self._names.resolve(target)) or self.is_person(last_part(target))


def last_part(path: str) -> str:
    return path.rpartition("/")[2]


def _of_note(
    vault: Vault, note: KnownNote, outline: Outline, known: _Known, asked: AskAnywhere
) -> Iterator[Unresolved]:
    try:
        body = text_from(vault.read(note.path).text, outline.body_line)
    except ConfnotesError:
        return
    found = namings.find(body)
    lines = body.split("\n") if found else []
    made = made_rows(lines)  # a day page repeats text of its notes
    asks = {kind: _ask(kind, note, known, asked) for kind in TRIGGERS}
    for naming in found:
        if naming.row in made:
            continue
        if naming.kind is NamingKind.LINK and known.is_link(naming.name):
            continue
        if naming.kind is NamingKind.PERSON and known.is_person(naming.name):
            continue
        line = lines[naming.row]
        end, name, candidates = _meant(naming, line, known, asks[naming.kind])
        yield _at(note, naming, outline.body_line + naming.row, line, end, name, candidates)


def _meant(naming: Naming, line: str, known: _Known, ask: Ask) -> tuple[int, str, tuple[CandidateMatch, ...]]:
    """The end of the naming, its name, and candidates.

    After `@@`, the name has as many words as match a title for sure. A person's name ends where a known one does,
    unless a capitalized word follows, which is read as part of it.
    """
    begin = naming.start + (2 if naming.kind is NamingKind.PAPER else 1)
    in_brackets = line[begin : begin + len(naming.name)] != naming.name
    if naming.kind is NamingKind.LINK or in_brackets:
        return naming.end, naming.name, ask(naming.name)
    words = [match.end() for match in _WORD.finditer(naming.name)][:MOST_PAPER_WORDS]
    for end in reversed(words):
        name = naming.name[:end].rstrip(AFTER_WORD)
        if naming.kind is NamingKind.PERSON and not known.is_person(name):
            continue
        matches = ask(name)
        if any(match.sure for match in matches):
            return begin + len(name), name, matches
    name = line[begin : naming.end]
    return naming.end, name, ask(name)


def _asking(look: Callable[[], CandidateView], known: _Known) -> AskAnywhere:
    """A function that looks up what a name may mean in the whole vault, once per name.

    `look` prepares the candidates on first use, because that takes longest.
    """
    left = iter(range(MOST_ASKED))
    seen = cache(look)

    @cache
    def asked(kind: NamingKind, name: str) -> tuple[CandidateMatch, ...]:
        if next(left, None) is None:
            return ()
        return tuple(
            match
            for match in seen().matches(TRIGGERS[kind], name, _LOOKED_AT, abbreviated=False)
            if match.candidate.kind is not CandidateKind.PERSON or known.is_person(match.candidate.name)
        )

    return asked


def _ask(kind: NamingKind, note: KnownNote, known: _Known, asked: AskAnywhere) -> Ask:
    """A function that looks up names as seen from the note: certain matches first, then close ones."""
    here = known.places.get(note.talk or "", Place(note.folder, note.day))

    @cache
    def ask(name: str) -> tuple[CandidateMatch, ...]:
        matches = [
            replace(match, near=near, by=by)
            for match in asked(kind, name)
            if match.candidate.path != note.path
            for near, by in [match.candidate.nearest(here)]
        ]
        matches.sort(key=lambda match: (not match.sure, match.near))
        return tuple(matches[:MOST_CANDIDATES])

    return ask


# Fixes


def talk_of(known: CompletionIndex, target: str) -> str | None:
    """The key of the talk that a link means by its key, or by the name of its note, which does not exist yet."""
    wanted = name_key(target)
    talks = (talk for program in known.programs for talk in program.talks)
    return next((talk.place.talk for talk in talks if target == talk.place.talk or name_key(talk.stem) == wanted), None)


def person_of(known: CompletionIndex, target: str) -> str | None:
    """The person in a program that a link without a note means."""
    wanted = fold(last_part(target))
    for program in known.programs:
        for name in (*program.people, *(name for talk in program.talks for name in talk.speakers)):
            if fold(name) == wanted:
                return name
    return None


_MOST = 5  # notes or headings proposed for one link
_LIKE = 0.5  # similarity, of 1, of a heading to propose it

_Doubt = tuple[NamingKind, tuple[CandidateMatch, ...]]


def _doubtful(
    vault: Vault, note: KnownNote, outline: Outline, names: LinkNames, notes: Mapping[str, Outline]
) -> Iterator[Unresolved]:
    """Ambiguous links in a note's text: several notes match, or the heading or block is missing.

    `notes` maps paths to all notes.
    """
    doubts: dict[Link, _Doubt] = {}
    for link in outline.links:
        if link.line >= outline.body_line and (doubt := _doubt(vault, outline, link, names, notes)):
            doubts[link] = doubt
    if not doubts:
        return
    try:
        text = text_from(vault.read(note.path).text, outline.body_line)
    except ConfnotesError:
        return
    lines, visible = text.split("\n"), blank_code(text).split("\n")
    made = made_rows(lines)  # a day page repeats text of its notes
    for row in sorted({link.line - outline.body_line for link in doubts}):
        if row in made or row >= len(lines):
            continue
        number = outline.body_line + row
        for one in wikilinks.find(visible[row]):
            found = doubts.get(Link(one.target, number, one.heading, one.block, one.alias, one.embed))
            if found is not None:
                kind, candidates = found
                name = one.heading if kind is NamingKind.HEADING else one.target or f"^{one.block}"
                naming = Naming(kind, row, one.start, one.end, name or "", one.alias)
                yield _at(note, naming, number, lines[row], one.end, naming.name, candidates)


def _doubt(vault: Vault, note: Outline, link: Link, names: LinkNames, notes: Mapping[str, Outline]) -> _Doubt | None:
    path = str(note.path)
    meant = names.resolve(link.target, path) if link.target else [path]
    if len(meant) > 1:
        return NamingKind.SEVERAL, tuple(_match(one.removesuffix(".md"), one) for one in meant[:_MOST])
    there = notes.get(meant[0]) if meant else None
    if there is None:
        return None
    if link.heading is not None:
        anchors = {fold(anchor_of(one.text)): anchor_of(one.text) for one in there.headings}
        wanted = fold(anchor_of(link.heading.rpartition("#")[2]))
        if wanted not in anchors:
            like = get_close_matches(wanted, anchors, _MOST, _LIKE)
            return NamingKind.HEADING, tuple(_match(anchors[one], meant[0]) for one in like)
    elif link.block is not None and not _has_block(vault, meant[0], link.block):
        return NamingKind.BLOCK, tuple(_moved_to(vault, meant[0], link, names))
    return None


def _moved_to(vault: Vault, path: str, link: Link, names: LinkNames) -> Iterator[CandidateMatch]:
    """Neighboring notes that contain the block: lines typed for the wrong talk may have been moved there."""
    folder = path.rpartition("/")[0]
    if link.target and link.block is not None and folder:
        for other in vault.note_paths(folder):
            if _has_block(vault, other, link.block):
                stem = stem_of(other)
                yield _match(stem if names.resolve(stem, path) == [other] else other.removesuffix(".md"), other)


def _has_block(vault: Vault, path: str, block: str) -> bool:
    try:
        text = vault.note(path).body
    except ConfnotesError:
        return True
    return re.search(rf"(?:^|[ \t])\^{re.escape(block)}[ \t\r]*$", text, re.MULTILINE | re.IGNORECASE) is not None


def _match(target: str, path: str) -> CandidateMatch:
    return CandidateMatch(Candidate(CandidateKind.NOTE, target, target, path), Nearness.ELSEWHERE, None, sure=False)
