"""Merge the files that git leaves to us: notes, programs and marks by line and field, others kept under two names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.git.repository import REGULAR, Entry, MergedTree, Repository
from confnotes.markup.double_stamps import mend_text
from confnotes.merge.merge_files import MergedFile, later_import, merge_file
from confnotes.merge.merge_lines import Names
from confnotes.vault.program_rebase import rebase_program

_IMPORTED = re.compile(r"((?:.*/)?)\.confnotes/imported/([^/]+)/[^/]+\.json")
_LEAST_MOVED = 12  # characters: shorter lines, such as headings, may be in two notes
_TALK = re.compile(r"\A---\n(?:.*\n)*?talk: *(.+)\n")


Sides = tuple[str, str, str]
"""The commits of a merge: the last one that both sides have, "" without one, ours, and theirs."""


class NeedsUserError(ConfnotesError):
    """Only the user can say how to continue; the sync has changed nothing."""


def is_of_import(path: str) -> bool:
    """Whether an import writes this file together with others: a program, or the state of its source."""
    return path.endswith("/program.yaml") or _IMPORTED.fullmatch(path) is not None


def merge_versions(path: str, base: bytes, ours: bytes, theirs: bytes, names: Names) -> MergedFile | None:
    """Two versions of a file as one; None if they are not text that can be merged, or notes of two talks."""
    try:
        old, mine, other = (data.decode() for data in (base, ours, theirs))
        if not old and _talk(mine) != _talk(other):
            return None
        merged = merge_file(path, old, mine, other, names)
    except (UnicodeDecodeError, ConfnotesError):
        return None
    return MergedFile(mend_text(path, merged.text)[0], merged.doubts) if path.endswith(".md") else merged


def _talk(text: str) -> str:
    found = _TALK.match(text.replace("\r\n", "\n"))
    return found[1] if found else ""


def with_same_notes(repository: Repository, merged: MergedTree, sides: Sides) -> MergedTree:
    """The merge in which two new notes, one of each side, are versions of one note: those of one talk, as an import
    may have moved the talk, and so named the second one differently; and those that were one note before it was
    deleted, if one side continued it and the other renamed it.
    """
    base, ours, theirs = sides
    if not (others := _new_notes(repository, base, theirs)):
        return merged
    new = _new_notes(repository, base, ours)
    conflicts, renamed = dict(merged.conflicts), list(merged.renamed_twice)
    own = {one.talk: one for one in new if one.talk}
    for there in others:
        here = own.get(there.talk, there)
        if here.path != there.path and not {here.path, there.path} & conflicts.keys():
            conflicts |= {here.path: {2: here.entry}, there.path: {3: there.entry}}
            renamed.append(("", here.path, there.path))
    alike = _alike(new, others)
    deleted = repository.last_deleted(base) if base and alike else {}
    for one, two in alike:
        old, other = (one, two) if one.path in deleted else (two, one)
        if old.path in deleted and not {old.path, other.path} & conflicts.keys():
            stages = (2, 3) if old is one else (3, 2)
            conflicts[old.path] = {1: deleted[old.path], stages[0]: old.entry}
            conflicts[other.path] = {stages[1]: other.entry}
            renamed.append((old.path, "", other.path))
    return replace(merged, conflicts=conflicts, renamed_twice=renamed)


class _NewNote(NamedTuple):
    """A note that a commit has and the base has not."""

    path: str
    entry: Entry
    talk: str
    lines: frozenset[str]


def _new_notes(repository: Repository, base: str, commit: str) -> list[_NewNote]:
    changes = repository.changes(base or repository.no_files, commit)
    added = {one.path: one.new for one in changes if one.old.mode not in REGULAR and one.path.endswith(".md")}
    content = repository.blobs((entry.blob, path) for path, entry in added.items() if entry.mode in REGULAR)
    texts = {path: data.decode(errors="replace") for (_, path), data in content.items()}
    return [
        _NewNote(path, added[path], _talk(text), frozenset(filter(_is_long, text.splitlines())))
        for path, text in texts.items()
    ]


def _is_long(line: str) -> bool:
    return len(line.strip()) >= _LEAST_MOVED


def _alike(ours: Sequence[_NewNote], theirs: Sequence[_NewNote]) -> list[tuple[_NewNote, _NewNote]]:
    """The pairs of free notes with different names of which most long lines are the same."""
    with_line: dict[str, list[_NewNote]] = {}
    known = {one.path for one in ours} & {one.path for one in theirs}
    for one in ours:
        for line in one.lines if not one.talk and one.path not in known else ():
            with_line.setdefault(line, []).append(one)
    found = []
    for there in theirs:
        if not there.talk and there.path not in known:
            shared = Counter(one for line in there.lines for one in with_line.get(line, ()))
            found += [(one, there) for one, n in shared.items() if 2 * n > min(len(one.lines), len(there.lines))]
    return found


def second_name(path: str, blob: str) -> str:
    """The name for a version that cannot be merged: the same for the same content, on every machine."""
    place = PurePosixPath(path)
    return str(place.with_name(f"{place.stem} (conflict {blob[:8]}){place.suffix}"))


def take_newest_imports(repository: Repository, stages: dict[str, dict[int, Entry]], data: dict[str, bytes]) -> None:
    """Where both sides imported a source again, take its state of the later import, and its base and the other program
    as if that had been imported there, too: what differs then is what the user changed.
    """
    for path in [path for path in stages if _IMPORTED.fullmatch(path) and {2, 3} <= stages[path].keys()]:
        state = stages[path]
        ours, theirs = (data[state[side].blob].decode(errors="replace") for side in (2, 3))
        newest = state[2] if later_import(ours, theirs) == ours else state[3]
        match = _IMPORTED.fullmatch(path)
        assert match is not None
        program = stages.get(f"{match[1]}{match[2]}/program.yaml", {})
        for stage, entry in program.items():
            last = state.get(stage)
            if last != newest:
                before, after = (data[one.blob].decode(errors="replace") if one else "" for one in (last, newest))
                with suppress(ConfnotesError, UnicodeDecodeError):
                    text = rebase_program(data[entry.blob].decode(), before, after, match[2]).encode()
                    program[stage] = Entry(entry.mode, *repository.store(text))
                    data[program[stage].blob] = text
        stages[path] = {2: newest, 3: newest}


@dataclass(slots=True)
class Resolved:
    """What becomes of the files that git left: entries by path, None for a path that goes, and modes and contents of
    those to be stored; `doubts` are files in which both versions stand, `kept` the second names of others.
    """

    files: dict[str, Entry | None] = field(default_factory=dict)
    merged: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def without_moved_lines(
    repository: Repository, stages: dict[str, dict[int, Entry]], data: dict[str, bytes], sides: Sides
) -> None:
    """Take from notes that one side deleted and the other continued the lines that the one had moved to other notes."""
    for number, side in ((2, sides[1]), (3, sides[2])):
        gone = {path: one for path, one in stages.items() if path.endswith(".md") and 1 in one and number not in one}
        added = _added_lines(repository, sides[0], side) if gone else set()
        for versions in gone.values():
            for other in versions.keys() & {2, 3}:
                old = data[versions[1].blob].split(b"\n")
                moved = {line for line in {*old} & added if len(line.strip()) >= _LEAST_MOVED}
                text = b"\n".join(line for line in data[versions[other].blob].split(b"\n") if line not in moved)
                versions[other] = Entry(versions[other].mode, *repository.store(text))
                data[versions[other].blob] = text


def _added_lines(repository: Repository, base: str, commit: str) -> set[bytes]:
    """The lines that a commit has in notes which did not have them in the base."""
    changes = [one for one in repository.changes(base, commit) if one.path.endswith(".md") and one.new.mode in REGULAR]
    entries = {(entry.blob, one.path) for one in changes for entry in (one.old, one.new) if entry.mode in REGULAR}
    lines = {blob: {*text.split(b"\n")} for (blob, _), text in repository.blobs(entries).items()}
    return {line for one in changes for line in lines[one.new.blob] - lines.get(one.old.blob, set())}


def resolve(
    repository: Repository, merged: MergedTree, sides: Sides, is_vault: Callable[[str], bool], names: Names
) -> Resolved:
    """Merge what git could not.

    Raises NeedsUserError for files outside the vault, links and submodules.
    """
    done = Resolved()
    stages = {path: dict(entries) for path, entries in merged.conflicts.items()}
    for old, here, there in merged.renamed_twice:
        versions = {**stages.pop(old, {}), **stages.pop(here, {}), **stages.pop(there, {})}
        done.files |= {path: None for path in (old, here) if path}
        stages[there] = versions
    for path, second in merged.of_two_kinds:
        stages[path] = {2: _file_of(stages.pop(path, {}), stages.pop(second, {}))}
        done.files[second] = None
    for path, versions in stages.items():
        if not is_vault(path) or any(entry.mode not in REGULAR for entry in versions.values()):
            raise NeedsUserError(f"both machines changed {path}", "It is not a file of the vault: merge it with git.")
    entries = {(entry.blob, path) for path, versions in stages.items() for entry in versions.values()}
    data = {blob: content for (blob, _), content in repository.blobs(entries).items()}
    take_newest_imports(repository, stages, data)
    without_moved_lines(repository, stages, data, sides)
    for path, versions in stages.items():
        _resolve_file(path, versions, data, names, done)
    blobs = repository.store(*(text for _, text in done.merged.values()))
    for (path, (mode, _)), blob in zip(done.merged.items(), blobs, strict=True):
        done.files[path] = Entry(mode, blob)
    return done


def _file_of(one: dict[int, Entry], other: dict[int, Entry]) -> Entry:
    """Of a path that is a file on one side and a link on the other: the file. Links are not synced."""
    versions = [entries[side] for entries in (one, other) for side in (2, 3) if side in entries]
    return min(versions, key=lambda entry: entry.mode not in REGULAR)


def _resolve_file(path: str, versions: dict[int, Entry], data: dict[str, bytes], names: Names, done: Resolved) -> None:
    base, ours, theirs = (versions.get(stage) for stage in (1, 2, 3))
    if ours is None or theirs is None or ours.blob == theirs.blob:
        done.files[path] = ours or theirs
        return
    text = merge_versions(path, data[base.blob] if base else b"", data[ours.blob], data[theirs.blob], names)
    if text is None:
        second = second_name(path, ours.blob)
        done.files |= {path: theirs, second: ours}
        done.kept.append(second)
        return
    done.merged[path] = ours.mode, text.text.encode()
    if text.doubts:
        done.doubts.append(path)
