"""What is wrong in a vault, and what mends it."""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.link_names import LinkNames, stem_of
from confnotes.markup.names import name_key, slug
from confnotes.model.note import Note
from confnotes.services.links.rename_record import cut_off
from confnotes.services.notes.note_template import template_problems
from confnotes.services.papers import paper_library
from confnotes.vault import papers_file, queries_file
from confnotes.vault.atomic import TEMPORARY_PREFIX
from confnotes.vault.layout import conference_path, program_path
from confnotes.vault.people_file import PEOPLE_FILE, read_decisions
from confnotes.vault.scan import MAX_DEPTH, is_text_name
from confnotes.vault.vault import Vault

_CONFLICT = re.compile(
    r"\(conflict |\(conflicted copy|conflicted copy \d|\.sync-conflict-|\(case conflict", re.IGNORECASE
)
_INDEX_FILES = re.compile(r"(?:_\w+_\d+\.toc|\w+_\w{16}\.(?:seg|fdz|pst|trm|vps)|\w+_WRITELOCK)\Z")
_MARKERS = ("<<<<<<< ", ">>>>>>> ")


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
        *_programs(vault),
        *_people(vault),
        *_own_files(vault),
        *_templates(vault),
        *_strange_files(vault.root),
        *_notes(notes),
        *_conflicts(notes),
        *_duplicates(notes),
        *_talks(vault, notes),
        *_links(vault, notes),
        *_unsaved(vault),
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
            remedy = f"find out its encoding and convert it, e.g. iconv -f latin1 -t utf-8 {quote(path)}"
            problems.append(Problem(f"this note is read-only: {file.read_only}", path, None, remedy))
    return notes, problems


def _programs(vault: Vault) -> Iterator[Problem]:
    by_slug: dict[str, list[str]] = defaultdict(list)
    for conference in vault.conferences():
        by_slug[slug(conference)].append(conference)
        for load in (vault.program, vault.marks):
            try:
                load(conference)
            except ConfnotesError as error:
                path = program_path(conference) if load == vault.program else f"{conference}/marks.yaml"
                line = _line_in(error.message)
                message = error.message.removeprefix(f"{path}: ").removeprefix(f"line {line}: ")
                yield Problem(message, path, line, error.hint)
    for names in by_slug.values():
        if len(names) > 1:
            yield Problem(f"two conferences have the same key: {', '.join(names)}", names[1], None, "rename one folder")


def _people(vault: Vault) -> Iterator[Problem]:
    try:
        read_decisions(vault)
    except ConfnotesError as error:
        line = _line_in(error.message)
        message = error.message.removeprefix(f"{PEOPLE_FILE}: ").removeprefix(f"line {line}: ")
        yield Problem(message, PEOPLE_FILE, line, error.hint)


def _own_files(vault: Vault) -> Iterator[Problem]:
    """Saved searches, papers and their bibliography, where they cannot be read or were merged halfway."""
    for path in (queries_file.PATH, papers_file.PATH, paper_library.PATH):
        try:
            file = vault.read(path)
            if path == papers_file.PATH:
                papers_file.parse(file.text)
        except NotFoundError:
            continue
        except ConfnotesError as error:
            yield Problem(error.message.removeprefix(f"{path} "), path, _line_in(error.message), error.hint)
            continue
        if file.read_only:
            yield Problem(f"this cannot be changed: {file.read_only}", path, None, "convert it to UTF-8")
        marked = next((at for at, line in enumerate(file.text.split("\n"), 1) if line.startswith(_MARKERS)), None)
        if marked is not None:
            yield Problem("a merge by git was not finished", path, marked, "choose a side and take out the marks")


def _templates(vault: Vault) -> Iterator[Problem]:
    for problem in template_problems(vault):
        message = problem.message.removeprefix(f"the template {problem.path} ")
        yield Problem(message, problem.path, problem.line, "mend the template; see docs/templates.md")


def _line_in(message: str) -> int | None:
    match = re.search(r"\bline (\d+)", message)
    return int(match[1]) if match else None


def _strange_files(root: Path) -> Iterator[Problem]:
    """What the scan passes over and somebody may miss; the walk goes as deep as the scan."""
    stack = [(root, "", 0)]
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
            if entry.name.startswith(TEMPORARY_PREFIX):
                yield Problem("a save that was cut off left this file", shown, None, f"rm {quote(shown)}")
            elif _INDEX_FILES.match(entry.name):
                yield Problem("a search index lies in the vault; it is not used", shown, None, f"rm {quote(shown)}")
            elif entry.name.startswith(".") or entry.name == "attachments":
                continue
            elif not is_text_name(entry.name):
                yield Problem("this name is not UTF-8, so the file is passed over", shown, None, "rename it")
            elif entry.is_symlink():
                yield Problem("links are not followed", shown, None, "put the file or folder itself here")
            elif entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH:
                    stack.append((Path(entry.path), f"{shown}/", depth + 1))
                else:
                    yield Problem("this folder lies too deep and is passed over", shown, None, "move it up")
            elif entry.name.endswith(".md") and not entry.is_file(follow_symlinks=False):
                yield Problem("this is no regular file", shown, None, "move it out of the vault")


def _notes(notes: list[Note]) -> Iterator[Problem]:
    for note in notes:
        if note.broken:
            line = _line_in(note.broken)
            reason = re.sub(r"^line \d+: ", "", note.broken)
            remedy = "mend the lines between the --- in an editor; the note is shown as text until then"
            yield Problem(f"broken front matter: {reason}", str(note.path), line or 1, remedy)


def _conflicts(notes: list[Note]) -> Iterator[Problem]:
    for note in notes:
        path = str(note.path)
        if _CONFLICT.search(note.path.name):
            yield Problem("a conflict copy", path, None, "take over what you need into the note, then delete the copy")
        if _MARKERS[0] in note.body:
            for number, line in enumerate(note.body.split("\n"), note.body_line):
                if line.startswith(_MARKERS):
                    yield Problem(
                        "a merge by git was not finished", path, number, "choose a side and take out the marks"
                    )
                    break


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
        try:
            for talk in vault.program(conference).talks():
                known[f"{slug(conference)}/{talk.id}"] = talk.cancelled
        except ConfnotesError:
            continue
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
        if key in first and "(conflict " not in note.path.name:
            yield Problem(f"{first[key].path} is about the same talk", str(note.path), line, "put them together")
        first.setdefault(key, note)


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
        try:
            program = vault.program(conference)
        except ConfnotesError:
            continue
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


def _unsaved(vault: Vault) -> Iterator[Problem]:
    if (record := cut_off(vault)) is not None:
        remedy = "`confnotes rename --undo` takes it back"
        what = f"renaming it to {stem_of(record.new)}" if record.new else "changing many notes at once"
        yield Problem(f"{what} was cut off in the middle", record.old or None, None, remedy)
    for kept in vault.journal.all():
        yield Problem(
            "unsaved text was kept in the journal", kept.path, None, "open the note in `confnotes` to get it back"
        )
    for conference in vault.conferences():
        if not (vault.root / conference_path(conference)).is_file():
            yield Problem(f"{conference} has no note of its own", program_path(conference), None, "import it again")
