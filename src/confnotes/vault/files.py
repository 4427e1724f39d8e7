"""The files of a vault: read, saved without losing anything, renamed, and changed while other programs write."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.model.damage import Salvaged
from confnotes.vault.journal import Journal
from confnotes.vault.own_files import DamagedFileError, Damages, damages_in, is_read_to_be_written, parser_of, read_own
from confnotes.vault.scan import Entering, Listing, scan
from confnotes.vault.snapshot import CHANGED, TYPED
from confnotes.vault.textfile import MAX_BYTES, encode, read_bytes, read_text
from confnotes.vault.version import FileVersion, TextFile, Version
from confnotes.vault.writer import VaultWriter
from confnotes.wanted import go_on

if TYPE_CHECKING:
    from confnotes.markup.tags import TagSyntax
    from confnotes.vault.history import History

Read = TypeVar("Read")
_ATTEMPTS = 100  # each fails only if another program wrote meanwhile


class VaultFiles:
    """The files below `root`; paths are relative to it, with `/`.

    `damage` are problems of damaged files, `was_written` tells whether this process wrote to a file.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.journal = Journal(root)
        self.half_typed = Journal(root, "half-typed")
        self.damage = Damages()
        self.was_written = False
        self._writer = VaultWriter(root)

    @cached_property
    def history(self) -> History:
        """Earlier versions of its notes."""
        from confnotes.vault.history import History

        return History(self.root)

    @cached_property
    def tag_syntax(self) -> TagSyntax:
        """The syntax of tags: that of zk's settings if the vault is a notebook of zk, too."""
        from confnotes.vault.other_programs import read_tag_syntax

        return read_tag_syntax(self.root)

    @cached_property
    def excluded(self) -> tuple[str, ...]:
        """How the paths begin of notes that Obsidian's settings exclude from search."""
        from confnotes.vault.other_programs import read_excluded

        return read_excluded(self.root)

    def own(self, path: str, parse: Callable[[str], Salvaged[Read]], nothing: Read) -> Read:
        """The readable content of one of confnotes' own files; `nothing` if it does not exist.

        Problems are added to `damage`.
        """
        return read_own(self.root, path, parse, nothing, self.damage)

    def files(self) -> dict[str, FileVersion]:
        """Every note and program of the vault with its version, by a quick scan."""
        return scan(self.root).files()

    def listing(self, entering: Entering | None = None) -> Listing:
        """The result of the scan itself, to compare with later ones."""
        return scan(self.root, entering)

    def read(self, path: str) -> TextFile:
        """A text file; raises NotFoundError, or ConfnotesError if it is not a regular file or too large."""
        go_on()
        return read_text(self.root, path)

    def read_bytes(self, path: str) -> bytes:
        """The bytes of a file; raises like `read`."""
        go_on()
        return read_bytes(self.root, path)

    def latest_notes(self, most: int) -> list[str]:
        """The paths of the `most` notes that were written last, latest first."""
        written = [(modified, path) for path, (modified, _) in self.files().items() if path.endswith(".md")]
        return [path for _, path in sorted(written, reverse=True)[:most]]

    def save(self, path: str, text: str, based_on: Version | None, why: str = CHANGED) -> Version:
        """Write a whole file; returns its new version.

        The old and the new text of a note are added to its history, with `why`; an editor does so at times of its own.
        `based_on` is the version that was read, None for a file that must not exist. Raises EditConflictError (a
        ConflictError) if the file on disk has another version, and ConfnotesError if it cannot be written; the file is
        then unchanged.
        """
        return self.save_bytes(path, encode(text, based_on), based_on, why)

    def save_bytes(self, path: str, data: bytes, based_on: Version | None, why: str = CHANGED) -> Version:
        """Like `save`, for bytes. Refuses files too large to be read again, and damaged files."""
        if based_on is not None:
            self.refuse_damaged(path)
        if len(data) > MAX_BYTES:
            message = f"{path} would be larger than {MAX_BYTES // 1024 // 1024} MB"
            raise ConfnotesError(message, "Nothing was changed. Put long text into a separate file.")
        keeping: AbstractContextManager[None] = nullcontext()
        if path.endswith(".md") and why != TYPED:
            keeping = self.history.writing(path, data, why, anew=based_on is None)
        with keeping:
            version = self._writer.write(path, data, based_on)
        self.was_written = True
        return version

    def rename(self, path: str, name: str, based_on: Version) -> str:
        """Rename a file in its folder; returns its new path.

        Raises ConflictError if it has another version or the name is taken, and ConfnotesError; the file is then
        unchanged.
        """
        if name.endswith(".md"):
            self.history.keep_file(path, "before rename", synced=False)
        renamed = self._writer.rename(path, name, based_on)
        if name.endswith(".md"):
            self.history.renamed(path, renamed)
        return renamed

    def remove(self, path: str, based_on: Version) -> None:
        """Remove a file; raises ConflictError if it has another version, and ConfnotesError."""
        self._writer.remove(path, based_on)

    @property
    def unconfirmed(self) -> Collection[str]:
        """The paths of files whose last change the disk did not confirm: a power cut may undo it."""
        return self._writer.unconfirmed

    def settle(self, *folders: str) -> list[str]:
        """Remove or keep files that killed saves left; returns the paths of those kept."""
        return self._writer.settle(self.journal, *folders)

    def change(
        self, path: str, change: Callable[[str], str], new: str | None = None, *, empty: str | None = None
    ) -> bool:
        """Replace a file's text by the result of `change`; False if that is the same text.

        If another program writes meanwhile, `change` is called again with the new text. `new` is the text to start from
        if the file does not exist; without it, NotFoundError is raised. A file is removed if its text becomes `empty`:
        so undoing the first change leaves no new file. Raises ConfnotesError if the file cannot
        be changed, and ConflictError if it keeps changing.
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
                raise ConfnotesError(f"{path} cannot be changed: {file.read_only}", "Convert it to UTF-8 first.")
            before = file.text if file else new or ""
            text = change(before)
            if (file is not None and text == before) or (file is None and empty is not None and text in (empty, new)):
                return False
            with suppress(ConflictError):
                if file is not None and text == empty:
                    self.remove(path, file.version)
                else:
                    self.save(path, text, file.version if file else None)
                return True
        raise ConflictError(f"{path} keeps changing while it is read", "Try again.")

    def refuse_damaged(self, path: str) -> None:
        """Raise DamagedFileError for a damaged file of confnotes, which must not be written."""
        if parser_of(path) is None:
            return
        found = self.damage.of(path)
        if found or not is_read_to_be_written(path):
            found = damages_in(self.read(path))
        if found:
            raise DamagedFileError(path, found)
