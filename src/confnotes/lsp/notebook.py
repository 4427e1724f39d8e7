"""A vault as one editor sees it: open notes, completion candidates, and the index.

Requests run in the thread of `work`; `prepare` and `refresh` take longer and run in that of `background`, so that no
request waits for them. `matches` is fast.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

from pygls.uris import to_fs_path

from confnotes import config, system
from confnotes.catalogue.completing.complete import Completer
from confnotes.catalogue.program.whats_on import current_conference
from confnotes.catalogue.searching.find import use_opener
from confnotes.catalogue.searching.search_service import SearchService
from confnotes.errors import ConfnotesError
from confnotes.lsp.positions import Lines
from confnotes.markup.note import parse_note
from confnotes.model.candidate import CandidateMatch, Place, Trigger
from confnotes.model.note import Note
from confnotes.search.update import IndexReport
from confnotes.vault.layout import conference_of, program_path
from confnotes.vault.vault import Vault
from confnotes.vault.version import TextFile, version_of

_INDEX_SECONDS = 60.0
"""How long a request waits for the index, which takes long only when a large vault is indexed the first time."""


class Notebook:
    """The vault at `root`; columns are counted in `encoding`."""

    def __init__(self, root: Path, encoding: str) -> None:
        self.vault = EditedVault(root)
        self.programs = ProgramLines(self.vault)
        self.completer = Completer(self.vault)
        self.work = ThreadPoolExecutor(1, "confnotes-lsp")
        self.background = ThreadPoolExecutor(1, "confnotes-lsp-background")
        self._encoding = encoding
        self.versions: dict[str, int | None] = {}
        """The editor's numbers of the versions of open notes."""
        self._search = SearchService(Vault(root))  # the index knows only what is on disk
        use_opener(self.vault, self._opened_search)
        self.is_indexed = False
        """Whether the index has been updated once."""
        self._search.refresh(done=self._is_caught_up)
        self._places: dict[str, Place] = {}
        self._laid_out: list[Place] = []

    def _opened_search(self) -> SearchService:
        return self._search

    def close(self) -> None:
        """Commit pending index changes and stop the threads."""
        self._search.close()
        for threads in (self.work, self.background):
            threads.shutdown(wait=False, cancel_futures=True)

    # Paths and texts

    def path_of(self, uri: str) -> str | None:
        """The vault path of a URI; None for any other file."""
        file = to_fs_path(uri)
        with suppress(OSError, ValueError):
            path = system.real_path(Path(file or "")).relative_to(self.vault.root).as_posix()
            return path if path.endswith(".md") and not path.startswith(".") else None
        return None

    def uri_of(self, path: str) -> str:
        """The URI of a file in the vault."""
        return (self.vault.root / path).as_uri()

    def lines(self, path: str) -> Lines:
        """The lines of a file in the editor's columns; raises what `Vault.read` raises."""
        return Lines(self.vault.read(path).text, self._encoding)

    # Open notes and changes

    def put_text(self, path: str, text: str, version: int | None) -> None:
        """Set the text that the editor shows for a note, and the editor's number of that version."""
        self.vault.put_text(path, text)
        self.versions[path] = version
        self.completer.note_saved(path)

    def drop_text(self, path: str) -> None:
        """Forget a note that the editor closed."""
        self.vault.drop_text(path)
        self.versions.pop(path, None)
        self._places.pop(path, None)
        self.completer.note_saved(path)

    def files_changed(self, *paths: str) -> None:
        """Handle notes that were written, created or removed by other programs; without paths, a program changed."""
        self._search.note_saved(*paths)
        self.completer.files_changed()

    def refresh(self) -> None:
        """Reload completion candidates after changes."""
        self.completer.refresh()
        self._places.clear()
        for here in list(self._laid_out):
            self.completer.prepare(here)

    async def catch_up(self) -> bool:
        """Wait until the index matches the files on disk; returns False on timeout."""
        loop, answers = asyncio.get_running_loop(), asyncio.Queue[bool]()

        def tell(report: IndexReport | None) -> None:
            with suppress(RuntimeError):  # the server has ended
                loop.call_soon_threadsafe(answers.put_nowait, self._is_caught_up(report))

        with suppress(TimeoutError):
            async with asyncio.timeout(_INDEX_SECONDS):
                self._search.refresh(done=tell)
                while not await answers.get():
                    self._search.refresh(done=tell)  # another process writes it, or it was damaged
                return True
        return False

    def _is_caught_up(self, report: IndexReport | None) -> bool:
        """Whether the report is of an up-to-date index, even if only in memory."""
        if report is not None or self._search.why_not_written is not None:
            self.is_indexed = True
            return True
        return False

    # Completing

    def is_prepared(self, path: str) -> bool:
        """Whether `matches` has the candidates for the note."""
        return not self.completer.is_new and self._places.get(path) in self._laid_out

    def prepare(self, path: str) -> None:
        """Collect the candidates for the note."""
        if self.completer.is_new:
            self.completer.refresh()
        here = self._places[path] = self._place_of(path)
        self.completer.prepare(here)
        self._laid_out = [*(one for one in self._laid_out if one != here), here][-2:]  # keep two notes prepared

    def matches(self, trigger: Trigger, typed: str, path: str, limit: int) -> list[CandidateMatch]:
        """Candidates in the note, best first; empty until it is prepared."""
        here = self._places.get(path)
        return self.completer.matches(trigger, typed, here, limit) if here is not None else []

    def _place_of(self, path: str) -> Place:
        talk = day = None
        with suppress(ConfnotesError):
            note = self.vault.note(path)
            talk, day = note.talk_key, note.day
        known = self.completer.place_of(talk) if talk else None
        folder = conference_of(path)
        if folder not in self.vault.conferences():
            folder = current_conference(self.vault, self.now())
        return known or Place(folder, day or self.now().date())

    @staticmethod
    def now() -> datetime:
        """The current time."""
        return config.now()


