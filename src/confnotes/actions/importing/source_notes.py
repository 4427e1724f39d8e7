"""Save the notes in a source as note files, and copy the pictures and other files that they show beside them, so that
links still lead to them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from confnotes.actions.importing.folder_files import MAX_FILES, is_attachment, read_regular_file
from confnotes.actions.importing.open_source import Opened, is_address
from confnotes.errors import ConfnotesError
from confnotes.markup.frontmatter import set_fields, split
from confnotes.markup.link_names import stem_of
from confnotes.markup.names import slug
from confnotes.merge.merge_programs import MergeResult
from confnotes.model.program import Program
from confnotes.vault import note_file
from confnotes.vault.heads import TalkNote
from confnotes.vault.layout import talk_stem
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault


def write_notes(
    vault: Vault,
    transaction: Transaction,
    folder: str,
    merged: MergeResult,
    base: Program | None,
    existing: Mapping[str, TalkNote],
    opened: Opened | None,
) -> tuple[list[str], list[str]]:
    """Save the notes in the source and the files that they show; returns the written paths and messages."""
    texts = (merged.brought.conference.description, *(talk.notes for talk in merged.brought.talks()))
    copied, missing = _copy_attachments(vault, transaction, folder, filter(None, texts), opened)
    before = {talk.id: talk.notes for talk in base.talks()} if base else {}
    program = merged.program
    homes = {talk.id: (session, talk) for session, talk in program.sessions_and_talks()}
    written: list[str] = []
    messages: list[str] = []
    for brought in merged.brought.talks():
        if not brought.notes or not brought.notes.strip() or brought.id not in homes:
            continue
        session, talk = homes[brought.id]
        own, body = _parts(brought.notes)
        there = existing.get(f"{slug(folder)}/{talk.id}")
        if there is None:
            stem = talk_stem(program.conference, session, talk)
            path = vault.unique_path(folder, stem)
            text = note_file.new_text(folder, program.conference, session, talk, body)
            transaction.save(PlannedFile(path, _with_fields(text, own), None))
            written.append(path)
            continue
        if before.get(brought.id) == brought.notes:
            continue
        path = there.path
        file = vault.read(path)
        front = split(file.text)
        if front.body.lstrip("\n") == body.lstrip("\n"):
            continue
        old = before.get(brought.id)
        if old is not None and not front.broken and front.body == f"\n{_parts(old)[1]}":
            transaction.save(PlannedFile(path, f"{front.head}\n{body}", file.version))
            written.append(path)
        elif old is None:
            beside = vault.unique_path(folder, f"{stem_of(path)} (imported)")
            text = note_file.new_text(folder, program.conference, session, talk, body)
            transaction.save(PlannedFile(beside, text, None))
            written.append(beside)
            messages.append(f"{path} already exists; saved the notes from the source as {beside}")
        else:
            messages.append(f"{path}: the source has new notes; kept your edited note")
    return written + copied, messages + missing


def _with_fields(text: str, own: Mapping[str, object]) -> str:
    """A new note with the other front matter of its source."""
    stated = split(text).fields
    added = {key: value for key, value in own.items() if key not in stated}
    return set_fields(text, added) if added else text


def _parts(notes: str) -> tuple[Mapping[str, object], str]:
    """The front matter and the text of notes in a source."""
    front = split(notes)
    moved = _with_moved_links(front.body.removeprefix("\n") if front.head else notes)
    return front.fields, moved if moved.endswith("\n") else f"{moved}\n"


_LINK = re.compile(r"(?P<open>\]\(<?|\[\[)(?P<path>[^\s()<>\[\]|#\"]{1,500})(?=[)>\s|#]|\]\])")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
_UPWARDS = re.compile(r"(?:\.{1,2}/)+")
_MOST_NAMED = 5  # in one message


def _with_moved_links(text: str) -> str:
    """A note's text with links to attachments as they lead from the folder of the conference: without `../`."""
    return _LINK.sub(lambda link: link["open"] + (_inside(link["path"]) or link["path"]), text)


def _copy_attachments(
    vault: Vault, transaction: Transaction, folder: str, texts: Iterable[str], opened: Opened | None
) -> tuple[list[str], list[str]]:
    """Copy the files that these texts link to from the source into the conference's folder.

    Returns the written paths, and a message that names the missing ones.
    """
    wanted = dict.fromkeys(path for text in texts for path in _linked(text))
    root = _root_of(opened)
    if not wanted or root is None or root.is_relative_to(vault.root.resolve()):
        return [], []
    files = list(_files(root))
    written: list[str] = []
    missing: list[str] = []
    for path in wanted:
        home = f"{folder}/{path}"
        if (vault.root / home).exists():
            continue
        found = [one for one in files if one.as_posix() == path]
        found = found or [one for one in files if one.as_posix().endswith(f"/{path}")]
        try:
            data = read_regular_file(root / found[0], follow=False) if len(found) == 1 else None
        except ConfnotesError:
            data = None
        if data is None:
            missing.append(path)
            continue
        transaction.put(home, data)
        written.append(home)
    return written, _told(missing)


def _told(missing: list[str]) -> list[str]:
    if not missing:
        return []
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    return [f"files that the notes show were not found in the source: {', '.join(missing[:_MOST_NAMED])}{more}"]


def _linked(text: str) -> Iterator[str]:
    """The paths of attachments that a text links to, without `../`."""
    for link in _LINK.finditer(text):
        path = _inside(link["path"])
        if path:
            yield unquote(path)


def _inside(path: str) -> str:
    """The path of an attachment below its folder; "" for pages, addresses and paths that leave it again."""
    if _SCHEME.match(path) or not is_attachment(PurePosixPath(path)):
        return ""
    inside = _UPWARDS.sub("", path) if path.startswith(".") else path
    return "" if ".." in PurePosixPath(unquote(inside)).parts else inside


def _root_of(opened: Opened | None) -> Path | None:
    """The folder of a source on this computer; None for addresses and archives."""
    if opened is None or opened.place is None or is_address(opened.place):
        return None
    place = Path(opened.place)
    if not opened.source.is_folder:
        place = place.parent
    return place.resolve() if place.is_dir() else None


def _files(root: Path) -> Iterator[Path]:
    """The attachments in a folder, relative to it; at most MAX_FILES files are looked at."""
    seen = 0
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        seen += len(names)
        if seen > MAX_FILES:
            return
        below = Path(folder).relative_to(root)
        yield from (below / name for name in sorted(names) if is_attachment(PurePosixPath(name)))
