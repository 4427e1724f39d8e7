"""Other people's vaults: their notes on the same talks, read-only and without private content.

In a summary, paths of their notes begin with `/` and the number of the vault, unlike any path in a vault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from confnotes import system
from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.people.people import speakers_of
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.markup.damage_words import describe_damage
from confnotes.markup.names import fold
from confnotes.markup.query_block import without_queries
from confnotes.model.note import Note
from confnotes.model.program import Program, Session, Speaker, Talk
from confnotes.model.summary import Audience
from confnotes.model.timetable import wall_time_of
from confnotes.report.same_talks import matched_talks, same_conference
from confnotes.vault.layout import talk_key
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class OtherVault:
    """Another person's vault: owner, number from 1, and filter."""

    name: str
    number: int
    vault: Vault
    shown: AudienceFilter

    def path(self, path: PurePosixPath) -> PurePosixPath:
        """The path of one of its notes in a summary."""
        return PurePosixPath(f"/{self.number}") / path

    def conference(self, name: str, program: Program) -> str | None:
        """Its folder for a conference: by folder name, or by the name in its program."""
        return same_conference(self.vault, name, program.conference.name)

    def damaged(self) -> Iterator[str]:
        """A line for each damaged file."""
        for path, damages in self.vault.damage.all().items():
            yield f"{describe_damage(str(self.vault.root / path), damages)}; using the rest"


def open_vaults(mine: Vault, others: Iterable[tuple[str, str]], audience: Audience) -> list[OtherVault]:
    """Open the vaults in these folders; `others` are pairs of a person's name and a folder.

    Raises NotFoundError if a folder is not a vault, UsageError for a duplicate vault or a missing name, ConfnotesError
    for an unreadable vault.
    """
    found: list[OtherVault] = []
    known = {mine.root.resolve(): "your own"}
    for number, (given, place) in enumerate(others, start=1):
        name, folder = " ".join(given.split()), system.user_path(place)
        if not name:
            raise UsageError(f"missing name for the notes in {folder}", "Write it as NAME=FOLDER.")
        if fold(name) in (fold(one.name) for one in found):
            raise UsageError(f"two vaults have the name {name}", "Give each vault its own name.")
        try:
            vault = Vault.open(folder)
            vault.conferences()
            vault.files()
        except NotFoundError:
            raise NotFoundError(
                f"not a vault: {folder} (notes of {name})", f"Name the folder of {name}’s vault."
            ) from None
        except (OSError, ConfnotesError) as error:
            reason = error.message if isinstance(error, ConfnotesError) else error.strerror or str(error)
            raise ConfnotesError(
                f"cannot read the notes of {name} in {folder}: {reason}", "Ask them to share the folder with you."
            ) from error
        if vault.root in known:
            raise UsageError(f"{folder} is {known[vault.root]} vault", f"Name another folder for the notes of {name}.")
        known[vault.root] = f"{name}’s"
        found.append(OtherVault(name, number, vault, AudienceFilter(vault, audience, is_mine=False)))
    return found


def place_of(path: str) -> tuple[int, str]:
    """The number of the vault of a note in a summary (0: the user's own), and the note's path there."""
    if not path.startswith("/"):
        return 0, path
    number, _, inside = path[1:].partition("/")
    return int(number), inside


def merge_vault(
    folder: str, mine: Program, other: OtherVault, theirs: Program, notes: list[Note]
) -> tuple[Program, list[Note], dict[str, str]]:
    """The program with talks added that only the other's notes are about, these notes with matching talk keys, and the
    ids here of all their talks.

    `notes` are filtered, and about the conference with the program `theirs`. A note about a talk missing there belongs
    to my talk with the same id.
    """
    known, keys = _with_noted(theirs, notes)
    own = list(mine.talks())
    matched = matched_talks(mine, known, {noted: key.partition("/")[2] for key, noted in keys.items()})
    ids: dict[str, str] = {}
    added: list[Session] = []
    position = 0
    noted = {keys.get(key, key.partition("/")[2]) for note in notes if (key := note.talk_key or "")}
    for session in known.sessions:
        fresh: list[Talk] = []
        for talk in session.talks:
            at = matched.get(position)
            position += 1
            talk_id = (own[at].id if at is not None else f"with {other.number}: {talk.id}") or ""
            ids[talk.id or ""] = talk_id
            if at is None and talk.id in noted:
                fresh.append(replace(talk, id=talk_id))
        if fresh:
            added.append(replace(session, id=f"with {other.number}: {session.id}", talks=tuple(fresh)))
    seen = []
    for note in notes:
        key = note.talk_key or ""
        fields = (
            {**note.fields, "talk": talk_key(folder, ids[keys.get(key, key.partition("/")[2])])} if key else note.fields
        )
        seen.append(replace(note, path=other.path(note.path), fields=fields, body=without_queries(note.body)))
    return replace(mine, sessions=_in_sessions(mine.sessions, added)), seen, ids


def _with_noted(theirs: Program, notes: Iterable[Note]) -> tuple[Program, dict[str, str]]:
    """Their program with talks added for notes about missing talks, and the ids of these talks by note key."""
    ids = {talk.id for talk in theirs.talks()}
    keys: dict[str, str] = {}
    talks: list[Talk] = []
    for note in notes:
        key = note.talk_key or ""
        talk_id = key.partition("/")[2]
        if not key or talk_id in ids or key in keys:
            continue
        keys[key] = f"noted {talk_id}"
        start = wall_time_of(note.fields.get("start"))
        room = note.fields.get("room")
        talks.append(
            Talk(
                note.title,
                keys[key],
                start=start,
                room=room if isinstance(room, str) else None,
                speakers=tuple(map(Speaker, speakers_of(note))),
            )
        )
    return (
        (replace(theirs, sessions=(*theirs.sessions, Session(id="noted", talks=tuple(talks)))), keys)
        if talks
        else (
            theirs,
            keys,
        )
    )


def _in_sessions(mine: tuple[Session, ...], added: list[Session]) -> tuple[Session, ...]:
    """The sessions with these talks added to a session of the same title and start, if any."""
    found = list(mine)
    for session in added:
        for number, own in enumerate(found):
            if fold(own.title or "") == fold(session.title or "") and own.start == session.start:
                found[number] = replace(own, talks=(*own.talks, *session.talks))
                break
        else:
            found.append(session)
    return tuple(found)
