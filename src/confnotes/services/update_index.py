"""Bring the search index up to date with the files of the vault."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from confnotes import config
from confnotes.errors import ConfnotesError

if TYPE_CHECKING:
    from confnotes.search.document import Document
    from confnotes.search.harvest import TalkFacts
    from confnotes.search.store import Store
    from confnotes.search.update import IndexReport
    from confnotes.vault.vault import Vault

_BUSY_SECONDS = 30.0


def update(
    vault: Vault,
    rebuild: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> IndexReport:
    """Read what was added, changed or removed since the last time; everything, with `rebuild`.

    `progress` is called with how many files are done, and of how many. When `cancelled` answers True what was read so
    far is kept, and the rest is left for the next time. Raises ConfnotesError when another process keeps writing the
    index, or when the cache folder cannot be written.
    """
    from confnotes.search.store import IndexBusyError
    from confnotes.search.update import update as bring_up_to_date

    try:
        _, report = bring_up_to_date(
            index_store(vault),
            vault.files,
            Harvester(vault).load,
            rebuild=rebuild,
            timeout=_BUSY_SECONDS,
            progress=progress,
            cancelled=cancelled,
        )
    except IndexBusyError:
        raise ConfnotesError("another confnotes is writing the search index", "try again when it is done") from None
    except OSError as error:
        raise ConfnotesError(
            f"the search index cannot be written: {error.strerror}", "make room in, or access to, your cache folder"
        ) from error
    return report


def index_store(vault: Vault) -> Store:
    """The vault's index: in the user's cache folder, since one that came with a vault is not to be trusted."""
    from confnotes.search.store import Store

    name = blake2b(str(vault.root.resolve()).encode("utf-8", "surrogateescape"), digest_size=10).hexdigest()
    folder = config.cache_folder() / "index"
    folder.mkdir(mode=0o700, exist_ok=True)
    return Store(folder / name)


class Harvester:
    """Turns the files of a vault into documents of the index."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._talks: dict[str, tuple[int, dict[str, TalkFacts]]] = {}
        self._folders: dict[str, str] | None = None

    def load(self, path: str) -> tuple[list[Document], str]:
        """The documents of a file, and the file that they depend on; a file that cannot be read has none."""
        try:
            return self._program(path) if path.endswith("/program.yaml") else self._note(path)
        except ConfnotesError:
            return [], ""

    def _program(self, path: str) -> tuple[list[Document], str]:
        from confnotes.search.harvest import program_documents
        from confnotes.vault.layout import conference_path

        conference = path.removesuffix("/program.yaml")
        if "/" in conference:
            return [], ""
        talks = self._facts(conference)
        return program_documents(self._vault.program(conference), conference, talks.values()), conference_path(
            conference
        )

    def _note(self, path: str) -> tuple[list[Document], str]:
        from confnotes.markup.note import parse_note
        from confnotes.search.harvest import note_documents
        from confnotes.vault.layout import program_path

        note = parse_note(PurePosixPath(path), self._vault.read(path).text)
        folder = path.partition("/")[0]
        conferences = self._conferences()
        own = folder if folder in conferences.values() else None
        key = note.fields.get("talk")
        if not isinstance(key, str):
            return note_documents(note, own, None), ""
        about = conferences.get(key.partition("/")[0])
        talk = self._facts(about).get(key) if about else None
        return note_documents(note, own, talk), program_path(about) if about else ""

    def _conferences(self) -> dict[str, str]:
        """Slug -> folder of every conference."""
        from confnotes.markup.names import slug

        if self._folders is None:
            self._folders = {slug(name): name for name in self._vault.conferences()}
        return self._folders

    def _facts(self, conference: str) -> dict[str, TalkFacts]:
        """The conference's talks by key."""
        from confnotes.search.harvest import talks_of
        from confnotes.vault.layout import talk_key

        program = self._vault.program(conference)
        known = self._talks.get(conference)
        if known is None or known[0] != id(program):
            keys = {talk.id: talk_key(conference, talk.id) for talk in program.talks() if talk.id is not None}
            known = (id(program), {facts.key: facts for facts in talks_of(program, conference, keys)})
            self._talks[conference] = known
        return known[1]
