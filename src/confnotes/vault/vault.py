"""A vault: the folder of plain files with everything the user wrote."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Set
from contextlib import suppress
from datetime import date
from pathlib import Path, PurePosixPath
from shlex import quote
from typing import TYPE_CHECKING

from confnotes.errors import ConflictError, ConfnotesError, MissingError, NotFoundError, UsageError
from confnotes.model.mark import BEST_RATING, Mark, Marks
from confnotes.model.program import Conference, Program
from confnotes.model.repeated_talks import RepeatedTalks
from confnotes.vault import layout
from confnotes.vault.cache import Cache
from confnotes.vault.files import VaultFiles
from confnotes.vault.heads import Head, Heads, TalkNote
from confnotes.vault.program_store import ConferenceSpan, ProgramStore
from confnotes.vault.scan import folder_names, scan_folder, unique_stem
from confnotes.vault.textfile import write_error
from confnotes.wanted import go_on

if TYPE_CHECKING:
    from confnotes.model.note import Note

_KEPT_NOTES = 4000  # parsed notes in memory
_FEW_NOTES = 100  # to read, in less time than loading the index takes


class Vault(VaultFiles):
    """The content of a vault's files; see `vault/layout.py` for their layout."""

    is_alone = False
    """Whether the user named it for this call, so that searches do not go beyond it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.cache = Cache(root)
        self._programs = ProgramStore(root, self.cache, self.damage)
        self._heads = Heads(root, self.cache)
        self._notes: dict[str, tuple[tuple[int, int], Note]] = {}

    @classmethod
    def open(cls, folder: Path) -> Vault:
        """The vault in the folder; raises NotFoundError if it is not a vault."""
        if not _is_vault(folder):
            if not _is_folder(folder):
                if folder.exists():
                    raise NotFoundError(f"not a folder: {folder}", "Name the folder of a vault.")
                hint = f"Create a vault with `confnotes init {quote(str(folder))}`."
                raise NotFoundError(f"folder not found: {folder}", hint)
            raise NotFoundError(f"not a vault: {folder}", f"Make it one with `confnotes init {quote(str(folder))}`.")
        return cls(folder.resolve())

    @classmethod
    def find(cls, start: Path) -> Vault | None:
        """The vault that contains `start`; None outside of any vault."""
        here = start.resolve()
        return next((cls(folder) for folder in (here, *here.parents) if _is_vault(folder)), None)

    @classmethod
    def create(cls, folder: Path) -> Vault:
        """Make the folder a vault, or leave it as it is if it is one. Raises ConfnotesError."""
        try:
            (folder / layout.MARKER).mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise ConfnotesError(f"{folder} is a file", "Name a folder.") from None
        except OSError as error:
            raise write_error(str(folder), error) from error
        made = cls(folder.resolve())
        path = f"{layout.MARKER}/{layout.SETTINGS}"
        if not (made.root / path).exists():
            with suppress(ConflictError):  # another start was quicker
                made.save(path, layout.NEW_SETTINGS, None)
        return made

    def conferences(self) -> list[str]:
        """The names of conference folders, sorted; raises ConfnotesError if the vault no longer exists."""
        found = []
        for name in folder_names(self.root):
            paths = (layout.conference_path(name), layout.program_path(name))
            if any(_is_file(f"{self.root}/{path}") for path in paths):
                found.append(name)
        return found

    def conference_named(self, text: str) -> str:
        """The folder of the conference that the text names: by name, by slug, or as the only one that begins with it.

        Raises NotFoundError if none matches, UsageError if several do.
        """
        names = self.conferences()
        found = layout.conference_among(names, text)
        if found is not None:
            return found
        raise MissingError(
            f"conference not found: {text}",
            f"Conferences: {', '.join(names)}." if names else "Import one with `confnotes import`.",
        )

    def program(self, conference: str, *, keep: bool = True) -> Program:
        """The conference's program as far as it can be read, with ids for all talks; raises NotFoundError.

        Callers that read all programs do not `keep` them in memory.
        """
        go_on()
        return self._programs.load(conference, keep=keep)

    def program_version(self, conference: str) -> object:
        """A value that changes when the program changes."""
        return self._programs.version(conference)

    def keep_only(self, conferences: Set[str]) -> None:
        """Remove the programs of all other conferences, and the parsed notes, from memory."""
        self._programs.keep_only(conferences)
        self._notes.clear()

    def day(self, conference: str, day: date) -> Program:
        """The program with only the sessions that have a talk on that day or without a time; raises like `program`."""
        return self._programs.day(conference, day)

    def facts(self, conference: str) -> Conference:
        """The conference's own facts, from any loaded part of its program; raises like `program`."""
        return self._programs.facts(conference)

    def span(self, conference: str) -> ConferenceSpan:
        """The days of the conference and its zone; raises like `program`."""
        return self._programs.span(conference)

    def repeated_talks(self, conference: str) -> RepeatedTalks:
        """The talks with several slots; none if the program cannot be read."""
        try:
            return self._programs.repeated_talks(conference)
        except ConfnotesError:
            return RepeatedTalks()

    def marks(self, conference: str) -> Marks:
        """All marks of the conference's talks, as far as they can be read; those of a repeated talk for each slot."""
        written = self.written_marks(conference)
        return self.repeated_talks(conference).marks(written) if written.of_talks or written.ratings else written

    def written_marks(self, conference: str) -> Marks:
        """The marks by the ids under which they are written, as far as they can be read."""
        from confnotes.vault.marks_file import parse

        return self.own(layout.marks_path(conference), parse, Marks())

    def mark(
        self, conference: str, talk_id: str, *, rating: int | None = None, unrated: bool = False, **changed: bool
    ) -> Marks:
        """Set or remove marks by name (`starred=True`), and the rating (0 removes it).

        A mark of a repeated talk is set once, and removed from all its slots. Returns all marks; raises ConfnotesError.
        `unrated`: record the removal of the rating, because the talk's note states one.
        """
        from confnotes.vault.marks_file import HEAD, parse, with_marks

        if rating is not None and rating not in range(BEST_RATING + 1):
            raise UsageError("a rating is a number from 1 to 5", "0 removes the rating.")
        values: dict[Mark, int | None] = {Mark(name): on for name, on in changed.items()}
        for mark, opposite in ((Mark.ATTENDED, Mark.ABSENT), (Mark.ABSENT, Mark.ATTENDED)):
            if values.get(mark):
                values[opposite] = 0
        if rating is not None:
            values[Mark.RATING] = rating or (0 if unrated else None)
        path = layout.marks_path(conference)
        repeated = self.repeated_talks(conference)
        after: Marks | None = None

        def marked(text: str) -> str:
            nonlocal after
            before = after = parse(text).value
            lines = repeated.change(before, talk_id, values)
            for one, (of_talk, rated) in lines.items():
                text = with_marks(text, one, of_talk, rated)
            written = parse(text)
            after = written.value
            if written.damage or (after.of_talks.keys() ^ before.of_talks.keys() | after.rated ^ before.rated) - {
                talk_id,
                *lines,
            }:
                raise ConfnotesError(f"{path} has the talk on several lines", "Make it one line.")
            return text

        self.change(path, marked, new="", empty=HEAD)
        assert after is not None
        return repeated.marks(after)

    def note(self, path: str) -> Note:
        """A parsed note; raises like `read`."""
        from confnotes.markup.note import parse_note

        go_on()
        facts = None
        with suppress(OSError, ValueError):
            facts = (self.root / path).lstat()
        version = (facts.st_mtime_ns, facts.st_size) if facts else None
        known = self._notes.get(path)
        if known and known[0] == version:
            return known[1]
        note = parse_note(PurePosixPath(path), self.read(path).text, self.tag_syntax)
        if version:
            if len(self._notes) >= _KEPT_NOTES:
                self._notes.clear()
            self._notes[path] = (version, note)
        return note

    def read_notes(self) -> list[Note] | None:
        """All notes by path if nearly all have been read, as by an export; else the index is faster."""
        paths = self.note_paths()
        with suppress(ConfnotesError):
            if sum(path not in self._notes for path in paths) < _FEW_NOTES:
                return [self.note(path) for path in paths]
        return None

    def note_paths(self, conference: str | None = None) -> list[str]:
        """The paths of all notes, or of a conference's notes, sorted."""
        if conference:
            return sorted(scan_folder(self.root, conference))
        return sorted(path for path in self.files() if path.endswith(".md"))

    def unique_path(self, conference: str, stem: str) -> str:
        """A path in the folder whose stem no other note of the vault has, ignoring case."""
        candidate = unique_stem(self.root, stem)
        return f"{conference}/{candidate}.md" if conference else f"{candidate}.md"

    def talk_notes(self, *conferences: str) -> dict[str, TalkNote]:
        """The notes of the talks of these conferences, by talk key; that of a repeated talk for each slot."""
        found = self.written_notes(*conferences)
        for conference in conferences if found else ():
            repeated, prefix = self.repeated_talks(conference), layout.talk_key(conference, "")
            if repeated.talks:
                own = {key.removeprefix(prefix): note for key, note in found.items() if key.startswith(prefix)}
                found |= {prefix + slot: note for slot, note in repeated.on_slots(own).items()}
        return found

    def written_notes(self, *conferences: str) -> dict[str, TalkNote]:
        """The notes of the talks of these conferences, by the talk keys in their front matter.

        A note that was created before its program was imported stays in its folder, so free notes are searched, too.
        """
        found: dict[str, TalkNote] = {}
        for path, head in self._all_heads(*conferences):
            if head.talk:
                found.setdefault(head.talk, TalkNote(path, head.lines, head.rating))
        return found

    def free_notes(self, conference: str) -> list[str]:
        """The paths of notes without a talk: in the conference's folder, and among the free notes."""
        return [path for path, head in self._all_heads(conference) if not head.talk]

    def empty_notes(self) -> set[str]:
        """The paths of talks' notes that neither say anything yet nor rate the talk."""
        notes = self.written_notes(*self.conferences()).values()
        return {note.path for note in notes if not (note.lines or note.rating)}

    def written_paths(self, conference: str) -> list[str]:
        """The paths of notes in the conference's folder into which somebody wrote something."""
        heads = self._heads.all(conference, scan_folder(self.root, conference))
        return sorted(path for path, head in heads.items() if head.lines)

    def _all_heads(self, *conferences: str) -> Iterator[tuple[str, Head]]:
        for folder in (*conferences, layout.FREE_NOTES):
            yield from sorted(self._heads.all(folder, scan_folder(self.root, folder)).items())

    def talk_note(self, conference: str, key: str, stem: str) -> str | None:
        """The path of the talk's note; looks first at a note of that stem, without a scan."""
        path = f"{conference}/{stem}.md"
        head = self._heads.one(path)
        if head and head.talk == key:
            return path
        found = self.talk_notes(conference).get(key)
        return found.path if found else None


def _is_vault(folder: Path) -> bool:
    return _is_folder(folder / layout.MARKER)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _is_file(path: str) -> bool:
    """Whether a regular file exists; takes a string, since large vaults check hundreds of paths."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116
    except (OSError, ValueError):
        return False
