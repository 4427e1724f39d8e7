"""Bring the vault in step with other machines: commit its own files, fetch, merge, push; never by force.

Each step can be the last one. Commits and merges only add objects; files are written before the branch moves, and a
reference to the merge says that they are being written, so that the next sync continues where a killed one stopped.
"""

from __future__ import annotations

import os
import platform
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from confnotes.actions.syncing.agreement import SyncReport, SyncState, SyncTarget, agreed_target, store_report
from confnotes.actions.syncing.check_out import ChangedMeanwhileError, CheckOut
from confnotes.actions.syncing.merge_commits import NeedsUserError, resolve, with_same_notes
from confnotes.actions.syncing.set_up_sync import prefer_own_merge
from confnotes.errors import ConfnotesError, NetworkError, UsageError
from confnotes.git.repository import MACHINE, PENDING, RejectedError, Repository, WorkTree
from confnotes.git.run_git import GitError
from confnotes.merge.merge_lines import Names
from confnotes.vault.layout import FREE_NOTES, MARKER, MARKS, PAPERS, PEOPLE, PROGRAM
from confnotes.vault.scan import ATTACHMENTS, is_text_name
from confnotes.vault.team_state import team_of
from confnotes.vault.unfinished import is_unfinished
from confnotes.vault.vault import Vault

_ATTEMPTS = 8  # pushes: each fails only if another machine pushed within seconds
_PAUSE = 0.5  # seconds, at most twice that: two machines that met once should not meet again


def sync(vault: Vault, *, may_ask: bool = False) -> SyncReport:
    """Sync the vault as its user agreed to. Raises UsageError if they did not, and ConfnotesError if sync has changed
    nothing and needs them; being offline is not one.
    """
    target = agreed_target(vault.root)
    if target is None:
        ways = "`confnotes team sync` for your team, or " if team_of(vault.root) else ""
        hint = f"Run {ways}`confnotes sync --setup ADDRESS`, with that of a git repository."
        raise UsageError("sync is not set up for this vault", hint)
    repository = Repository.find(vault.root, may_ask=may_ask)
    if repository is None:
        raise UsageError("the vault is not in a git repository any more", "Run `confnotes sync --setup`.")
    with repository.index.turn() as is_ours:
        if not is_ours:
            raise ConfnotesError("another sync of this vault is running", "Wait for it.")
        try:
            report = _Syncing(vault, repository, target).run()
        except ConfnotesError as error:
            store_report(vault.root, SyncReport(SyncState.NEEDS_YOU, message=error.message))
            raise
    return store_report(vault.root, report)


