"""A clone: its state, its commits, and merges and fetches that change no file of the user."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.git.run_git import NETWORK_SECONDS, GitError, run_git, without_secrets
from confnotes.git.safe_index import SafeIndex

DRIVER = "confnotes"
"""The name of our merge driver in `.gitattributes` and in the clone's configuration."""

MACHINE = "Machine"
"""The trailer of our commits that names the machine."""

REGULAR = ("100644", "100755")
LINK, NONE = "120000", "000000"
_LEAST_VERSION = (2, 38)  # the first with `merge-tree --write-tree`
_SSH = "ssh -o ConnectTimeout=20 -o ServerAliveInterval=10 -o ServerAliveCountMax=3"
_PENDING = "refs/worktree/confnotes-sync"
_HALF_DONE = {
    "MERGE_HEAD": "a merge", "CHERRY_PICK_HEAD": "a cherry-pick", "REVERT_HEAD": "a revert", "BISECT_LOG": "a bisect",
    "rebase-merge": "a rebase", "rebase-apply": "a rebase", "sequencer": "a sequence of commits",
}  # fmt: skip
_MERGING = (
    # Both versions of a file come to us as a conflict; `binary` keeps marks out of the bases of crossed merges.
    "-c", f"merge.{DRIVER}.driver=false", "-c", f"merge.{DRIVER}.recursive=binary", "-c", "merge.renames=true",
    "-c", "merge.directoryRenames=true", "-c", "diff.renameLimit=5000", "-c", "merge.conflictStyle=merge",
)  # fmt: skip


class Entry(NamedTuple):
    """A file of a tree: its mode, and the id of its content; NONE without one."""

    mode: str
    blob: str


class TreeChange(NamedTuple):
    """A path that two trees have differently."""

    path: str
    old: Entry
    new: Entry


@dataclass(frozen=True, slots=True)
class MergedTree:
    """The merge of two commits: its tree, and for paths that git cannot merge their versions by stage: 1 is the base,
    2 ours, 3 theirs. `renamed_twice` are files with two new names: the old one, ours, theirs. `of_two_kinds` are paths
    of a file on one side and a link on the other, with the second name that git gave to one of them.
    """

    tree: str
    conflicts: Mapping[str, Mapping[int, Entry]] = field(default_factory=dict)
    renamed_twice: Sequence[tuple[str, str, str]] = ()
    of_two_kinds: Sequence[tuple[str, str]] = ()


class FileVersion(NamedTuple):
    """A content that a commit gave a file, with the file's path then; the time is that of the commit in seconds since
    1970, `who` the machine or the author.
    """

    commit: str
    seconds: int
    who: str
    blob: str
    path: str


_NOT_WRITABLE = ("unable to create temporary", "insufficient permission")
_MAKE_SHARED = "On a disk that you share, make the repository with `git init --bare --shared`."


class RejectedError(ConfnotesError):
    """Another machine pushed meanwhile."""


