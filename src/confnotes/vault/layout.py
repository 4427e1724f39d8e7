"""The files and folders of a vault, and their names.

    <vault>/.confnotes/                       marks the vault
    <vault>/<conference>/<conference>.md      the conference's facts and text
    <vault>/<conference>/program.yaml         its sessions and talks
    <vault>/<conference>/marks.yaml           what the user starred, attended, rated
    <vault>/<conference>/<date> <time> <title>.md
    <vault>/Notes/                            notes that belong to no conference
    <vault>/People/, <vault>/Papers/          notes about a person, about a paper

A talk's key is `<slug of the conference's folder>/<talk id>`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from confnotes.errors import NotFoundError, UsageError
from confnotes.markup.find_by_name import first_fitting
from confnotes.markup.names import file_stem, fold, slug
from confnotes.model.program import Conference, Session, Talk
from confnotes.model.timetable import local_day, wall_time

MARKER = ".confnotes"
SETTINGS = "vault.yaml"
IMPORTED = "imported"
PROGRAM = "program.yaml"
MARKS = "marks.yaml"
FREE_NOTES = "Notes"
PEOPLE = "People"
PAPERS = "Papers"
OWN_SESSION = "own-entries"
"""The id of the session with the user's own entries, meetings and meals, in a program."""

NEW_SETTINGS = "# This folder is a confnotes vault.\n"

_TITLE_BYTES = 80  # with date and time, a name still fits a list


def conference_path(conference: str) -> str:
    """The conference's own file."""
    return f"{conference}/{conference}.md"


def conference_of(path: str) -> str | None:
    """The conference whose folder contains a note; None for notes at the vault's root or in a folder of other notes."""
    folder, separator, _ = path.partition("/")
    return folder if separator and folder not in (FREE_NOTES, PEOPLE, PAPERS) else None


def program_path(conference: str) -> str:
    """The conference's program."""
    return f"{conference}/{PROGRAM}"


def marks_path(conference: str) -> str:
    """The conference's marks."""
    return f"{conference}/{MARKS}"


def conference_among(names: list[str], text: str) -> str | None:
    """The folder that the text names: by name, by slug, or as the only one that begins with it.

    Raises UsageError if several match.
    """
    if same := first_fitting(names, lambda name: name == text, lambda name: slug(name) == slug(text)):
        return same[0]
    words = fold(text)
    begins = [name for name in names if words and fold(name).startswith(f"{words} ")]
    if len(begins) > 1:
        raise UsageError(f"“{text}” could be {' or '.join(begins)}", "Give the full name.")
    return begins[0] if begins else None


def talk_key(conference: str, talk_id: str) -> str:
    """The talk's key in front matter and on the command line."""
    return f"{slug(conference)}/{talk_id}"


def split_talk_key(key: str) -> tuple[str, str]:
    """The conference's slug and the talk's id; raises NotFoundError if the text is not a key."""
    conference, separator, talk_id = key.partition("/")
    if not (conference and separator and talk_id):
        raise NotFoundError(f"“{key}” is not a talk", "See `confnotes list talks`.")
    return conference, talk_id


def talk_stem(conference: Conference, session: Session, talk: Talk) -> str:
    """The file name of a talk's note without its ending, `2019-12-10 1005 Updates of Equilibrium Prop`.

    A talk without a title is named after its session. One without a start has only the day in its name, if the talk,
    its session or a one-day conference states it.
    """
    name = file_stem(shorten_title(talk.title or session.title or "Untitled talk"))
    if talk.starts_at:
        return f"{wall_time(talk.starts_at, conference.timezone):%Y-%m-%d %H%M} {name}"
    day = local_day(talk, conference.timezone) or local_day(session, conference.timezone)
    if day:
        return f"{day} {name}"
    if conference.start_date and conference.start_date == conference.end_date:
        return f"{conference.start_date.isoformat()} {name}"
    return name


def shorten_title(title: str) -> str:
    """The title cut after a word to the bytes that file names allow."""
    words = title.split()
    kept = ""
    for word in words:
        longer = f"{kept} {word}" if kept else word
        if len(longer.encode("utf-8", "replace")) > _TITLE_BYTES:
            break
        kept = longer
    if kept:
        return kept.rstrip(" ,;:–—-")
    return title.encode("utf-8", "replace")[:_TITLE_BYTES].decode("utf-8", "ignore")


CHANGES = "changes.jsonl"


def imported_folder(conference: str) -> str:
    """The folder for the state of a conference's sources."""
    return f"{MARKER}/{IMPORTED}/{conference}"


def imported_paths(root: Path, conference: str) -> list[str]:
    """The files with the state of a conference's sources, sorted."""
    folder = imported_folder(conference)
    with suppress(OSError):
        return sorted(f"{folder}/{file.name}" for file in (root / folder).iterdir() if file.name.endswith(".json"))
    return []


_COPIES = r"""(?P<stem>.+?)(?:
        \.sync-conflict-\d{8}-\d{6}(?:-\w+)?            # Syncthing
        |[ ]\((?:[^()]*[ ])?conflicted[ ]copy[^()]*\)   # Dropbox, Nextcloud, Obsidian Sync
        |[ ]\(case[ ]conflict[^()]*\)                   # Dropbox
        |_conflict-\d{8}-\d{6}                          # ownCloud
        |[ ]\(conflict[ ][^()]*\)                      # confnotes
    )(?P<ending>\.\w+)?"""
"""How file syncs call a second version of a file that two machines changed."""
_NUMBERED = r"(?P<stem>.+)[ ]\d(?P<ending>\.\w+)"  # iCloud


def original_of(path: str) -> str | None:
    """The path of the file that the path, by its name, is a conflict copy of; None if it is not one."""
    return _original(path, _COPIES)


def numbered_original_of(path: str) -> str | None:
    """As `original_of`, for the names that iCloud gives, and people too: `Talk 2.md`."""
    return _original(path, _NUMBERED)


def _original(path: str, names: str) -> str | None:
    folder, slash, name = path.rpartition("/")
    match = re.fullmatch(names, name, re.VERBOSE | re.IGNORECASE)
    return f"{folder}{slash}{match['stem']}{match['ending'] or ''}" if match else None