@dataclass(slots=True)
class _Syncing:
    vault: Vault
    repository: Repository
    target: SyncTarget
    head: str = ""
    sent: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def run(self) -> SyncReport:
        """All steps, again if another machine pushes meanwhile."""
        prefer_own_merge(self.vault, self.repository)
        remote, branch = self.target.remote, self.target.branch
        for attempt in range(_ATTEMPTS):
            try:
                work = self.repository.work_tree(self._below.rstrip("/"))
                self._check(work)
                self.head = work.head
                names = (f"{work.head}^{{tree}}", PENDING, f"refs/remotes/{remote}/{branch}")
                tree, pending, there = self.repository.ids(*names)
                self._commit(work, tree)
                if pending:  # what a killed sync was writing
                    self._take_in(pending)
                    self.repository.forget_pending()
                there = self._take_in(self._fetch(there))
                if self.head and self.head != there:
                    self.repository.push(remote, branch, self.head, there)
            except ChangedMeanwhileError:
                if attempt + 1 == _ATTEMPTS:
                    raise
            except RejectedError:
                time.sleep(_PAUSE * (1 + random.random()) if attempt else 0)
            except GitError as error:
                if not error.is_remote:
                    raise
                state = SyncState.NEEDS_YOU if error.is_refused else SyncState.OFFLINE
                advice = f". {error.advice.rstrip('.')}" if error.advice else ""
                return self._report(state, there, error.message + advice)
            else:
                return self._report(SyncState.SYNCED, self.head)
        raise NetworkError("other machines keep pushing", "Nothing is lost. Sync again.")

    def _report(self, state: SyncState, there: str, message: str = "") -> SyncReport:
        to_push = self.repository.count(there, self.head) if self.head != there else 0
        lists = (self.sent, self.received, self.doubts, self.kept, self.left_out)
        sent, received, doubts, kept, left_out = (tuple(dict.fromkeys(paths)) for paths in lists)
        return SyncReport(state, sent, received, doubts, kept, left_out, to_push, message)

    # What stops a sync

    def _check(self, work: WorkTree) -> None:
        """Raise NeedsUserError where only the user can say how to go on."""
        if work.half_done:
            raise NeedsUserError(f"{work.half_done} is not finished", "Finish or abort it with git, then sync.")
        if not work.branch:
            raise NeedsUserError("no branch is checked out", f"Run `git switch {self.target.branch}`.")
        if work.branch != self.target.branch:
            hint = f"Run `git switch {self.target.branch}`, or `confnotes sync --setup` to sync this branch."
            raise NeedsUserError(f"the branch {work.branch} is checked out, not {self.target.branch}", hint)
        now = tuple(self.repository.addresses(self.target.remote))
        if now != self.target.addresses:
            was, told = ", ".join(self.target.addresses), ", ".join(now) or "none"
            raise NeedsUserError(f"the address changed from {was} to {told}", "Run `confnotes sync --setup` to agree.")

    # Steps

    @property
    def _below(self) -> str:
        """The vault's folder in the repository, with `/`; "" if it is the whole work tree."""
        below = self.vault.root.relative_to(self.repository.root.resolve()).as_posix()
        return "" if below == "." else f"{below}/"

    def _is_own(self) -> Callable[[str], bool]:
        below, is_own = self._below, own_file_filter(self.vault)
        return lambda path: path.startswith(below) and is_own(path[len(below) :])

    def _commit(self, work: WorkTree, tree: str) -> None:
        """Commit the vault's own files as they are on disk, if they differ from the tree of HEAD."""
        is_own = self._is_own()
        own = {path: is_link for path, is_link in work.changed.items() if is_own(path)}
        paths = [path for path, is_link in own.items() if not is_link and can_be_synced(path)]
        self.left_out = sorted(printable_name(path[len(self._below) :]) for path in own.keys() - {*paths})
        if not paths:
            return
        names = sorted(path[len(self._below) :] for path in paths)
        if commit := self.repository.commit_files(paths, message_of_files(names), work.head, tree):
            self.repository.finish(commit, work.head, is_own, work)
            self.head = commit
            self.sent += names

    def _fetch(self, known: str) -> str:
        """The name here of the last commit of the other machines, `known` by now; "" if it is gone."""
        remote, branch = self.target.remote, self.target.branch
        there = self.repository.fetch(remote, branch, known)
        if known and not there and (others := self.repository.branches_there(remote)):
            hint = f"If it is {others[0]} now, run `git branch -m {branch} {others[0]}`, then `confnotes sync --setup`."
            raise NeedsUserError(f"{remote} has no branch {branch} any more, only {', '.join(others)}", hint)
        return there

    def _take_in(self, name: str) -> str:
        """Merge a commit of the other machines into ours, and write its files; returns its id, "" without one."""
        head = self.head
        there, shared = self.repository.meet(head, name) if name else ("", [])
        if not there or there in shared:
            return there
        names = self._names(there)
        commit = there
        if head and head not in shared:
            sides, below = (shared[0] if shared else "", head, there), self._below
            merged = with_same_notes(self.repository, self.repository.merge_trees(head, there), sides)
            done = resolve(self.repository, merged, sides, lambda path: path.startswith(below), names)
            tree = self._without_reserved(merged.tree) or merged.tree
            tree = self.repository.with_files(tree, done.files) if done.files else tree
            commit = self.repository.commit_tree(tree, message_of_merge(names.theirs), head, there)
            self.doubts += done.doubts
            self.kept += done.kept
        elif tree := self._without_reserved(there):
            commit = self.repository.commit_tree(tree, message_of_merge(names.theirs), there)
        self._check_out(commit, names)
        return there

    def _without_reserved(self, there: str) -> str:
        """The tree of a commit without the files that no git writes, and that would stop every sync from now on; "" if
        it has none.
        """
        changes = self.repository.changes(self.head or self.repository.no_files, there)
        reserved = [change.path for change in changes if is_reserved(change.path)]
        return self.repository.without_files(there, reserved) if reserved else ""

    def _check_out(self, commit: str, names: Names) -> None:
        writer = CheckOut(self.vault, self.repository, self._is_own(), names)
        writer.check(self.head, commit)
        self.repository.begin(commit)
        self.received += writer.write(self.head, commit)
        self.repository.finish(commit, self.head, self._is_own())
        self.head = commit

    def _names(self, there: str) -> Names:
        """Who wrote our last commit and another one, and when: `laptop 10:12`."""
        form = f"--format=%(trailers:key={MACHINE},valueonly,separator=%x20)%x00%an%x00%cd"
        how = ("--no-walk=unsorted", "-z", form, "--date=format-local:%Y-%m-%d %H:%M")
        commits = [self.head, there] if self.head else [there]
        output = self.repository.run("-c", "log.showSignature=false", "log", *how, *commits)
        told = output.decode(errors="surrogateescape").split("\0")
        ours, theirs = (f"{told[at] or told[at + 1]} {told[at + 2]}" for at in (0, len(told) - 4))
        return Names(ours if self.head else machine(), theirs)