class Repository:
    """A clone whose work tree is at `root`; paths are relative to it, with `/`."""

    def __init__(self, root: Path, folder: Path, *, may_ask: bool = False, is_read: bool = False) -> None:
        self.root, self.folder, self._may_ask = root, folder, may_ask
        self._environment = {"GIT_NO_LAZY_FETCH": "1"} if is_read else {}
        self.index = SafeIndex(root, folder)

    @classmethod
    def find(cls, inside: Path, *, may_ask: bool = False, is_read: bool = False) -> Repository | None:
        """The repository whose work tree has the folder; None without one. `is_read`: it is only read, and reaches no
        remote. Raises ConfnotesError.
        """
        if _version() < _LEAST_VERSION:
            raise ConfnotesError("git is too old", "Install git 2.38 or later.")
        try:
            found = run_git(inside, "rev-parse", "--show-toplevel", "--absolute-git-dir").decode().splitlines()
        except GitError as error:
            if "not a git repository" in error.words or "must be run in a work tree" in error.words:
                return None
            raise
        return cls(Path(found[0]), Path(found[1]), may_ask=may_ask, is_read=is_read)

    def run(self, *arguments: str, **options: Any) -> bytes:
        """As `run_git`."""
        return run_git(self.root, *arguments, may_ask=self._may_ask, **{"environment": self._environment, **options})

    def line(self, *arguments: str) -> str:
        """The line that a command prints, "" if it fails."""
        try:
            return self.run(*arguments).decode(errors="surrogateescape").rstrip("\n")
        except GitError:
            return ""

    # State

    @property
    def branch(self) -> str:
        """The branch that is checked out; "" if HEAD is detached."""
        return self.line("symbolic-ref", "-q", "HEAD").removeprefix("refs/heads/")

    @property
    def head(self) -> str:
        """The commit that is checked out; "" before the first one."""
        return self.commit("HEAD")

    def commit(self, name: str) -> str:
        """The id of a commit; "" if it does not exist."""
        return self.line("rev-parse", "-q", "--verify", f"{name}^{{commit}}")

    def tree(self, commit: str) -> str:
        """The id of its tree; that of the empty tree for ""."""
        return (
            self.line("rev-parse", f"{commit}^{{tree}}")
            if commit
            else self._written("hash-object", "-w", "-t", "tree", "--stdin")
        )

    def half_done(self) -> str:
        """What the user has begun and not finished, such as “a rebase”; "" for nothing."""
        for name, what in _HALF_DONE.items():
            if (self.folder / name).exists():
                return what
        return "a merge" if self.run("ls-files", "-u", "-z") else ""

    def addresses(self, remote: str) -> list[str]:
        """Where a remote is fetched from, and where it is pushed to, without passwords; empty if it does not exist."""
        found = [self.line("remote", "get-url", *way, "--all", remote) for way in ((), ("--push",))]
        return list(dict.fromkeys(without_secrets(line) for text in found for line in text.splitlines()))

    def contains(self, commit: str, other: str) -> bool:
        """Whether a commit has the other one in its history."""
        try:
            self.run("merge-base", "--is-ancestor", other, commit)
        except GitError as error:
            if error.code == 1:
                return False
            raise
        return True

    def count(self, since: str, until: str) -> int:
        """The number of commits in `until` that `since` lacks."""
        return int(self.line("rev-list", "--count", *([f"{since}..{until}"] if since else [until])) or 0)

    # Content

    def changes(self, old: str, new: str) -> list[TreeChange]:
        """The paths that two trees or commits have differently; renamed ones are two."""
        return list(_changes(self.run("diff-tree", "-r", "-z", "--no-renames", "--raw", old, new)))

    def blobs(self, wanted: Iterable[tuple[str, str]], *, as_files: bool = False) -> dict[tuple[str, str], bytes]:
        """The content of blobs with their paths, `as_files` as the user's settings have it in files."""
        asked = list(dict.fromkeys(wanted))
        if not asked:
            return {}
        lines = b"".join(
            (f"{blob} {path}\0" if as_files else f"{blob}\0").encode(errors="surrogateescape") for blob, path in asked
        )
        mark = secrets.token_hex(16)  # git tells the size of a blob, which its content in a file need not have
        output = self.run("cat-file", "-z", f"--batch={mark}", *(["--filters"] if as_files else []), given=lines)
        contents = [part[:-1] for part in output.split(f"{mark}\n".encode())[1:]]
        if len(contents) != len(asked):
            raise ConfnotesError("git has lost a file of the vault", "Run `git fsck` in the vault.")
        return dict(zip(asked, contents, strict=True))

    def versions(self, path: str, most: int) -> list[FileVersion]:
        """The last versions of a file in the history of HEAD, newest first; follows renames, leaves out deletions."""
        form = f"--format=%x01%H%x00%ct%x00%(trailers:key={MACHINE},valueonly,separator=%x20)%x00%an"
        options = ("--diff-merges=first-parent", "--no-abbrev", "-M", "--raw", "-z", f"--max-count={most}", form)
        return list(_versions(self.run("-c", "log.showSignature=false", "log", "--follow", *options, "--", path)))

    def deleted(self, below: str) -> list[str]:
        """The files below a folder, "" for all, that the history of HEAD has deleted and not renamed."""
        options = ("--diff-filter=D", "-M", "--name-only", "-z", "--format=")
        found = self.run("-c", "log.showSignature=false", "log", *options, "--", *([below] if below else []))
        return list(dict.fromkeys(_words(found)))

    def last_deleted(self, commit: str) -> dict[str, Entry]:
        """The files that the history of a commit has deleted, as they were before the last time."""
        options = ("--diff-filter=D", "--no-renames", "--raw", "--no-abbrev", "-z", "--format=")
        found = list(_changes(self.run("-c", "log.showSignature=false", "log", *options, commit, "--")))
        return {one.path: one.old for one in reversed(found)}

    def blob_of_file(self, path: str, data: bytes) -> str:
        """The id that the file would have with this content."""
        return self._written("hash-object", "--stdin", "--path", path, given=data)

    def store(self, data: bytes) -> str:
        """Store a blob as it is; returns its id."""
        return self._written("hash-object", "-w", "--stdin", given=data)

    def _written(self, *arguments: str, **options: Any) -> str:
        return self.run(*arguments, **options).decode().strip()

    # Commits

    def candidates(self, below: str, head: str) -> tuple[list[str], list[str]]:
        """The files below a folder that differ from that commit, which is HEAD, or are new and not ignored; then those
        paths that are links there or on disk.
        """
        index = self._index_of(head)
        places = [below] if below else []
        changed = self.run("diff-files", "-z", "--raw", "--ignore-submodules=all", "--", *places, index=index)
        unknown = self.run("ls-files", "-z", "-o", "--exclude-standard", "--", *places, index=index)
        found = {change.path: LINK in (change.old.mode, change.new.mode) for change in _changes(changed)}
        found |= {path: (self.root / path).is_symlink() for path in _words(unknown) if not path.endswith("/")}
        return [path for path in found if not found[path]], [path for path in found if found[path]]

    def commit_files(self, paths: Sequence[str], message: str, head: str) -> str:
        """A commit on top of `head` with these `candidates` as they are on disk; "" if that changes nothing."""
        index = self.index.at("commit")
        given = b"".join(os.fsencode(path) + b"\0" for path in paths)
        self.run("update-index", "--add", "--remove", "-z", "--stdin", given=given, index=index)
        tree = self._written("write-tree", index=index)
        return "" if tree == self.tree(head) else self.commit_tree(tree, message, *([head] if head else []))

    def commit_tree(self, tree: str, message: str, *parents: str) -> str:
        """A commit of a tree."""
        who = (
            {}
            if self.line("var", "GIT_AUTHOR_IDENT")
            else {
                f"GIT_{role}_{fact}": value
                for role in ("AUTHOR", "COMMITTER")
                for fact, value in (("NAME", "confnotes"), ("EMAIL", "confnotes@localhost"))
            }
        )
        given = [word for parent in parents for word in ("-p", parent)]
        return self._written("commit-tree", tree, *given, "-F", "-", given=message.encode(), environment=who)

    def merge_trees(self, ours: str, theirs: str) -> MergedTree:
        """The merge of two commits. Raises GitError."""
        try:
            output = self.run(
                *_MERGING, "merge-tree", "--write-tree", "--allow-unrelated-histories", "-z", ours, theirs
            )
        except GitError as error:
            if error.code != 1 or not error.output:
                raise
            output = error.output
        tree, *rest = output.decode(errors="surrogateescape").split("\0")
        conflicts: dict[str, dict[int, Entry]] = {}
        at = 0
        while at < len(rest) and rest[at]:
            facts, _, path = rest[at].partition("\t")
            mode, blob, stage = facts.split(" ")
            conflicts.setdefault(path, {})[int(stage)] = Entry(mode, blob)
            at += 1
        messages = list(_messages(rest[at + 1 :]))
        renamed = [paths for kind, paths in messages if kind == "CONFLICT (rename/rename)" and len(paths) == 3]
        kinds = [paths for kind, paths in messages if kind == "CONFLICT (distinct modes)" and len(paths) == 2]
        return MergedTree(tree, conflicts, [(a, b, c) for a, b, c in renamed], [(a, b) for a, b in kinds])

    def with_files(self, tree: str, files: Mapping[str, Entry | None]) -> str:
        """The tree with these files, without those that are None."""
        index = self.index.spare("merge")
        self.run("read-tree", tree, index=index)
        self.run("update-index", "-z", "--index-info", given=_index_info(files), index=index)
        return self._written("write-tree", index=index)

    def without_files(self, tree: str, paths: Iterable[str]) -> str:
        """The tree without these files, with names that no index takes, too."""
        inside: dict[str, list[str]] = {}
        for path in paths:
            name, _, rest = path.partition("/")
            inside.setdefault(name, []).extend([rest] if rest else [])
        lines = []
        for line in filter(None, self.run("ls-tree", "-z", tree).split(b"\0")):
            facts, _, raw = line.partition(b"\t")
            rests = inside.get(os.fsdecode(raw))
            if rests is None:
                lines.append(line)
            elif rests:
                inner = self.without_files(facts.split()[2].decode(), rests)
                lines += [b"040000 tree %s\t%s" % (inner.encode(), raw)] if inner != self.tree("") else []
        return self._written("mktree", "-z", given=b"".join(line + b"\0" for line in lines))

    def _index_of(self, head: str) -> Path:
        """A copy of the index with what the user has staged reset: it knows which files are unchanged."""
        index = self.index.copy("commit")
        if staged := {one.path: one.old for one in self._staged(index, head)}:
            self.run("update-index", "-z", "--index-info", given=_index_info(staged), index=index)
        with suppress(GitError):  # fails if files differ
            self.run("update-index", "-q", "--refresh", index=index)
        return index

    def _staged(self, index: Path, head: str) -> list[TreeChange]:
        base = head or self.tree("")
        return list(_changes(self.run("diff-index", "--cached", "-z", "--raw", "--no-renames", base, index=index)))

    def staged(self, head: str) -> set[str]:
        """The paths that the user has staged on top of `head`."""
        return {change.path for change in self._staged(self.index.copy("staged"), head)}

    # The branch

    @property
    def pending(self) -> str:
        """The commit that an unfinished sync was checking out, "" for none."""
        return self.commit(_PENDING)

    def begin(self, commit: str) -> None:
        """Remember that a commit is being checked out."""
        self.run("update-ref", _PENDING, commit)

    def finish(self, commit: str, head: str, keep_staged: set[str]) -> None:
        """Make a commit whose files are on disk the one that is checked out: index and branch move from `head` to it.

        Entries of paths in `keep_staged` stay as the user staged them. Raises GitError if the branch has moved.
        """
        changed = {
            one.path: one.new for one in self.changes(head or self.tree(""), commit) if one.path not in keep_staged
        }
        with self.index.replaced() as index:
            self.run("update-index", "-z", "--index-info", given=_index_info(changed), index=index)
            with suppress(GitError):
                self.run("update-index", "-q", "--refresh", index=index)
        self.run("update-ref", "-m", "confnotes sync", "HEAD", commit, head or "0" * len(commit))

    def forget_pending(self) -> None:
        """Nothing is being checked out any more."""
        self.run("update-ref", "-d", _PENDING)

    # The remote

    def _reach(self, *arguments: str) -> bytes:
        """Run a command that reaches a remote. ssh notices a dead connection, unless the user chose the command."""
        return self.run(*arguments, seconds=NETWORK_SECONDS, environment=self._ssh)

    @cached_property
    def _ssh(self) -> Mapping[str, str]:
        is_chosen = {"GIT_SSH", "GIT_SSH_COMMAND"} & os.environ.keys() or self.line("config", "core.sshCommand")
        return {} if is_chosen else {"GIT_SSH_COMMAND": _SSH}

    def fetch(self, remote: str, branch: str, known: str) -> str:
        """The last commit of a branch of a remote, `known` by now; "" if it has no such branch. Raises GitError."""
        here = f"refs/remotes/{remote}/{branch}"
        if not known and not self._commit_there(remote, branch):
            return ""
        options = ("--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")
        try:
            self._reach("fetch", *options, remote, f"+refs/heads/{branch}:{here}")
        except GitError:
            if self._commit_there(remote, branch):
                raise
            return ""  # deleted there, or the repository was made anew: it gets the branch again
        return self.commit(here)

    def _commit_there(self, remote: str, branch: str) -> str:
        """The commit of a branch of a remote now; "" if it has no such branch."""
        found = self._reach("ls-remote", "--heads", remote, f"refs/heads/{branch}").decode(errors="replace")
        return found.partition("\t")[0]

    def branches_there(self, remote: str) -> list[str]:
        """The names of a remote's branches now. Raises GitError."""
        found = self._reach("ls-remote", "--heads", remote).decode(errors="replace").splitlines()
        return [line.partition("\trefs/heads/")[2] for line in found]

    def push(self, remote: str, branch: str, commit: str, known: str) -> None:
        """Push a commit to a branch of a remote, which was at `known`, never by force.

        Raises RejectedError if the branch has moved, ConfnotesError if the remote does not take it, and GitError.
        """
        options = ("--porcelain", "--no-verify", "--recurse-submodules=no")
        try:
            self._reach(
                "-c", f"remote.{remote}.mirror=false", "push", *options, remote, f"{commit}:refs/heads/{branch}"
            )
        except GitError as error:
            lines = error.output.decode(errors="replace").splitlines()
            refused = next((line for line in lines if line.startswith("!")), "")
            if not refused:
                raise
            summary = refused.rpartition("\t")[2]  # as documented: “rejected” is not a fast-forward
            if summary.startswith("[rejected]") or self._commit_there(remote, branch) != known:
                raise RejectedError("another machine pushed meanwhile", "Try again.") from error
            may_write = not any(words in error.words for words in _NOT_WRITABLE)
            hint = "Nothing is lost." if may_write else f"You may not write there. {_MAKE_SHARED}"
            raise ConfnotesError(f"{remote} did not accept the push: {summary}", hint) from error
        self.run("update-ref", f"refs/remotes/{remote}/{branch}", commit)


