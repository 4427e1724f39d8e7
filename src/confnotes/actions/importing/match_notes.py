"""Match free notes with talks of a program that was imported later.

Compares the title, the time of writing and the names in the note. Certain matches are attached; all others are only
suggested, and attached when the user says so, which can be undone.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from confnotes.catalogue.program.talks import card
from confnotes.errors import ConflictError, ConfnotesError
from confnotes.markup.frontmatter import set_fields, split
from confnotes.markup.names import fold
from confnotes.markup.wikilinks import target_of
from confnotes.merge.title_keys import TitleKey, Titles
from confnotes.model.note import Note
from confnotes.model.program import Kind, Program, Session, Talk
from confnotes.model.schema import plain, read_plain
from confnotes.model.timetable import Slot, slots, wall_time_of
from confnotes.vault import note_file
from confnotes.vault.layout import conference_path, talk_key
from confnotes.vault.private_file import load_state, state_file, store_state
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.vault import Vault

SAME, NEARLY, ALIKE, VAGUE = 98, 88, 75, 55
"""Similarity of two titles in percent: same, same with a typo, probably the same, possible with other evidence."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_EARLY, _LATE = timedelta(minutes=15), timedelta(minutes=30)
_LEAST_BEGINNING = 12  # letters of a title that begins another: fewer begin several
_LEAST_NAME = 3  # letters of a family name: initials are shorter
_MOST_LOOKED_AT, _MOST_COMPARED = 3000, 300  # notes; each of the latter is compared with every talk
_STATE = "attached"
_HOW_TO_DETACH = "Undo that with `confnotes attach --undo`, or remove `talk:` from its front matter."


@dataclass(frozen=True, slots=True)
class NoteMatch:
    """A note and the talk that it is or may be about; `reason` is the evidence.

    `taken` is the path of the talk's existing note, if any; `sure` is False then.
    """

    path: str
    key: str
    title: str
    sure: bool
    reason: str
    taken: str | None = None

    @property
    def told(self) -> str:
        """The match as one line for the user."""
        if self.sure:
            return f"Attached {self.path} to “{self.title}”, with its time and room"
        if self.taken:
            return f"{self.path} may be about “{self.title}”, which already has a note: {self.taken}"
        command = shlex.join(["confnotes", "attach", self.path, self.key])
        return f"{self.path} may be about “{self.title}” ({self.reason}): {command}"


