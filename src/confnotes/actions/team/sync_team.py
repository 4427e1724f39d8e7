"""Send a vault's notes to its team, and receive those of the others; nothing is merged, nothing forced.

What this machine sent last is a tree of git (`SENT`): only files that changed here since then are sent or removed, so
that a second machine with older notes takes nothing back. `_SENDING` is a tree that was perhaps pushed: a sync that was
killed then is completed by the next one.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from confnotes.actions.team.colleague_files import receive
from confnotes.actions.team.members import check_member, member_file
from confnotes.actions.team.shared_files import SharedFiles
from confnotes.errors import ConfnotesError, Failure, NetworkError
from confnotes.git.bare_repository import REMOTE, BareRepository, TreeFile, blob_id
from confnotes.git.repository import Entry, RejectedError
from confnotes.git.run_git import GitError
from confnotes.vault.team_state import MEMBER_FILE, Team, TeamReport, joined_team, store_team_report, team_repository
from confnotes.vault.textfile import reason_of
from confnotes.vault.vault import Vault

BRANCH = "main"
SENT, _SENDING = "refs/confnotes/sent", "refs/confnotes/sending"
_ATTEMPTS = 10  # pushes: each fails only if a colleague pushed within a second
_PAUSE = 0.3  # seconds, at most twice that: two that met once should not meet again
_TURN_SECONDS = 20.0  # to wait for another sync of this vault, as one in the screens


class TeamSync:
    """Syncs one vault with its team, again and again; reads only what changed."""

    def __init__(self, vault: Vault, *, may_ask: bool = False) -> None:
        self._vault = vault
        self._may_ask = may_ask
        self._team: Team | None = None
        self._outbox: Outbox | None = None

    def run(self) -> TeamReport:
        """Sync once, and store how it ended. Raises UsageError without a team; being offline is not an error."""
        team = joined_team(self._vault.root)
        if team != self._team or self._outbox is None:
            repository = BareRepository(team_repository(self._vault.root), may_ask=self._may_ask)
            self._team, self._outbox = team, Outbox(repository, team, SharedFiles(self._vault, team))
        try:
            with turn(self._outbox.repository):
                report = self._sync(self._outbox, team)
        except (ConfnotesError, OSError) as error:
            report = _failed(error)
        return store_team_report(self._vault.root, report)

    def _sync(self, outbox: Outbox, team: Team) -> TeamReport:
        if tuple(outbox.repository.addresses(REMOTE)) != team.addresses:
            raise ConfnotesError("the address of the team has changed", "Leave the team, and join it again.")
        outbox.prepare()
        offline, sent = None, 0
        try:
            sent = outbox.send()
        except GitError as error:
            if not error.is_remote:
                raise
            if error.is_refused:
                hint = error.advice or "Check the address, and whether you may push there."
                raise ConfnotesError(error.message, hint) from None
            offline = error
        received = receive(self._vault, outbox.repository, outbox.head, team.name)
        if offline is not None:
            raise NetworkError(offline.message, "Your notes are saved here. The next sync sends them.")
        return TeamReport(sent, received)


def _failed(error: Failure) -> TeamReport:
    if isinstance(error, OSError):
        return TeamReport(message=reason_of(error), hint="Check the disk, then try again.", needs_user=True)
    return TeamReport(message=error.message, hint=error.hint, needs_user=not isinstance(error, NetworkError))


class Outbox:
    """What goes to the team's repository, and its last commit that is known here, `head`."""

    def __init__(self, repository: BareRepository, team: Team, shared: SharedFiles) -> None:
        self.repository, self._team, self._shared = repository, team, shared
        self._known: Mapping[str, str] | None = None
        self._wanted = ""
        self._in_step: tuple[str, str] | None = None
        self.head = ""

    def prepare(self) -> None:
        """Store what the team may see now as a tree. Raises ConfnotesError."""
        self.head = self.repository.commit(f"refs/remotes/{REMOTE}/{BRANCH}")
        blobs = self._shared.read()
        if blobs != self._known:
            member = member_file(self._team)

            def content(path: str) -> bytes | None:
                return member if path == MEMBER_FILE else self._shared.content(path)

            stored = self.repository.store_all({**blobs, MEMBER_FILE: blob_id(member)}, content)
            self._wanted = self.repository.with_files("", stored)
            self._known = {path: entry.blob for path, entry in stored.items() if path != MEMBER_FILE}

    def send(self) -> int:
        """Push what changed here; returns the number of files. Raises ConfnotesError."""
        for attempt in range(_ATTEMPTS):
            known = self.head
            self.head = self.repository.fetched(BRANCH, known)
            if self._in_step == (self.head, self._wanted):
                return 0
            try:
                sent = self._push(self._changes(known))
                self._in_step = self.head, self._wanted
                return sent
            except RejectedError:
                time.sleep(_PAUSE * (1 + random.random()) if attempt else 0)
        raise NetworkError("colleagues keep pushing", "Nothing is lost. Sync again.")

    def assume_sent(self) -> None:
        """What another machine of this person ever sent counts as sent from here: it takes nothing newer back."""
        earlier = self.repository.earlier_blobs(self.head, self._team.name)
        now = self.repository.files(self._wanted)
        old = {path: Entry(one.mode, one.blob) for path, one in now.items() if one.blob in earlier.get(path, ())}
        self.repository.point(SENT, self.repository.with_files("", old))

    def withdraw(self) -> None:
        """Remove the member's folder from the team. Raises ConfnotesError."""
        for _ in range(_ATTEMPTS):
            self.head = self.repository.fetched(BRANCH, self.head)
            there = self._there()
            if not there:
                return
            with suppress(RejectedError):
                self._push_files(dict.fromkeys(there), f"{self._team.name} leaves")
                return
        raise NetworkError("colleagues keep pushing", "Try again.")

    def _there(self) -> dict[str, TreeFile]:
        """The files of the member's folder in the team's repository."""
        there = self.repository.files(self.head, self._team.name) if self.head else {}
        if there:
            check_member(self.repository, self.head, self._team)
        return there

    def _changes(self, known: str) -> dict[str, Entry | None]:
        """What to change in the member's folder, None for files to remove. Raises ConfnotesError."""
        repository, there = self.repository, self._there()
        sent, sending = repository.pointed(SENT, _SENDING)
        if not there:
            if sent and self.head and repository.is_after(self.head, known):
                hint = "Run `confnotes team leave`; join again to send your notes again."
                raise ConfnotesError(f"the folder of {self._team.name} was removed from the team", hint)
            sent = ""  # a new team, or a repository that was made anew: all files are sent
        elif sending:
            sent = self._settled(there, sent or repository.no_files, sending)
        now = repository.files(self._wanted)
        found: dict[str, Entry | None] = {}
        for path in repository.changed_paths(sent or repository.no_files, self._wanted):
            new = Entry(now[path].mode, now[path].blob) if path in now else None
            if (new and new.blob) != (there[path].blob if path in there else None):
                found[path] = new
        return found

    def _settled(self, there: Mapping[str, TreeFile], sent: str, sending: str) -> str:
        """What was sent, with that part of an interrupted push which has arrived."""
        pushed = self.repository.files(sending)
        arrived: dict[str, Entry | None] = {}
        for path in self.repository.changed_paths(sent, sending):
            new = pushed.get(path)
            if (new and new.blob) == (there[path].blob if path in there else None):
                arrived[path] = Entry(new.mode, new.blob) if new else None
        settled = self.repository.with_files(sent, arrived)
        self.repository.point(SENT, settled)
        self.repository.point(_SENDING, "")
        return settled

    def _push(self, files: Mapping[str, Entry | None]) -> int:
        told = [path for path in files if path != MEMBER_FILE]
        if files:
            self.repository.point(_SENDING, self._wanted)
            self._push_files(files, f"{self._team.name}: {len(told)} changed")
        self.repository.point(SENT, self._wanted)
        if files:
            self.repository.point(_SENDING, "")
        return len(told)

    def _push_files(self, files: Mapping[str, Entry | None], message: str) -> None:
        """Push a commit that changes these files in the member's folder, and nothing else. Raises RejectedError."""
        placed = {f"{self._team.name}/{path}": entry for path, entry in files.items()}
        tree = self.repository.with_files(self.head, placed)
        parents = [self.head] if self.head else []
        commit = self.repository.commit_tree(tree, f"{message}\n", *parents, author=self._team.name)
        self.repository.push(REMOTE, BRANCH, commit, self.head)
        self.head = commit


@contextmanager
def turn(repository: BareRepository) -> Iterator[None]:
    """Wait for the turn of this process among those of the same vault. Raises ConfnotesError."""
    if not repository.folder.is_dir():
        raise ConfnotesError("this machine's clone of the team is gone", "Leave the team, and join it with --again.")
    deadline = time.monotonic() + _TURN_SECONDS
    while True:
        with repository.index.turn() as is_ours:
            if is_ours:
                yield
                return
        if time.monotonic() > deadline:
            raise NetworkError("another sync with the team is running", "Wait for it.")
        time.sleep(0.1)