@cache
def _version() -> tuple[int, int]:
    match = re.search(rb"(\d+)\.(\d+)", run_git(Path(), "version"))
    return (int(match[1]), int(match[2])) if match else (0, 0)


def _words(output: bytes) -> list[str]:
    return [os.fsdecode(word) for word in output.split(b"\0") if word]


def _changes(output: bytes) -> Iterator[TreeChange]:
    words = iter(_words(output))
    for facts in words:
        old_mode, new_mode, old, new, _ = facts.removeprefix(":").split(" ")
        yield TreeChange(next(words), Entry(old_mode, old), Entry(new_mode, new))


def _versions(output: bytes) -> Iterator[FileVersion]:
    words = (os.fsdecode(word).lstrip("\n") for word in output.split(b"\0"))
    commit = seconds = machine = author = ""
    for word in words:
        if word.startswith("\1"):
            commit, seconds, machine, author = word[1:], next(words), next(words), next(words)
        elif word.startswith(":"):
            _, mode, _, blob, status = word.split(" ")
            path = next(words) if status[0] not in "RC" else (next(words), next(words))[1]
            if mode in REGULAR:
                yield FileVersion(commit, int(seconds), machine or author, blob, path)


def _index_info(files: Mapping[str, Entry | None]) -> bytes:
    lines = []
    for path, entry in files.items():
        facts = f"0 {'0' * 40}" if entry is None or entry.mode == NONE else f"{entry.mode} {entry.blob}"
        lines.append(f"{facts}\t".encode() + os.fsencode(path) + b"\0")
    return b"".join(lines)


def _messages(words: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """The kind of each message of a merge and its paths; they come as number of paths, paths, kind, message."""
    at = 0
    while at < len(words) and words[at].isdigit():
        count = int(words[at])
        yield words[at + 1 + count], words[at + 1 : at + 1 + count]
        at += count + 3
