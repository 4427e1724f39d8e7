"""Searchable content of a vault: the location of its index, the documents of its files, the user's marks and merges."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from confnotes import config
from confnotes.errors import ConfnotesError
from confnotes.model.mark import Mark, Marks
from confnotes.model.note import Note
from confnotes.model.program import Program, Session, Talk
from confnotes.search.index import ANY_CONFERENCE, IndexSnapshot
from confnotes.search.outlines import write_outline
from confnotes.search.store import Store
from confnotes.search.update import LoadedFile
from confnotes.vault import people_file
from confnotes.vault.layout import PEOPLE, talk_key, talk_stem
from confnotes.vault.vault import Vault

if TYPE_CHECKING:
    from confnotes.catalogue.templates.untouched import Untouched
    from confnotes.search.extract_documents import TalkFacts

_LONGEST_UNTOUCHED = 4_000
"""Characters. Longer notes are not compared with the templates, which would take a second for 10,000 notes."""


def index_store(vault: Vault) -> Store:
    """The vault's index, in the user's cache folder: an index inside a vault is not to be trusted.

    Without a cache folder, a temporary index is created for this process.
    """
    name = blake2b(str(vault.root.resolve()).encode("utf-8", "surrogateescape"), digest_size=10).hexdigest()
    folder = config.cache_folder() / "index" / name
    if config.why_unusable(folder) is None:
        return Store(folder)
    import shutil
    import tempfile

    store = Store(Path(tempfile.mkdtemp(prefix="confnotes-index-")))
    weakref.finalize(store, shutil.rmtree, store.folder, ignore_errors=True)
    return store


class Harvester:
    """Turns files of the vault into index documents.

    `readable` returns the searchable part of a note, or None; `program` that of a conference's program.
    """

    def __init__(
        self,
        vault: Vault,
        readable: Callable[[Note], Note | None] | None = None,
        program: Callable[[str], Program] | None = None,
    ) -> None:
        self._vault = vault
        self._readable = readable
        self._program_of = program or vault.program
        self._facts_of = vault.facts if program is None else lambda conference: program(conference).conference
        self._talks: dict[str, tuple[Program, dict[str, TalkFacts]]] = {}
        self._folders: dict[str, str] | None = None
        self._places = {"": ("", "")}
        self._untouched: Untouched | None = None

    def renewed(self) -> Harvester:
        """A copy that reads conferences and templates again; other threads may still use this one."""
        fresh = Harvester(self._vault, self._readable)
        fresh._program_of, fresh._facts_of = self._program_of, self._facts_of
        fresh._talks = self._talks
        return fresh

    def forget(self) -> None:
        """Free the programs that were read."""
        self._talks.clear()

    def load(self, path: str) -> LoadedFile:
        """What the index stores of a file; nothing if it cannot be read."""
        try:
            return self._program(path) if path.endswith("/program.yaml") else self._note(path)
        except (ConfnotesError, OSError, ValueError, RecursionError):
            return LoadedFile(needs=_own_conference(path))

    def _program(self, path: str) -> LoadedFile:
        from confnotes.search.extract_documents import program_documents

        conference = path.removesuffix("/program.yaml")
        if "/" in conference:
            return LoadedFile()
        program = self._program_of(conference)
        documents = program_documents(program, conference, self._facts(conference).values())
        return LoadedFile(documents, _own_conference(path))

    def _note(self, path: str) -> LoadedFile:
        from confnotes.markup.note import parse_note
        from confnotes.search.extract_documents import links_only, note_documents

        note = parse_note(PurePosixPath(path), self._vault.read(path).text, self._vault.tag_syntax)
        outline = write_outline(note)
        note = self._prompts().without_prompts(note)
        if self._readable is not None:
            shared = self._readable(note)
            if shared is None:
                return LoadedFile()
            note, outline = shared, write_outline(shared)
        is_long = len(note.body) > _LONGEST_UNTOUCHED
        written = is_long or bool(self._prompts().body_without(note).strip())
        folder = path.partition("/")[0]
        conferences = self._conferences()
        own = folder if folder in conferences.values() else None
        if self._vault.excluded and path.startswith(self._vault.excluded):
            document = note_documents(note, own, None, written=written)[0]
            return LoadedFile([links_only(document)], _own_conference(path), outline)
        key = note.talk_key
        if key is None:
            documents = note_documents(note, own, None, self._where(own or ""), written=written)
            return LoadedFile(documents, _own_conference(path), outline)
        about, talk = conferences.get(f"{key.partition('/')[0]}/"), None
        if about:
            with suppress(ConfnotesError):
                talk = self._facts(about).get(key)
        return LoadedFile(
            note_documents(note, own, talk, self._where(about or ""), written=written),
            f"{about}/" if about == folder else ANY_CONFERENCE,
            outline,
        )

    def _where(self, conference: str) -> tuple[str, str]:
        """Place and year of a conference from its note, which is faster to read than its program."""
        if conference not in self._places:
            from confnotes.search.extract_documents import where_and_when

            self._places[conference] = "", ""
            with suppress(ConfnotesError):
                self._places[conference] = where_and_when(self._facts_of(conference))
        return self._places[conference]

    def _prompts(self) -> Untouched:
        """Prompts of templates: in an untouched note they are not tasks and questions yet."""
        if self._untouched is None:
            from confnotes.catalogue.templates.untouched import Untouched

            self._untouched = Untouched.of(self._vault)
        return self._untouched

    def _conferences(self) -> dict[str, str]:
        """Folders of all conferences by the prefix of their talks' keys."""
        if self._folders is None:
            self._folders = {talk_key(name, ""): name for name in self._vault.conferences()}
        return self._folders

    def _facts(self, conference: str) -> dict[str, TalkFacts]:
        """The conference's talks by key."""
        from confnotes.search.extract_documents import talks_of

        program = self._program_of(conference)
        known = self._talks.get(conference)
        if known is None or known[0] is not program:

            def name(session: Session, talk: Talk) -> tuple[str, str]:
                return talk_key(conference, talk.id or ""), talk_stem(program.conference, session, talk)

            known = (program, {facts.key: facts for facts in talks_of(program, conference, name)})
            self._talks[conference] = known
        return known[1]


def _own_conference(path: str) -> str:
    """The folder of the conference that the file depends on, if it is one."""
    folder, separator, _ = path.partition("/")
    return folder + separator


def read_text(vault: Vault, path: str) -> str | None:
    """The text of a note, None if it can no longer be read."""
    try:
        return vault.read(path).text
    except ConfnotesError:
        return None


def all_marks(vault: Vault) -> Marks:
    """The marks of all programs, by talk key."""
    of_talks: dict[str, frozenset[Mark]] = {}
    ratings: dict[str, int] = {}
    for conference in vault.conferences():
        marks = vault.marks(conference)
        of_talks |= {talk_key(conference, talk): found for talk, found in marks.of_talks.items()}
        ratings |= {talk_key(conference, talk): rating for talk, rating in marks.ratings.items()}
    return Marks(of_talks, ratings)


def names_of_one(vault: Vault, index: IndexSnapshot) -> list[tuple[str, ...]]:
    """Rows of names, each of one person, for searches by speaker."""
    return people_file.names_of_one(vault, index.outlines(f"{PEOPLE}/"))