@dataclass(frozen=True, slots=True)
class _Free:
    """Evidence in a free note about its talk."""

    path: str
    title: TitleKey
    created: datetime | None
    stamps: tuple[time, ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Reason:
    """How well a note matches a talk; `fits`: the time does not contradict, or the title is similar enough."""

    talk: Talk
    alike: int
    in_time: bool
    fits: bool
    named: bool

    @property
    def sure(self) -> bool:
        if self.alike >= SAME:
            return self.fits
        return self.in_time and (self.alike >= NEARLY or (self.named and self.alike >= VAGUE))

    @property
    def likely(self) -> bool:
        if self.alike >= ALIKE:
            return True
        return (self.in_time and (self.named or self.alike >= VAGUE)) or (self.named and self.alike >= VAGUE)

    @property
    def rank(self) -> tuple[bool, int]:
        return self.sure, self.alike + 12 * self.in_time + 8 * self.named

    @property
    def told(self) -> str:
        words = [
            ("same title", self.alike >= SAME),
            ("similar title", ALIKE <= self.alike < SAME),
            ("written during the talk", self.in_time),
            ("names a speaker", self.named),
        ]
        return ", ".join(word for word, holds in words if holds)


def matches(vault: Vault, conference: str, program: Program) -> list[NoteMatch]:
    """Matches of free notes, one per note, certain ones first.

    No two certain matches share a talk. Raises ConfnotesError if the vault cannot be read.
    """
    timed = {slot.talk.id: slot for slot in slots(program)}
    days = [slot.start.date() for slot in timed.values()]
    titles = Titles((conference, program.conference.name))
    free = list(islice(_free_notes(vault, conference, program, titles, days), _MOST_COMPARED))
    if not free:
        return []
    talks = [talk for talk in program.talks() if talk.kind is not Kind.BREAK and not talk.cancelled and talk.title]
    keys = [(talk, titles.key(talk.title), _family_names(talk)) for talk in talks]
    notes = vault.talk_notes(conference)
    found: list[NoteMatch] = []
    for note in free:
        best = _best(_reasons(note, keys, timed))
        if best is None:
            continue
        reason, alone = best
        key = talk_key(conference, reason.talk.id or "")
        taken = notes[key].path if key in notes else None
        sure = reason.sure and alone and taken is None
        found.append(NoteMatch(note.path, key, reason.talk.title or "", sure, reason.told, taken))
    return sorted(_one_a_talk(found), key=lambda match: (not match.sure, match.path))


def merge_facts(vault: Vault, conference: str, program: Program, match: NoteMatch) -> PlannedFile | None:
    """The note with missing facts of its talk added, to be written; None if its front matter cannot be changed."""
    where = _place(program, match.key.partition("/")[2])
    if where is None:
        return None
    file = vault.read(match.path)
    try:
        text = _with_facts(file.text, note_file.fields(conference, program.conference, *where))
    except ConfnotesError:
        return None
    return None if file.read_only else PlannedFile(match.path, text, file.version)


@dataclass(frozen=True, slots=True)
class Attached:
    """A note that was attached to a talk, with its front matter before and after: the same if it already was."""

    path: str
    key: str
    title: str
    before: str
    after: str

    @property
    def match(self) -> NoteMatch:
        """The match that the user chose."""
        return NoteMatch(self.path, self.key, self.title, True, "your choice")


def attach(vault: Vault, path: str, key: str) -> Attached:
    """Attach the note to the talk, fill in missing facts, and store how to undo it.

    Raises NotFoundError for an unknown note or talk, ConfnotesError if one of them already has a counterpart or the
    note cannot be changed.
    """
    talk = card(vault, key)
    file = vault.read(path)
    front = split(file.text)
    if front.broken:
        raise ConfnotesError(f"cannot change {path}: {front.broken}", "Correct its front matter first.")
    own = front.fields.get("talk")
    if own == talk.key:
        return Attached(path, talk.key, talk.title, front.head, front.head)
    if own:
        raise ConfnotesError(f"{path} already belongs to another talk: {own}", _HOW_TO_DETACH)
    if talk.note is not None:
        raise ConfnotesError(
            f"“{talk.title}” already has a note: {talk.note}", "Move lines there with `confnotes move`."
        )
    conference = vault.facts(talk.conference)
    text = _with_facts(file.text, note_file.fields(talk.conference, conference, talk.session, talk.talk))
    vault.save(path, text, file.version)
    done = Attached(path, talk.key, talk.title, front.head, split(text).head)
    store_state(vault.root, _STATE, plain(done))
    return done


def last_attached(vault: Vault) -> Attached | None:
    """The note that was attached last, if that was not undone; None without one that can be read."""
    return read_plain(Attached, load_state(vault.root, _STATE))


def detach(vault: Vault, attached: Attached) -> None:
    """Give the note its front matter back; what was typed below it stays.

    Raises NotFoundError for a note that is gone, ConflictError if its front matter changed since, and ConfnotesError.
    """
    file = vault.read(attached.path)
    front = split(file.text)
    if front.head != attached.after:
        raise ConflictError(f"the front matter of {attached.path} changed since then", "Nothing was undone.")
    vault.save(attached.path, attached.before + front.body, file.version)
    if last_attached(vault) == attached:
        state_file(vault.root, _STATE).unlink(missing_ok=True)


def proposals(vault: Vault, conference: str) -> list[NoteMatch]:
    """Matches of free notes with the conference's current program; raises what `matches` raises."""
    return matches(vault, conference, vault.program(conference))


def _free_notes(
    vault: Vault, conference: str, program: Program, titles: Titles, days: Sequence[date]
) -> Iterator[_Free]:
    """Free notes that may belong to the conference: in its folder or written on its days."""
    stated = (program.conference.start_date, program.conference.end_date)
    known = [*days, *(day for day in stated if day)]
    paths = [path for path in vault.free_notes(conference) if path != conference_path(conference)]
    for path in paths[:_MOST_LOOKED_AT]:
        try:
            note = vault.note(path)
        except ConfnotesError:
            continue
        created = wall_time_of(note.fields.get("created"))
        if note.broken or note.fields.get("type", "note") != "note":
            continue
        if not path.startswith(f"{conference}/"):
            named = target_of(note.fields.get("conference"))
            its_days = created is not None and bool(known) and min(known) <= created.date() <= max(known)
            if named != conference and (named or not its_days):
                continue
        stamps = tuple(stamp.at for stamp in note.stamps)
        yield _Free(path, titles.key(note.title), created, stamps, _names_in(note))


def _reasons(
    note: _Free, keys: Iterable[tuple[Talk, TitleKey, frozenset[str]]], timed: dict[str | None, Slot]
) -> Iterator[_Reason]:
    for talk, title, names in keys:
        alike = _alike(note.title, title)
        slot = timed.get(talk.id)
        in_time = slot is not None and _in_time(note, slot)
        named = bool(names & note.names)
        if alike >= VAGUE or (in_time and named):
            before = slot is None or note.created is None or note.created < slot.start
            fits = in_time or before or len(note.title.text.split()) > 2
            yield _Reason(talk, alike, in_time, fits, named)


def _best(reasons: Iterable[_Reason]) -> tuple[_Reason, bool] | None:
    """The best match, and whether it is unambiguous; None if none is likely."""
    likely = sorted((one for one in reasons if one.likely), key=lambda one: one.rank, reverse=True)
    if not likely:
        return None
    best = likely[0]
    alone = len(likely) == 1 or (best.sure and not likely[1].sure)
    return best, alone or best.rank[1] - likely[1].rank[1] >= SAME - NEARLY


def _one_a_talk(found: Sequence[NoteMatch]) -> Iterator[NoteMatch]:
    """The matches; if several notes surely match one talk, all of them become uncertain."""
    claims = Counter(match.key for match in found if match.sure)
    owner = {match.key: match.path for match in found if match.sure and claims[match.key] == 1}
    for one in found:
        if one.sure and claims[one.key] > 1:
            yield replace(one, sure=False, reason="another note matches too")
        else:
            yield one if one.sure else replace(one, taken=one.taken or owner.get(one.key))


def _alike(one: TitleKey, other: TitleKey) -> int:
    """Similarity of two titles in percent."""
    from rapidfuzz import fuzz

    if not one.compact or not other.compact:
        return 0
    if one.compact == other.compact:
        return 100
    if one.numbers != other.numbers:
        return 0
    begins = len(one.compact) >= _LEAST_BEGINNING and other.compact.startswith(one.compact)
    if begins or one.compact in other.parts or other.compact in one.parts:
        return NEARLY + 5
    return int(max(fuzz.ratio(one.text, other.text), min(ALIKE, fuzz.token_set_ratio(one.text, other.text) - 10)))


def _in_time(note: _Free, slot: Slot) -> bool:
    """Whether the note was created, or most of it written, during the talk."""
    if note.created is None:
        return False
    begin, end = slot.start - _EARLY, (slot.end or slot.start) + _LATE
    if note.created.date() == slot.start.date() and note.stamps:
        typed = [datetime.combine(slot.start.date(), at) for at in note.stamps]
        return sum(begin <= at <= end for at in typed) * 2 > len(typed)
    return begin <= note.created <= end


def _names_in(note: Note) -> frozenset[str]:
    """Words of the title and of people and links in the note."""
    texts = [note.title, *(mention.name for mention in note.mentions), *(link.target for link in note.links)]
    return frozenset(word for text in texts for word in _WORD.findall(fold(text)))


def _family_names(talk: Talk) -> frozenset[str]:
    names = (fold(speaker.name).split() for speaker in talk.speakers)
    return frozenset(words[-1] for words in names if words and len(words[-1]) >= _LEAST_NAME)


def _with_facts(text: str, facts: dict[str, object]) -> str:
    """The note's text with facts added that its front matter lacks."""
    present: Collection[str] = split(text).fields.keys()
    return set_fields(text, {key: value for key, value in facts.items() if key not in present})


def _place(program: Program, talk_id: str) -> tuple[Session, Talk] | None:
    places = ((session, talk) for session, talk in program.sessions_and_talks() if talk.id == talk_id)
    return next(places, None)