def machine() -> str:
    """The name of this machine, for messages and callouts."""
    return platform.node().partition(".")[0] or "this machine"


def message_of_files(paths: Sequence[str]) -> str:
    """The message of a commit of these files of the vault."""
    files = "\n".join(paths)
    return _message(_describe(paths), f"{files}\n\n")


def message_of_merge(name: str) -> str:
    """The message of a merge of what that machine wrote."""
    return _message(f"Merge {name}", "")


def _message(subject: str, body: str) -> str:
    return f"{subject}\n\n{body}{MACHINE}: {machine()}\n"


def _describe(paths: Sequence[str]) -> str:
    """The files in a few words: `2 notes, program of NeurIPS 2019, marks`."""
    notes, programs, marks, others = list[str](), list[str](), 0, 0
    for path in paths:
        folder, _, name = path.rpartition("/")
        if name.endswith(".md"):
            notes.append(name.removesuffix(".md"))
        elif name == PROGRAM:
            programs.append(folder)
        elif name == MARKS:
            marks += 1
        elif not path.startswith((f"{MARKER}/imported/", ".gitattributes")):
            others += 1
    told = [notes[0] if len(notes) == 1 else f"{len(notes)} notes"] if notes else []
    told += [f"program of {name}" for name in programs[:2]]
    told += ["marks"] if marks else []
    told += [f"{others} other {'file' if others == 1 else 'files'}"] if others else []
    return ", ".join(told) or "settings"


_AT_ROOT = ".gitattributes"
_RESERVED = {"", ".", "..", ".git", "git~1"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def own_file_filter(vault: Vault) -> Callable[[str], bool]:
    """Whether a path in the vault is that of a note, an attachment, or a file of confnotes, with any name."""
    folders = {*vault.conferences(), FREE_NOTES, PAPERS, PEOPLE}

    def is_own(path: str) -> bool:
        *parents, name = path.split("/")
        if is_unfinished(name):
            return False
        if path == _AT_ROOT or parents[:1] == [MARKER] or (len(parents) == 1 and name in (PROGRAM, MARKS)):
            return True
        if any(part.startswith(".") for part in (*parents, name)):
            return False
        return name.endswith(".md") or ATTACHMENTS in parents or (parents[:1] != [] and parents[0] in folders)

    return is_own


def can_be_synced(path: str) -> bool:
    """Whether other machines can have a file of that name: UTF-8, no control character, not one that git reserves."""
    return is_text_name(path) and not _CONTROL.search(path) and not is_reserved(path)


def is_reserved(path: str) -> bool:
    """Whether no git writes a file of that name, such as `.git/config`. A commit may have it nevertheless."""
    return any(part.casefold() in _RESERVED for part in path.split("/"))


def printable_name(path: str) -> str:
    """A name with escapes for what is not text, such as line breaks."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
