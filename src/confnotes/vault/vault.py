"""A vault: the folder of plain files that holds everything a person wrote."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator, Set
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from confnotes.errors import ConflictError, ConfnotesError, NotFoundError, UsageError
from confnotes.markup.names import name_key
from confnotes.model.mark import BEST_RATING, Mark, Marks
from confnotes.model.program import Conference, Program
from confnotes.vault import layout
from confnotes.vault.cache import Cache
from confnotes.vault.damages import DamagedFileError, Damages
from confnotes.vault.heads import Head, Heads, TalkNote
from confnotes.vault.journal import Journal
from confnotes.vault.own_files import damages_in, is_read_to_be_written, parser_of, read_own
from confnotes.vault.program_store import ConferenceSpan, ProgramStore
from confnotes.vault.scan import Entering, Listing, folder_names, scan, scan_folder, stems
from confnotes.vault.snapshot import CHANGED, TYPED
from confnotes.vault.textfile import MAX_BYTES, encode, read_bytes, read_text, write_error
from confnotes.vault.version import EditConflictError, FileVersion, TextFile, Version
from confnotes.vault.writer import VaultWriter
from confnotes.wanted import go_on

if TYPE_CHECKING:
    from confnotes.model.damage import Salvaged
    from confnotes.model.note import Note
    from confnotes.vault.history import History

Read = TypeVar("Read")
_KEPT_NOTES = 4000  # parsed notes in memory
_ATTEMPTS = 100  # each loses only when another program wrote meanwhile


class Vault:
    """The files of a vault; see `vault/layout.py` for what lies where. Paths are relative to `root`, with `/`.

    `damage` is what was found that cannot be read, `was_written` whether this process wrote to a file.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cache = Cache(root)
        self.journal = Journal(root)
        self.half_typed = Journal(root, "half-typed")
        self.damage = Damages()
        self.was_written = False
        self._writer = VaultWriter(root)
        self._programs = ProgramStore(root, self.cache, self.damage)
        self._heads = Heads(root, self.cache)
        self._notes: dict[str, tuple[FileVersion, Note]] = {}

    @cached_property
    def history(self) -> History:
        """What its notes said before."""
        from confnotes.vault.history import History

        return History(self.root)

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

    def own(self, path: str, parse: Callable[[str], Salvaged[Read]], nothing: Read) -> Read:
        """What can be read of one of confnotes' own files, `nothing` where there is none.

        What cannot is in `damage` from then on.
        """
        return read_own(self.root, path, parse, nothing, self.damage)

    def mark(
        self, conference: str, talk_id: str, *, rating: int | None = None, unrated: bool = False, **changed: bool
    ) -> Marks:
        """Set or take away marks by their names (`starred=True`), and the rating (0 takes it away).

        Answers all marks; raises ConfnotesError. `unrated`: a rating that is taken away is marked so, since the talk's
        note states one.
        """
        from confnotes.vault.marks_file import parse, with_marks

        if rating is not None and rating not in range(BEST_RATING + 1):
            raise UsageError("a rating is a number from 1 to 5", "0 takes the rating away")
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
                raise ConfnotesError(f"{path} has the talk on several lines", "make it one line")
            return text

        self.change(path, marked, new="")
        assert after is not None
        return after

    def files(self) -> dict[str, FileVersion]:
        """Every note and program of the vault with its version, by one quick scan."""
        return scan(self.root).files()

    def listing(self, entering: Entering | None = None) -> Listing:
        """The same as it was scanned, for asking whether it is as it was."""
        return scan(self.root, entering)

    def read(self, path: str) -> TextFile:
        """A text file; raises NotFoundError, ConfnotesError when it is no regular file or too large."""
        go_on()
        return read_text(self.root, path)

    def read_bytes(self, path: str) -> bytes:
        """The bytes of a file; raises the same."""
        go_on()
        return read_bytes(self.root, path)

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

    def save(self, path: str, text: str, based_on: Version | None, why: str = CHANGED) -> Version:
        """Write a file whole; answers its new version.

        What a note said before and says then goes to its history, with `why`; who types keeps that at times of its own.
        `based_on` is the version that was read, None for a file that must not exist yet. Raises EditConflictError (a
        ConflictError) when the disk has another one, ConfnotesError when it cannot be written; the file is then as
        it was.
        """
        return self.save_bytes(path, encode(text, based_on), based_on, why)

    def save_bytes(self, path: str, data: bytes, based_on: Version | None, why: str = CHANGED) -> Version:
        """The same for bytes. More than can be read again is not written, and nothing to a file that is damaged."""
        if based_on is not None:
            self.refuse_damaged(path)
        if len(data) > MAX_BYTES:
            message = f"{path} would be larger than {MAX_BYTES // 1024 // 1024} MB"
            raise ConfnotesError(message, "nothing was changed; keep what is so long in a file of its own")
        keeping: AbstractContextManager[None] = nullcontext()
        if path.endswith(".md") and why != TYPED:
            keeping = self.history.writing(path, data, why, anew=based_on is None)
        with keeping:
            version = self._writer.write(path, data, based_on)
        self.was_written = True
        return version

    def rename(self, path: str, name: str, based_on: Version) -> str:
        """Give a file another name in its folder; answers its new path.

        Raises ConflictError when it is another version by now or the name is taken, ConfnotesError; the file is then
        where it was.
        """
        if name.endswith(".md"):
            self.history.keep_file(path, "before rename", synced=False)
        renamed = self._writer.rename(path, name, based_on)
        if name.endswith(".md"):
            self.history.renamed(path, renamed)
        return renamed

    def remove(self, path: str, based_on: Version) -> None:
        """Take a file away; raises ConflictError when it is another version by now, ConfnotesError."""
        self._writer.remove(path, based_on)

    @property
    def unconfirmed(self) -> Collection[str]:
        """The paths of files of which the disk did not confirm the last change: a power cut may undo it."""
        return self._writer.unconfirmed

    def settle(self, *folders: str) -> list[str]:
        """Clear or keep what a killed program left of its saves; answers the paths of what is kept."""
        return self._writer.settle(self.journal, *folders)

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
            if file is not None:
                self.refuse_damaged(path)
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

    def refuse_damaged(self, path: str) -> None:
        """Raise DamagedFileError for one of confnotes' own files that cannot be read whole: it is not to be written."""
        if parser_of(path) is None:
            return
        found = self.damage.of(path)
        if found or not is_read_to_be_written(path):
            found = damages_in(self.read(path))
        if found:
            raise DamagedFileError(path, found)


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
