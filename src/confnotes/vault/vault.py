"""A vault: the folder of plain files that holds everything a person wrote."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from confnotes.errors import ConflictError, ConfnotesError, NotFoundError, UsageError
from confnotes.markup.names import name_key
from confnotes.model.program import Conference, Program
from confnotes.vault import layout
from confnotes.vault.atomic import DiskDiffersError, atomic_write
from confnotes.vault.cache import Cache
from confnotes.vault.conflict import EditConflictError
from confnotes.vault.folders import opened_folder, split_path
from confnotes.vault.heads import Head, Heads
from confnotes.vault.journal import Journal
from confnotes.vault.program_store import ProgramStore, Span
from confnotes.vault.scan import Listing, folder_names, scan, scan_folder, stems
from confnotes.vault.textfile import MAX_BYTES, encode, read_bytes, read_text, write_error
from confnotes.vault.version import FileVersion, TextFile, Version, version_of

if TYPE_CHECKING:
    from confnotes.model.note import Note
    from confnotes.vault.marks_file import Marks

_KEPT_NOTES = 4000
_ATTEMPTS = 100


class Vault:
    """The files of a vault; see `vault/layout.py` for what lies where. Paths are relative to `root`, with `/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cache = Cache(root)
        self.journal = Journal(root)
        self._programs = ProgramStore(root, self.cache)
        self._heads = Heads(root, self.cache)
        self._notes: dict[str, tuple[FileVersion, Note]] = {}

    @classmethod
    def open(cls, folder: Path) -> Vault:
        """The vault in the folder; raises NotFoundError when it is none."""
        if not _is_vault(folder):
            if not _is_folder(folder):
                raise NotFoundError(f"there is no folder {folder}", f"make a vault with `confnotes init {folder}`")
            raise NotFoundError(f"{folder} is no vault", f"make it one with `confnotes init {folder}`")
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
            raise ConfnotesError(f"{folder} is a file", "name a folder") from None
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
            f"there is no conference “{text}” here",
            f"there {'are' if len(names) > 1 else 'is'}: {', '.join(names)}"
            if names
            else "import one with `confnotes import`",
        )

    def program(self, conference: str) -> Program:
        """The conference's program, every session and talk with an id; raises NotFoundError, ConfnotesError."""
        return self._programs.load(conference)

    def day(self, conference: str, day: date) -> Program:
        """The program with only the sessions that have a talk on that day, or one at no time; raises the same."""
        return self._programs.day(conference, day)

    def facts(self, conference: str) -> Conference:
        """The conference's own facts, from whatever of its program is at hand; raises the same."""
        return self._programs.facts(conference)

    def span(self, conference: str) -> Span:
        """The days of the conference and its zone; raises as `program` does."""
        return self._programs.span(conference)

    def marks(self, conference: str) -> Marks:
        """What is starred, attended, for later, rated and not shared; raises ConfnotesError for a broken file."""
        path = layout.marks_path(conference)
        try:
            return _marks_in(path, self.read(path).text)
        except NotFoundError:
            return _marks_in(path, "")

    def mark(
        self,
        conference: str,
        talk_id: str,
        *,
        starred: bool | None = None,
        attended: bool | None = None,
        later: bool | None = None,
        rating: int | None = None,
        unshared: bool | None = None,
    ) -> Marks:
        """Change what is given (rating 0 takes it away) and answer all marks; raises ConfnotesError."""
        from confnotes.vault.marks_file import parse, with_marks

        if rating is not None and not 0 <= rating <= 5:
            raise UsageError("a rating is a number from 1 to 5", "0 takes the rating away")
        path = layout.marks_path(conference)
        after: Marks | None = None

        def marked(text: str) -> str:
            nonlocal after
            marks = _marks_in(path, text)
            text = with_marks(
                text,
                talk_id,
                starred=talk_id in marks.starred if starred is None else starred,
                attended=talk_id in marks.attended if attended is None else attended,
                later=talk_id in marks.later if later is None else later,
                rating=marks.ratings.get(talk_id) if rating is None else rating,
                unshared=talk_id in marks.unshared if unshared is None else unshared,
            )
            try:
                after = parse(text)
            except ConfnotesError:
                after = None
            if after is None or ((after.marked() | after.unshared) ^ (marks.marked() | marks.unshared)) - {talk_id}:
                raise ConfnotesError(f"{path} has the talk on several lines", "make it one line")
            return text

        self.change(path, marked, new="")
        assert after is not None
        return after

    def files(self) -> dict[str, FileVersion]:
        """Every note and program of the vault with its version, by one quick scan."""
        return scan(self.root).files()

    def listing(self) -> Listing:
        """The same as it was scanned, for asking whether it is as it was."""
        return scan(self.root)

    def read(self, path: str) -> TextFile:
        """A text file; raises NotFoundError, ConfnotesError when it is no regular file or too large."""
        return read_text(self.root, path)

    def read_bytes(self, path: str) -> bytes:
        """The bytes of a file; raises the same."""
        return read_bytes(self.root, path)

    def note(self, path: str) -> Note:
        """A note, parsed; raises as `read` does."""
        from confnotes.markup.note import parse_note

        facts = None
        with suppress(OSError, ValueError):
            facts = (self.root / path).lstat()
        version = (facts.st_mtime_ns, facts.st_size) if facts else None
        known = self._notes.get(path)
        if known and known[0] == version:
            return known[1]
        note = parse_note(PurePosixPath(path), self.read(path).text)
        if version:
            if len(self._notes) >= _KEPT_NOTES:
                self._notes.clear()
            self._notes[path] = (version, note)
        return note

    def latest_notes(self, most: int) -> list[str]:
        """The paths of so many notes, those whose files were written last, the latest first."""
        written = [(modified, path) for path, (modified, _) in self.files().items() if path.endswith(".md")]
        return [path for _, path in sorted(written, reverse=True)[:most]]

    def note_paths(self, conference: str | None = None) -> list[str]:
        """The paths of all notes, or those of a conference, sorted."""
        if conference:
            return sorted(scan_folder(self.root, conference))
        return sorted(path for path in self.files() if path.endswith(".md"))

    def save(self, path: str, text: str, based_on: Version | None) -> Version:
        """Write a file whole; answers its new version.

        `based_on` is the version that was read, None for a file that must not exist yet. Raises EditConflictError (a
        ConflictError) when the disk has another one, ConfnotesError when it cannot be written; the file is then as
        it was.
        """
        return self.save_bytes(path, encode(text, based_on), based_on)

    def save_bytes(self, path: str, data: bytes, based_on: Version | None) -> Version:
        """The same for bytes. More than can be read again is not written."""
        folders, name = split_path(path)
        if len(data) > MAX_BYTES:
            message = f"{path} would be larger than {MAX_BYTES // 1024 // 1024} MB"
            raise ConfnotesError(message, "nothing was changed; keep what is so long in a file of its own")
        try:
            with opened_folder(self.root, folders, create=based_on is None) as folder:
                atomic_write(folder, name, data, based_on)
        except (DiskDiffersError, FileNotFoundError):
            disk = None
            with suppress(NotFoundError):
                disk = self.read(path)
            raise EditConflictError(path, disk) from None
        except OSError as error:
            raise write_error(path, error) from error
        return version_of(data)

    def change(self, path: str, change: Callable[[str], str], new: str | None = None) -> bool:
        """Put what `change` makes of a file's text in its place, whoever else writes; False when that stood there.

        When another program wrote meanwhile, `change` is asked again with the new text. `new` is what a file that does
        not exist yet is taken to say; without it, NotFoundError is raised for one. Raises ConfnotesError when the file
        cannot be changed, ConflictError when it is written all the time.
        """
        for _ in range(_ATTEMPTS):
            try:
                file = self.read(path)
            except NotFoundError:
                if new is None:
                    raise
                file = None
            if file is not None and file.read_only:
                raise ConfnotesError(f"{path} cannot be changed: {file.read_only}", "convert it to UTF-8 first")
            before = file.text if file else new or ""
            text = change(before)
            if file is not None and text == before:
                return False
            with suppress(EditConflictError):
                self.save(path, text, file.version if file else None)
                return True
        raise ConflictError(f"{path} is being written all the time", "try again")

    def unique_path(self, conference: str, stem: str) -> str:
        """A path in the folder whose stem no other note of the vault has, whatever the case."""
        taken = stems(self.root)
        candidate = stem
        number = 2
        while name_key(candidate) in taken:
            candidate = f"{stem} {number}"
            number += 1
        return f"{conference}/{candidate}.md" if conference else f"{candidate}.md"

    def talk_notes(self, *conferences: str) -> dict[str, tuple[str, int]]:
        """Talk key of these conferences to the path of its note and the number of its lines that are not blank.

        A note that was begun without a program stays where it lies, so free notes are looked at, too.
        """
        found: dict[str, tuple[str, int]] = {}
        for path, head in self._all_heads(*conferences):
            if head.talk:
                found.setdefault(head.talk, (path, head.lines))
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
        return found[0] if found else None

    def settings(self) -> Mapping[str, object]:
        """The vault's own settings; empty when there are none or they cannot be read."""
        from confnotes.markup.yaml12 import load

        with suppress(ConfnotesError):
            value = load(self.read(f"{layout.MARKER}/{layout.SETTINGS}").text)
            if isinstance(value, dict):
                return value
        return {}


def _marks_in(path: str, text: str) -> Marks:
    from confnotes.vault.marks_file import parse

    try:
        return parse(text)
    except ConfnotesError as error:
        raise ConfnotesError(f"{path}: {error.message}", error.hint) from error


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
