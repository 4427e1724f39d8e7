"""A vault as an audience may read it: hidden content does not exist in it.

Hidden notes are missing; the others are filtered by `AudienceFilter`. Read-only: files are written through the vault
itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.audience.shared_search import SharedSearch
from confnotes.catalogue.searching.find import use_index
from confnotes.catalogue.searching.hit_lines import with_lines
from confnotes.errors import MissingError, NotFoundError
from confnotes.model.hit import Hits
from confnotes.model.note import Note
from confnotes.model.program import Conference, Program
from confnotes.model.summary import Audience
from confnotes.vault.heads import Head
from confnotes.vault.layout import conference_path
from confnotes.vault.program_store import ConferenceSpan, on_day, span_of
from confnotes.vault.vault import Vault
from confnotes.vault.version import FileVersion, TextFile


class AudienceVault(Vault):
    """A snapshot of the vault for an audience; create a new one when files have changed."""

    def __init__(self, vault: Vault, audience: Audience) -> None:
        super().__init__(vault.root)
        self._whole = vault
        self._shown = AudienceFilter(vault, audience)
        self._shared = SharedSearch(vault, audience, None)
        self._visible = {str(note.path) for note in self._shared.index().outlines()}
        programs = {path.partition("/")[0] for path in self._whole.files() if path.endswith("/program.yaml")}
        self._conferences = [
            name for name in vault.conferences() if name in programs or conference_path(name) in self._visible
        ]
        use_index(self, self._shared)

    def conferences(self) -> list[str]:
        """The conferences with a program or a visible page."""
        return self._conferences

    def search(self, query: str, limit: int) -> Hits:
        """The best hits, with snippets of visible text."""
        found = self._shared.find(query, limit, "relevance")
        return with_lines(self, found)

    def files(self) -> dict[str, FileVersion]:
        """The visible notes, and the programs."""
        return {path: version for path, version in super().files().items() if self._is_visible(path)}

    def read(self, path: str) -> TextFile:
        """The visible text of a note without front matter, with unchanged line numbers; other files unchanged."""
        file = self._whole.read(path)
        if not path.endswith(".md"):
            return file
        note = self.note(path)
        return file._replace(text="\n" * (note.body_line - 1) + note.body)

    def read_bytes(self, path: str) -> bytes:
        """The result of `read` as bytes."""
        return self.read(path).text.encode() if path.endswith(".md") else self._whole.read_bytes(path)

    def note(self, path: str) -> Note:
        """The visible part of a note; raises NotFoundError if it is hidden."""
        shown = self._shared.readable(self._whole.note(path)) if self._is_visible(path) else None
        if shown is None:
            raise NotFoundError(f"note not found: {path}", "List notes with `confnotes list notes`.")
        return shown

    def program(self, conference: str, *, keep: bool = True) -> Program:
        """The visible talks; raises like `Vault.program`, also for a conference that is not visible."""
        if conference not in self._conferences:
            raise MissingError(f"conference not found: {conference}", "See `confnotes list conferences`.")
        return self._shown.program(conference, keep=keep)

    def day(self, conference: str, day: date) -> Program:
        """The visible talks of a day; raises like `program`."""
        return on_day(self.program(conference), day)

    def facts(self, conference: str) -> Conference:
        """The visible facts; raises like `program`."""
        return self.program(conference).conference

    def span(self, conference: str) -> ConferenceSpan:
        """The visible days; raises like `program`."""
        return span_of(self.program(conference))

    def note_paths(self, conference: str | None = None) -> list[str]:
        """The paths of visible notes."""
        return [path for path in super().note_paths(conference) if self._is_visible(path)]

    def talk_note(self, conference: str, key: str, stem: str) -> str | None:
        """The path of the talk's note if it is visible."""
        found = self._whole.talk_note(conference, key, stem)
        return found if found is not None and self._is_visible(found) else None

    def _all_heads(self, *conferences: str) -> Iterator[tuple[str, Head]]:
        return ((path, head) for path, head in super()._all_heads(*conferences) if self._is_visible(path))

    def _is_visible(self, path: str) -> bool:
        return path in self._visible or not path.endswith(".md")