_ID = re.compile(r"\bid:[ \t]*[\"']?([^\"',}\s]+)")


class ProgramLines:
    """Line numbers (from 1) in the vault's programs; each program is read once until it changes."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: dict[str, tuple[object, list[str], dict[str, int]]] = {}

    def line_of_id(self, conference: str, wanted: str) -> int | None:
        """The last line with that id: the talk's, if its session has the same id."""
        return self._read(conference)[1].get(wanted)

    def line_with(self, conference: str, words: Sequence[str]) -> int | None:
        """The first line with one of these texts."""
        lines = self._read(conference)[0]
        return next((number for number, line in enumerate(lines, 1) if any(one in line for one in words)), None)

    def _read(self, conference: str) -> tuple[list[str], dict[str, int]]:
        try:
            version = self._vault.program_version(conference)
            known = self._known.get(conference)
            if known is None or known[0] != version:
                lines = self._vault.read(program_path(conference)).text.split("\n")
                ids = {found[1]: number for number, line in enumerate(lines, 1) for found in _ID.finditer(line)}
                known = self._known[conference] = version, lines, ids
        except ConfnotesError:
            return [], {}
        return known[1:]


class EditedVault(Vault):
    """The vault at `root`, read as an editor shows it; writes go to the files."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._texts: dict[str, str] = {}
        self._parsed: dict[str, tuple[str, Note]] = {}

    @property
    def open_notes(self) -> list[str]:
        """The paths of the open notes."""
        return list(self._texts)

    def put_text(self, path: str, text: str) -> None:
        """Set the text that the editor shows for a note."""
        self._texts[path] = text

    def drop_text(self, path: str) -> None:
        """Forget a note that the editor closed."""
        self._texts.pop(path, None)
        self._parsed.pop(path, None)

    def read(self, path: str) -> TextFile:
        """The open text, else the file; raises like any vault."""
        text = self._texts.get(path)
        if text is None:
            return super().read(path)
        return TextFile(path, text, version_of(text.encode("utf-8", "replace")))

    def note(self, path: str) -> Note:
        """The open note, else the one on disk; raises like any vault."""
        text = self._texts.get(path)
        if text is None:
            return super().note(path)
        known = self._parsed.get(path)
        if known is None or known[0] is not text:  # several threads ask
            known = self._parsed[path] = text, parse_note(PurePosixPath(path), text, self.tag_syntax)
        return known[1]
