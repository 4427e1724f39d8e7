"""What is wrong in a vault, and what mends it."""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from confnotes.actions.links.rewrite import find_interrupted, last_rewrite
from confnotes.actions.notes.move_lines import last_move
from confnotes.catalogue.papers import paper_library
from confnotes.catalogue.templates.note_template import template_problems
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.damage_words import remedy, what
from confnotes.markup.link_names import LinkNames, stem_of
from confnotes.markup.merge_marks import first_mark
from confnotes.markup.names import name_key, slug
from confnotes.markup.note import parse_note
from confnotes.markup.safe import shell_word
from confnotes.markup.stamps import STAMP, free_moment, stamp_of
from confnotes.model.damage import Damage, Fault
from confnotes.model.mark import Mark, stated_rating
from confnotes.model.note import Note
from confnotes.vault.layout import conference_path, marks_path, program_path
from confnotes.vault.own_files import damages_in, lost_content, own_paths
from confnotes.vault.scan import MAX_DEPTH, is_text_name
from confnotes.vault.unfinished import is_unfinished
from confnotes.vault.vault import Vault

_CONFLICT = re.compile(
    r"\(conflict |\(conflicted copy|conflicted copy \d|\.sync-conflict-|\(case conflict", re.IGNORECASE
)
_INDEX_FILES = re.compile(r"(?:_\w+_\d+\.toc|\w+_\w{16}\.(?:seg|fdz|pst|trm|vps)|\w+_WRITELOCK)\Z")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, where, and the command or action that mends it."""

    message: str
    path: str | None = None
    line: int | None = None
    remedy: str = ""


def check(vault: Vault) -> list[Problem]:
    """Everything that is wrong: first what cannot be read, then what is ambiguous, then what leads nowhere."""
    notes, unreadable = _read_all(vault)
    return [
        *unreadable,
        *_own_files(vault),
        *_programs(vault),
        *_bibliography(vault),
        *_templates(vault),
        *_strange_files(vault),
        *_notes(notes),
        *_conflicts(notes),
        *_stamps(notes),
        *_duplicates(notes),
        *_talks(vault, notes),
        *_links(vault, notes),
        *_unsaved(vault),
        *_history(vault),
    ]


def _read_all(vault: Vault) -> tuple[list[Note], list[Problem]]:
    notes, problems = [], []
    for path in vault.note_paths():
        try:
            file = vault.read(path)
            notes.append(vault.note(path))
        except ConfnotesError as error:
            problems.append(Problem(error.message, path, None, error.hint))
            continue
        if file.read_only:
            remedy = f"find out its encoding and convert it, e.g. iconv -f latin1 -t utf-8 {shell_word(path)}"
            problems.append(Problem(f"this note is read-only: {file.read_only}", path, None, remedy))
    return notes, problems


def _own_files(vault: Vault) -> Iterator[Problem]:
    """The files that confnotes writes itself, where they cannot be read whole."""
    for path in own_paths(vault.root, vault.conferences()):
        try:
            damages = damages_in(vault.read(path))
        except NotFoundError:
            continue
        except ConfnotesError as error:
            yield Problem(error.reason, path, None, error.hint)
            continue
        for damage in damages:
            yield Problem(what(damage), path, damage.line or None, remedy(path, damage))


def _programs(vault: Vault) -> Iterator[Problem]:
    by_slug: dict[str, list[str]] = defaultdict(list)
    for conference in vault.conferences():
        by_slug[slug(conference)].append(conference)
    for names in by_slug.values():
        if len(names) > 1:
            yield Problem(f"two conferences have the same key: {', '.join(names)}", names[1], None, "rename one folder")


def _bibliography(vault: Vault) -> Iterator[Problem]:
    path = paper_library.PATH
    try:
        file = vault.read(path)
    except NotFoundError:
        return
    except ConfnotesError as error:
        yield Problem(error.reason, path, None, error.hint)
        return
    for damage in lost_content(file):
        yield Problem(what(damage), path, None, remedy(path, damage))
    if file.read_only:
        yield Problem(f"this cannot be changed: {file.read_only}", path, None, "convert it to UTF-8")
    yield from _unfinished(path, file.text, 1)


def _unfinished(path: str, text: str, first: int) -> Iterator[Problem]:
    """The first line, counted from `first`, in which a merge was left unfinished."""
    line = first_mark(text.split("\n"))
    if line is not None:
        damage = Damage(Fault.MERGE)
        yield Problem(what(damage), path, line + first - 1, remedy(path, damage))


def _templates(vault: Vault) -> Iterator[Problem]:
    for problem in template_problems(vault):
        yield Problem(problem.message, problem.path, problem.line, "mend the template; see docs/templates.md")


def _left(vault: Vault, prefix: str, shown: str) -> Iterator[Problem]:
    """What a save left in a folder of notes: an earlier confnotes made new versions there."""
    for copy in vault.settle(*prefix.split("/")[:-1]):
        remedy = "take over what you need into the note, then delete the copy"
        yield Problem("a save that was cut off left this text, which is in no other file", copy, None, remedy)
    if (vault.root / shown).exists():
        yield Problem("a save left this file, and may not have ended", shown, None, "run `confnotes doctor` again")


def _strange_files(vault: Vault) -> Iterator[Problem]:
    """What the scan passes over and somebody may miss; the walk goes as deep as the scan."""
    stack = [(vault.root, "", 0)]
    while stack:
        folder, prefix, depth = stack.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Problem(
                f"this folder cannot be read: {error.strerror}", prefix or None, None, "chmod u+rx the folder"
            )
            continue
        if not (os.access(folder, os.W_OK) and stat.S_IMODE(folder.stat().st_mode) & 0o222):
            yield Problem("this folder is read-only", prefix.rstrip("/") or None, None, "chmod u+w the folder")
        for entry in entries:
            shown = prefix + entry.name.encode("utf-8", "replace").decode()
            if is_unfinished(entry.name):
                yield from _left(vault, prefix, shown)
            elif _INDEX_FILES.match(entry.name):
                yield Problem(
                    "a search index lies in the vault; it is not used", shown, None, f"rm {shell_word(shown)}"
                )
            elif not entry.name.startswith(".") and entry.name != "attachments":
                yield from _strange(entry, shown, depth)
                if is_text_name(entry.name) and entry.is_dir(follow_symlinks=False) and depth < MAX_DEPTH:
                    stack.append((Path(entry.path), f"{shown}/", depth + 1))


def _strange(entry: os.DirEntry[str], shown: str, depth: int) -> Iterator[Problem]:
    """Why the scan passes a file or folder over."""
    if not is_text_name(entry.name):
        yield Problem("this name is not UTF-8, so the file is passed over", shown, None, "rename it")
    elif entry.is_symlink():
        yield Problem("links are not followed", shown, None, "put the file or folder itself here")
    elif entry.is_dir(follow_symlinks=False):
        if depth >= MAX_DEPTH:
            yield Problem("this folder lies too deep and is passed over", shown, None, "move it up")
    elif entry.name.endswith(".md") and not entry.is_file(follow_symlinks=False):
        yield Problem("this is no regular file", shown, None, "move it out of the vault")


def _notes(notes: list[Note]) -> Iterator[Problem]:
    for note in notes:
        if note.broken:
            remedy = "mend the lines between the --- in an editor; the note is shown as text until then"
            yield Problem(f"broken front matter: {note.broken.reason}", str(note.path), note.broken.line, remedy)


def _conflicts(notes: list[Note]) -> Iterator[Problem]:
    for note in notes:
        path = str(note.path)
        if _CONFLICT.search(note.path.name):
            yield Problem("a conflict copy", path, None, "take over what you need into the note, then delete the copy")
        yield from _unfinished(path, note.body, note.body_line)


def _stamps(notes: list[Note]) -> Iterator[Problem]:
    for note in notes:
        for double in double_stamps(note):
            remedy = f"`confnotes doctor --fix` gives it a second of its own; links lead to line {double.first}"
            yield Problem(f"line {double.first} has the stamp {double.stamp}, too", double.path, double.line, remedy)


def _duplicates(notes: list[Note]) -> Iterator[Problem]:
    stems: dict[str, list[Note]] = defaultdict(list)
    for note in notes:
        stems[name_key(note.stem)].append(note)
    for same in stems.values():
        for note in same[1:]:
            message = f"another note has the same name: {same[0].path}"
            yield Problem(message, str(note.path), None, "rename one: [[links]] cannot tell them apart")


def _talks(vault: Vault, notes: list[Note]) -> Iterator[Problem]:
    known: dict[str, bool] = {}
    slugs: set[str] = set()
    for conference in vault.conferences():
        program = vault.program(conference)
        known |= {f"{slug(conference)}/{talk.id}": talk.cancelled for talk in program.talks()}
        if not vault.damage.of(program_path(conference)):
            slugs.add(slug(conference))
    first: dict[str, Note] = {}
    for note in notes:
        key = note.fields.get("talk")
        if not isinstance(key, str):
            continue
        line = _field_line(note, "talk")
        if key not in known and key.partition("/")[0] in slugs:
            remedy = "see `confnotes list talks` for its key, or take the `talk:` line out"
            yield Problem(f"its talk {key} is in no program", str(note.path), line, remedy)
        elif known.get(key):
            yield Problem("its talk was cancelled", str(note.path), line, "nothing has to be done; the note stays")
        yield from _rating(vault, note, key)
        if key in first and "(conflict " not in note.path.name:
            yield Problem(f"{first[key].path} is about the same talk", str(note.path), line, "put them together")
        first.setdefault(key, note)


def _rating(vault: Vault, note: Note, key: str) -> Iterator[Problem]:
    """A rating in the note that is not the one in the marks."""
    stated = stated_rating(note.fields)
    folder, _, talk_id = key.partition("/")
    conference = next((name for name in vault.conferences() if slug(name) == folder), None)
    if stated is None or conference is None:
        return
    rating = vault.marks(conference).rating(talk_id, stated)
    if rating != stated:
        message = f"it states the rating {stated}, but {marks_path(conference)} says {rating or 'that there is none'}"
        yield Problem(
            message, str(note.path), _field_line(note, Mark.RATING), "the marks count; take one of the two out"
        )


def _field_line(note: Note, key: str) -> int:
    names = list(note.fields)
    return names.index(key) + 2 if key in names and not note.broken else 1


def _links(vault: Vault, notes: list[Note]) -> Iterator[Problem]:
    """Links in the text that mean no note or several; people and papers without a note are no problem."""
    from confnotes.markup.names import file_stem, fold

    names = LinkNames.of(notes)
    expected: set[str] = set()
    for conference in vault.conferences():
        expected.add(fold(conference))
        program = vault.program(conference)
        expected.update(fold(file_stem(person.name)) for person in program.people)
        expected.update(fold(file_stem(speaker.name)) for talk in program.talks() for speaker in talk.speakers)
    for note in notes:
        for link in note.links:
            if not link.target or link.line < note.body_line:
                continue
            meant = names.resolve(link.target, str(note.path))
            if not meant and not _is_attachment(vault, link.target, note) and fold(link.target) not in expected:
                remedy = "write the note, or mend the link"
                yield Problem(f"[[{link.target}]] leads nowhere", str(note.path), link.line, remedy)
            elif len(meant) > 1:
                message = f"[[{link.target}]] could be {' or '.join(meant[:3])}"
                yield Problem(message, str(note.path), link.line, "write the folder into the link")


def _is_attachment(vault: Vault, target: str, note: Note) -> bool:
    """Whether the link is to a file that is no note: beside the note, in its attachments, or by its path."""
    if "." not in target.rpartition("/")[2]:
        return False
    here = vault.root / note.path.parent
    candidates = (
        here / target,
        here / "attachments" / target,
        vault.root / target,
        vault.root / "attachments" / target,
    )
    return any(candidate.is_file() for candidate in candidates)


def _history(vault: Vault) -> Iterator[Problem]:
    error = vault.history.look()
    if error is not None:
        remedy = "make your state folder writable, or make room on its disk"
        yield Problem(f"earlier versions of notes cannot be kept: {error.strerror or error}", None, None, remedy)


def _unsaved(vault: Vault) -> Iterator[Problem]:
    for way_back in (last_rewrite, last_move):
        try:
            way_back(vault)
        except ConfnotesError as error:
            yield Problem(error.message, None, None, error.hint)
    if (record := find_interrupted(vault)) is not None:
        remedy = "`confnotes rename --undo` takes it back"
        what = f"renaming it to {stem_of(record.new)}" if record.new else "changing many notes at once"
        yield Problem(f"{what} was cut off in the middle", record.old or None, None, remedy)
    for kept in vault.journal.all():
        yield Problem(
            "unsaved text was kept in the journal", kept.path, None, "open the note in `confnotes` to get it back"
        )
    for kept in vault.half_typed.all():
        yield Problem(f"half-typed words were kept: {kept.path}", None, None, "go on there in `confnotes`")
    for conference in vault.conferences():
        if not (vault.root / conference_path(conference)).is_file():
            yield Problem(f"{conference} has no note of its own", program_path(conference), None, "import it again")


class DoubleStamp(NamedTuple):
    """A line, from 1, whose stamp stands in the line `first`, too; `own` is the one that it was given instead."""

    path: str
    line: int
    first: int
    stamp: str
    own: str = ""


def double_stamps(note: Note) -> Iterator[DoubleStamp]:
    """The lines of the note whose stamps stand above them already."""
    seen: dict[time, int] = {}
    for stamp in note.stamps:
        if stamp.at in seen:
            yield DoubleStamp(str(note.path), stamp.line, seen[stamp.at], stamp.at.strftime("^t%H%M%S"))
        seen.setdefault(stamp.at, stamp.line)


def mend_stamps(vault: Vault) -> list[DoubleStamp]:
    """Give these lines the next second that no other line of their note has; notes that cannot be changed stay."""
    mended: list[DoubleStamp] = []
    for path in vault.note_paths():
        found: list[DoubleStamp] = []

        def mend(text: str, path: str = path, found: list[DoubleStamp] = found) -> str:
            found.clear()
            lines = text.split("\n")
            for double in double_stamps(parse_note(PurePosixPath(path), text)):
                line = lines[double.line - 1]
                match = STAMP.search(line)
                if match is None:
                    continue
                at = datetime(1, 1, 2, int(match[1]), int(match[2]), int(match[3]))
                own = stamp_of(free_moment("\n".join(lines), at))
                lines[double.line - 1] = line[: match.start()] + own + line[match.start() + len(own) :]
                found.append(double._replace(own=own))
            return "\n".join(lines)

        try:
            if any(double_stamps(vault.note(path))):
                vault.change(path, mend)
        except ConfnotesError:
            continue
        mended += found
    return mended
