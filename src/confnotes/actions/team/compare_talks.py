"""Detect which talks of this vault colleagues noted, marked or rated: their programs need not be numbered alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress

from confnotes.catalogue.team.colleagues import ColleagueView
from confnotes.errors import ConfnotesError
from confnotes.model.mark import Mark
from confnotes.model.program import Conference, Program
from confnotes.report.same_talks import matched_talks, same_conference
from confnotes.vault.layout import talk_key
from confnotes.vault.private_file import put_private, views_file
from confnotes.vault.team_state import colleague_vaults
from confnotes.vault.vault import Vault

_FORMAT = 3  # of the stored views


def compare_talks(vault: Vault, received: str) -> None:
    """Store colleagues' views, if something was `received` or a program has changed since. Raises ConfnotesError,
    OSError.
    """
    conferences = vault.conferences()
    version = repr((_FORMAT, received, [(name, vault.program_version(name)) for name in conferences]))
    file = views_file(vault.root)
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        if json.loads(file.read_bytes())["version"] == version:
            return
    theirs = {name: Vault(folder) for name, folder in colleague_vaults(vault.root).items()}
    found: dict[str, dict[str, list[ColleagueView]]] = {}
    for conference in conferences:
        for name, their_vault in sorted(theirs.items()):
            with suppress(ConfnotesError):
                for talk_id, view in _views(name, their_vault, conference, vault.program(conference)):
                    found.setdefault(conference, {}).setdefault(talk_id, []).append(view)
    put_private(file, json.dumps({"version": version, "views": found}).encode("ascii"))


def _views(name: str, vault: Vault, conference: str, program: Program) -> Iterator[tuple[str, ColleagueView]]:
    """A colleague's views, with the ids that their talks have here."""
    folder = same_conference(vault, conference, program.conference.name)
    if folder is None:
        return
    marks, prefix = vault.marks(folder), talk_key(folder, "")
    notes = {
        key.removeprefix(prefix): note
        for key, note in vault.talk_notes(folder).items()
        if key.startswith(prefix) and (note.lines or note.rating)
    }
    ids = _ids(vault, folder, program)
    marked = {talk for mark in (Mark.STAR, Mark.ATTENDED, Mark.TAKEN) for talk in marks[mark]}
    for talk_id in sorted({*notes, *marked, *marks.rated} & ids.keys()):
        note, own = notes.get(talk_id), marks.of(talk_id)
        rating = marks.rating(talk_id, note.rating if note else None)
        yield (
            ids[talk_id],
            ColleagueView(
                name,
                note.lines if note else 0,
                Mark.STAR in own,
                rating,
                note.path if note else "",
                Mark.ATTENDED in own,
                Mark.TAKEN in own,
                Mark.ABSENT in own,
            ),
        )


def _ids(vault: Vault, folder: str, mine: Program) -> dict[str, str]:
    """The ids here of a colleague's talks; talks that their program lacks have the ids that they have here."""
    try:
        theirs = vault.program(folder)
    except ConfnotesError:
        theirs = Program(Conference(folder))
    own, other = list(mine.talks()), list(theirs.talks())
    known = {talk.id for talk in other}
    found = {talk.id: talk.id for talk in own if talk.id and talk.id not in known}
    matched = matched_talks(mine, theirs, {})
    return found | {other[position].id or "": own[at].id or "" for position, at in matched.items()}
