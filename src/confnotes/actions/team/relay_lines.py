"""Send notes through the relay of the team as soon as they are saved, and receive those of the others.

Two threads do it, which nobody waits for. What goes through the relay are the notes that a sync would send, as the
team may see them; what comes is kept where a sync keeps it, until git brings the same or something newer.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Final

from confnotes.actions.team.colleague_files import take_relayed
from confnotes.actions.team.shared_files import SharedFiles
from confnotes.actions.team.sync_team import BRANCH, SENT
from confnotes.errors import ConfnotesError, NetworkError
from confnotes.git.bare_repository import REMOTE, BareRepository
from confnotes.model.schema import plain
from confnotes.vault.relay_state import (
    MAX_AT_ONCE,
    MAX_EARLIER,
    MAX_RELAYED_BYTES,
    RelayAddress,
    RelayedNote,
    read_relayed_note,
    relay_of,
    store_relay,
)
from confnotes.vault.team_state import Team, joined_team, shareable_path, team_of, team_repository
from confnotes.vault.vault import Vault
from confnotes.web.relay import RelayConnection

_PAUSES: Final = (1.0, 2.0, 4.0, 6.0)
"""Seconds from one attempt to reach the relay to the next one."""
_LONG_PAUSE: Final = 60.0  # after it refused something, which the user has to change
_LATEST: Final = 8
"""Notes that a new run of the relay gets although git has them: those a person may have written while it was away."""


@dataclass(frozen=True, slots=True)
class RelayNews:
    """What happened at the relay: the colleagues whose notes came, whether it cannot be reached, and what the user has
    to know.
    """

    received: tuple[str, ...] = ()
    is_offline: bool = False
    message: str = ""
    hint: str = ""


def team_id(vault: Vault) -> str:
    """What all members of a team know, and nobody else: an id made of its first commit. Raises ConfnotesError."""
    joined_team(vault.root)
    repository = BareRepository(team_repository(vault.root))
    first = repository.line("rev-list", "--max-parents=0", f"refs/remotes/{REMOTE}/{BRANCH}").partition("\n")[0]
    if not first:
        raise ConfnotesError("the team has not been synced yet", "Run `confnotes team sync`.")
    return hashlib.sha256(first.encode()).hexdigest()


def use_relay(vault: Vault, relay: RelayAddress) -> None:
    """Use a relay from now on, if it can be reached and is that of the team. Raises ConfnotesError."""
    _connection(vault, relay).read(joined_team(vault.root).name, "", 0)
    store_relay(vault.root, relay)


def _connection(vault: Vault, relay: RelayAddress) -> RelayConnection:
    return RelayConnection(relay.url, relay.token, relay.fingerprint, team_id(vault))


class RelayLines:
    """Sends and receives while the process runs; `tell` gets the news, in other threads."""

    def __init__(self, vault: Vault, tell: Callable[[RelayNews], None]) -> None:
        self._vault, self._tell = vault, tell
        self._relay: RelayAddress | None = None
        self._run = ""  # of the relay that is connected
        self._saved = Event()

    def look(self) -> None:
        """Begin if the user has chosen a relay, or another one; end if the user has none any more."""
        relay, team = relay_of(self._vault.root), team_of(self._vault.root)
        if relay == self._relay or team is None:
            return
        self._relay, self._run = relay, ""
        self._saved.set()
        self._saved = Event()
        if relay is not None:
            Thread(target=self._receive, args=(relay, team), daemon=True).start()
            Thread(target=self._send, args=(relay, team, self._saved), daemon=True).start()
        else:
            self._tell(RelayNews())

    def saved(self) -> None:
        """Something was saved: send it."""
        self._saved.set()

    # Receiving

    def _receive(self, relay: RelayAddress, team: Team) -> None:
        """Ask for notes again and again; a new run of the relay gets what it lacks."""
        after, failed = 0, 0
        while relay == self._relay:
            try:
                answer = _connection(self._vault, relay).read(team.name, self._run, after)
                after, run = int(answer["number"]), str(answer["run"])
                read = [read_relayed_note(one["name"], one) for one in answer["notes"]]
                notes = [one for one in read if one is not None]
                received = take_relayed(self._vault, team.name, notes)
            except (ConfnotesError, OSError, KeyError, TypeError, ValueError) as error:
                news = _failure(error)
                if relay != self._relay:
                    return
                if self._run or news.message or not failed:
                    self._tell(news)
                self._run = ""
                time.sleep(_LONG_PAUSE if news.message else _PAUSES[min(failed, len(_PAUSES) - 1)])
                failed += 1
                continue
            if received or run != self._run or len(notes) < len(read):
                ignored = "Ignored data from the relay that is not a note" if len(notes) < len(read) else ""
                self._tell(RelayNews(received, message=ignored))
            if run != self._run:
                self._run, failed = run, 0
                self._saved.set()

    # Sending

    def _send(self, relay: RelayAddress, team: Team, saved: Event) -> None:
        """Send what was saved, once the relay is connected."""
        outbox, run = _RelayOutbox(self._vault.root, team), ""
        while saved.wait() and relay == self._relay:
            saved.clear()
            if not self._run:
                continue  # the thread that receives says when it is connected
            try:
                if run != self._run:
                    outbox.begin()
                    run = self._run
                for notes in outbox.changed():
                    _connection(self._vault, relay).write(team.name, [plain(one) for one in notes])
            except (ConfnotesError, OSError) as error:
                run = ""
                time.sleep(_PAUSES[0] if isinstance(error, NetworkError) else _LONG_PAUSE)
                saved.set()


class _RelayOutbox:
    """The notes that changed since they were sent, by git or through the relay, with the versions before."""

    def __init__(self, root: Path, team: Team) -> None:
        self._team, self._repository = team, BareRepository(team_repository(root))
        self._vault = Vault.open(root)
        self._shared = SharedFiles(self._vault, team)
        self._earlier: dict[str, list[str]] = {}
        self._sent: dict[str, str] = {}
        self._now: dict[str, str] = {}

    def begin(self) -> None:
        """Begin with what git has, but send the latest notes again: colleagues may not have fetched them, and git may
        be slower than the relay. Raises ConfnotesError.
        """
        repository = self._repository
        [tree] = repository.pointed(SENT)
        files = repository.files(tree) if tree else {}
        head = repository.commit(f"refs/remotes/{REMOTE}/{BRANCH}")
        in_git = repository.files(head, self._team.name) if head else {}
        self._sent = {path: file.blob for path, file in files.items() if path.endswith(".md")}
        for path in map(shareable_path, self._vault.latest_notes(_LATEST)):
            if path in self._sent and path in in_git and in_git[path].blob == self._sent[path]:
                del self._sent[path]  # not one that this person has changed on another machine since

    def changed(self) -> Iterator[list[RelayedNote]]:
        """The notes to send, some at once; they count as sent when all were asked for. Raises ConfnotesError."""
        # Before they are read: none of them is older than what git has there.
        commit = self._repository.commit(f"refs/remotes/{REMOTE}/{BRANCH}")
        self._now = {path: blob for path, blob in self._shared.read().items() if path.endswith(".md")}
        paths = [path for path in {**self._sent, **self._now} if self._sent.get(path) != self._now.get(path)]
        for at in range(0, len(paths), MAX_AT_ONCE):
            made = (self._note(path, commit) for path in paths[at : at + MAX_AT_ONCE])
            yield [note for note in made if note is not None]
        self._sent = self._now

    def _note(self, path: str, commit: str) -> RelayedNote | None:
        """A note for the relay; None for one that is too large, which reaches colleagues by git."""
        known = self._earlier.setdefault(path, [])
        known.append(self._sent.get(path, ""))
        data = self._shared.content(path) if path in self._now else None
        if data is not None and len(data) > MAX_RELAYED_BYTES:
            return None
        text = None if data is None else data.decode()
        return RelayedNote(self._team.name, path, text, tuple(known[-MAX_EARLIER:]), commit)


def _failure(error: Exception) -> RelayNews:
    """What to say about an error: nothing in words if it may be over the next time."""
    if isinstance(error, NetworkError):
        return RelayNews((), True)
    if isinstance(error, ConfnotesError):
        return RelayNews((), True, error.message, error.hint)
    if isinstance(error, OSError):
        return RelayNews((), True, f"cannot save notes from the relay: {error.strerror}", "Check the disk.")
    return RelayNews((), True, "the relay sent something that is not notes", "Ask whoever runs it.")
