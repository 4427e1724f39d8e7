"""What notes name that is nowhere: links without a note or that may mean several, people whom no program knows, papers
named by a few words.

Whoever writes in a talk names things as they come to mind; at the day's end this is the list to work through.
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

MOST_CANDIDATES = 5
MOST_ASKED = 1_000
"""So many names are looked up; further ones, as only a machine writes them, are listed without proposals."""

_FOLLOWING = 200
"""Letters behind a name that are kept: a few words tell whether they would be read as a part of it."""

_LOOKED_AT = 40
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
    """One place in a note that names what is nowhere.

    `line` counts from 1 at the top of the file, `start` and `end` are columns of that line, `text` is what stands
    there, `name` what it names, `shown` what a link shows in its place. `candidates` are what may be meant, the
    likeliest first. `title` and `conference` are the note's.
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
    """What is unresolved in a conference (its folder), of a day, or in the whole vault.

    `completer` is one that is at hand and up to date. Raises ConfnotesError when the vault cannot be read.
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
        outline = notes.get(one.path) or _read(vault, one.path)  # the first index may not have got to it yet
        if outline is not None:
            own = _of_note(vault, one, outline, known, asked) if _may_name_what_is_nowhere(one, outline, known) else ()
            doubtful = _doubtful(vault, one, outline, names, notes)
            found += sorted([*own, *doubtful], key=lambda each: (each.line, each.start))
    return found


def unresolved_in(vault: Vault, path: str, completer: Completer) -> list[Unresolved]:
    """What is unresolved in one note as it reads now; `completer` is up to date. Raises as `Vault.note` does."""
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
    """What is named in that line of the note, from 1, up to the column `end`."""
    start = naming.start
    text, rest = line[start:end], line[end : end + _FOLLOWING]
    return Unresolved(
        naming.kind, note.path, number, start, end, text, name, note.title, note.folder, naming.shown, candidates, rest
    )


def _may_name_what_is_nowhere(note: KnownNote, outline: Outline, known: _Known) -> bool:
    """Whether it is worth while to read the note: what it links to and whom it names is known without."""
    if any(not known.is_link(link) for link in note.links if link):
        return True
    return any(not known.is_person(name) for name, _ in note.mentions) or bool(outline.paper_words)


class _Known:
    """What names may mean."""

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
        to_be = key in self._talks or _NUMBERED.sub("", key) in self._talks
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
    made = made_rows(lines)  # a day's page says again what its notes say
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
    """Where the naming ends, its name, and what may be meant.

    Of the words after `@@` so many belong to the title as can be meant for sure. A person's name ends where a known
    one does: a word with a capital that follows it is taken for a part of it.
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
    """Asks what exists and may be meant by a name, seen from nowhere: once, however many notes say it.

    `look` lays out what exists, which takes longer than all else: it is called when something is asked.
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
    """The same, seen from the note: what is sure first, then what is near."""
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


# What can be done about one


def talk_of(known: CompletionIndex, target: str) -> str | None:
    """The key of the talk whose note, not yet begun, a link means."""
    wanted = name_key(target)
    return next(
        (talk.place.talk for program in known.programs for talk in program.talks if name_key(talk.stem) == wanted),
        None,
    )


def person_of(known: CompletionIndex, target: str) -> str | None:
    """The person of a program whom a link means that leads to no note."""
    wanted = fold(last_part(target))
    for program in known.programs:
        for name in (*program.people, *(name for talk in program.talks for name in talk.speakers)):
            if fold(name) == wanted:
                return name
    return None


_MOST = 5
_LIKE = 0.5

_Doubt = tuple[NamingKind, tuple[CandidateMatch, ...]]


def _doubtful(
    vault: Vault, note: KnownNote, outline: Outline, names: LinkNames, notes: Mapping[str, Outline]
) -> Iterator[Unresolved]:
    """The links in the text of a note that lead to a note and yet may not be followed: several notes fit, or the
    heading or line is not there. `notes` are all by their path."""
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
    made = made_rows(lines)  # a day's page says again what its notes say
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
    """The notes beside this one that have the line: what was typed for the wrong talk was moved there."""
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
