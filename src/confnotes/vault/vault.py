"""A vault: the folder of plain files that holds everything a person wrote."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Set
from contextlib import suppress
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.markup.names import name_key
from confnotes.model.mark import BEST_RATING, Mark, Marks
from confnotes.model.program import Conference, Program
from confnotes.vault import layout
from confnotes.vault.cache import Cache
from confnotes.vault.files import VaultFiles
from confnotes.vault.heads import Head, Heads, TalkNote
from confnotes.vault.program_store import ConferenceSpan, ProgramStore
from confnotes.vault.scan import folder_names, scan_folder, stems
from confnotes.vault.textfile import write_error
from confnotes.wanted import go_on

if TYPE_CHECKING:
    from confnotes.model.note import Note

_KEPT_NOTES = 4000  # parsed notes in memory


class Vault(VaultFiles):
    """What the files of a vault hold; see `vault/layout.py` for what lies where."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.cache = Cache(root)
        self._programs = ProgramStore(root, self.cache, self.damage)
        self._heads = Heads(root, self.cache)
        self._notes: dict[str, tuple[tuple[int, int], Note]] = {}

    @classmethod
    def open(cls, folder: Path) -> Vault:
        """The vault in the folder; raises NotFoundError when it is none."""
        if not _is_vault(folder):
            if not _is_folder(folder):
                raise NotFoundError(f"folder not found: {folder}", f"Create a vault with `confnotes init {folder}`.")
            raise NotFoundError(f"not a vault: {folder}", f"Make it a vault with `confnotes init {folder}`.")
        return cls(folder.resolve())

    @classmethod
    def find(cls, start: Path) -> Vault | None:
        """The vault that `start` lies in."""
        here = start.resolve()
        return next((cls(folder) for folder in (here, *here.parents) if _is_vault(folder)), None)

    @classmethod
    def create(cls, folder: Path) -> Vault:
        """Make the folder a vault; one that is a vault stays as it is. Raises ConfnotesError."""
        try:
            (folder / layout.MARKER).mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise ConfnotesError(f"{folder} is a file", "Name a folder.") from None
        except OSError as error:
            raise write_error(str(folder), error) from error
        made = cls(folder.resolve())
        path = f"{layout.MARKER}/{layout.SETTINGS}"
        if not (made.root / path).exists():
            made.save(path, layout.NEW_SETTINGS, None)
        return made

    def conferences(self) -> list[str]:
        """The names of the folders that are conferences, sorted; raises ConfnotesError when the vault is gone."""
        found = []
        for name in folder_names(self.root):
            paths = (layout.conference_path(name), layout.program_path(name))
            if any(_is_file(f"{self.root}/{path}") for path in paths):
                found.append(name)
        return found

    def conference_named(self, text: str) -> str:
        """The folder of the conference that the text names: by name, by slug, or as the only one that begins so.

        Raises NotFoundError when there is none, UsageError when there are several.
        """
        names = self.conferences()
        found = layout.conference_among(names, text)
        if found is not None:
            return found
        raise NotFoundError(
            f"no conference “{text}” here",
            f"there {'are' if len(names) > 1 else 'is'}: {', '.join(names)}"
            if names
            else "Import one with `confnotes import`.",
        )

    def program(self, conference: str, *, keep: bool = True) -> Program:
        """The conference's program as far as it can be read, all of it with ids; raises NotFoundError.

        Who goes through all conferences does not `keep` their programs in memory.
        """
        go_on()
        return self._programs.load(conference, keep=keep)

    def program_version(self, conference: str) -> object:
        """Another one when the program is another one."""
        return self._programs.version(conference)

    def keep_only(self, conferences: Set[str]) -> None:
        """Let the programs of all other conferences go from memory, and the notes that were read."""
        self._programs.keep_only(conferences)
        self._notes.clear()

    def day(self, conference: str, day: date) -> Program:
        """The program with only the sessions that have a talk on that day, or one at no time; raises the same."""
        return self._programs.day(conference, day)

    def facts(self, conference: str) -> Conference:
        """The conference's own facts, from whatever of its program is at hand; raises the same."""
        return self._programs.facts(conference)

    def span(self, conference: str) -> ConferenceSpan:
        """The days of the conference and its zone; raises as `program` does."""
        return self._programs.span(conference)

    def marks(self, conference: str) -> Marks:
        """What is starred, attended, for later, rated and not shared, as far as it can be read."""
        from confnotes.vault.marks_file import parse

        return self.own(layout.marks_path(conference), parse, Marks())

    def mark(
        self, conference: str, talk_id: str, *, rating: int | None = None, unrated: bool = False, **changed: bool
    ) -> Marks:
        """Set or take away marks by their names (`starred=True`), and the rating (0 takes it away).

        Answers all marks; raises ConfnotesError. `unrated`: a rating that is taken away is marked so, since the talk's
        note states one.
        """
        from confnotes.vault.marks_file import parse, with_marks

        if rating is not None and rating not in range(BEST_RATING + 1):
            raise UsageError("a rating is a number from 1 to 5", "0 removes the rating.")
        path = layout.marks_path(conference)
        after: Marks | None = None

        def marked(text: str) -> str:
            nonlocal after
            marks = parse(text).value
            of_talk = marks.of(talk_id).difference(changed).union(Mark(one) for one, on in changed.items() if on)
            rated = marks.ratings.get(talk_id) if rating is None else rating or (0 if unrated else None)
            text = with_marks(text, talk_id, of_talk, rated)
            written = parse(text)
            after = written.value
            if written.damage or (after.of_talks.keys() ^ marks.of_talks.keys() | after.rated ^ marks.rated) - {
                talk_id
            }:
                raise ConfnotesError(f"{path} has the talk on several lines", "Make it one line.")
            return text

        self.change(path, marked, new="")
        assert after is not None
        return after

    def note(self, path: str) -> Note:
        """A note, parsed; raises as `read` does."""
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

    def note_paths(self, conference: str | None = None) -> list[str]:
        """The paths of all notes, or those of a conference, sorted."""
        if conference:
            return sorted(scan_folder(self.root, conference))
        return sorted(path for path in self.files() if path.endswith(".md"))

    def unique_path(self, conference: str, stem: str) -> str:
        """A path in the folder whose stem no other note of the vault has, whatever the case."""
        taken = stems(self.root)
        candidate = stem
        number = 2
        while name_key(candidate) in taken:
            candidate = f"{stem} {number}"
            number += 1
        return f"{conference}/{candidate}.md" if conference else f"{candidate}.md"

    def talk_notes(self, *conferences: str) -> dict[str, TalkNote]:
        """Talk key of these conferences to its note.

        A note that was begun without a program stays where it lies, so free notes are looked at, too.
        """
        found: dict[str, TalkNote] = {}
        for path, head in self._all_heads(*conferences):
            if head.talk:
                found.setdefault(head.talk, TalkNote(path, head.lines, head.rating))
        return found

    def free_notes(self, conference: str) -> list[str]:
        """The paths of the notes in the conference's folder and of the free notes that are about no talk."""
        return [path for path, head in self._all_heads(conference) if not head.talk]

    def _all_heads(self, *conferences: str) -> Iterator[tuple[str, Head]]:
        for folder in (*conferences, layout.FREE_NOTES):
            yield from sorted(self._heads.all(folder, scan_folder(self.root, folder)).items())

    def talk_note(self, conference: str, key: str, stem: str) -> str | None:
        """The path of the talk's note; looks first where a note of that stem would be, without a scan."""
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
    """Whether there is a file; a text is asked about, since vaults of many folders ask hundreds of times."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116
    except (OSError, ValueError):
        return False
