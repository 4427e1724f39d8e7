"""A clone: its state, its commits, and merges and fetches that change no file of the user."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.git.run_git import NETWORK_SECONDS, GitError, run_git, without_secrets
from confnotes.git.safe_index import SafeIndex

DRIVER = "confnotes"
"""The name of our merge driver in `.gitattributes` and in the clone's configuration."""

MACHINE = "Machine"
"""The trailer of our commits that names the machine."""

PENDING = "refs/worktree/confnotes-sync"
"""The commit that an unfinished sync was checking out."""

REGULAR = ("100644", "100755")
LINK, NONE = "120000", "000000"
_SSH = "ssh -o ConnectTimeout=20 -o ServerAliveInterval=10 -o ServerAliveCountMax=3"
_STATUS = (
    "--porcelain=v2", "--branch", "--no-ahead-behind", "-z", "-uall", "--ignore-submodules=all", "--no-renames",
)  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class WorkTree:
    """The branch and the commit that are checked out, "" if HEAD is detached and before the first commit; the paths
    that differ from it, or are new and not ignored, with whether each is a link there or on disk. `half_done` is what
    the user has begun and not finished, such as “a rebase”; `index` their index, None if it may differ from the commit.
    """

    branch: str
    head: str
    changed: Mapping[str, bool]
    half_done: str
    index: bytes | None


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

    def __init__(self, root: Path, folder: Path, common: Path, *, may_ask: bool = False, is_read: bool = False) -> None:
        self.root, self.folder, self.common, self._may_ask = root, folder, common, may_ask
        self._environment = {"GIT_NO_LAZY_FETCH": "1"} if is_read else {}
        self.index = SafeIndex(root, folder, common)
        self._remembered = lru_cache(64)(self.run)  # answers about ids, which never change

    @classmethod
    def find(cls, inside: Path, *, may_ask: bool = False, is_read: bool = False) -> Repository | None:
        """The repository whose work tree has the folder; None without one. `is_read`: it is only read, and reaches no
        remote. Raises ConfnotesError.
        """
        asked = ("--show-toplevel", "--absolute-git-dir", "--path-format=absolute", "--git-common-dir")
        try:
            found = [Path(line) for line in run_git(inside, "rev-parse", *asked).decode().splitlines()]
        except GitError as error:
            if "not a git repository" in error.words or "must be run in a work tree" in error.words:
                return None
            raise
        return cls(found[0], found[1], found[-1], may_ask=may_ask, is_read=is_read)

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

    def commit(self, name: str) -> str:
        """The id of a commit; "" if it does not exist."""
        return self.ids(f"{name}^{{commit}}")[0]

    def ids(self, *names: str) -> list[str]:
        """The ids of what names such as `HEAD^{tree}` mean; "" for what does not exist."""
        given = b"".join(os.fsencode(name) + b"\0" for name in names)
        lines = self.run("cat-file", "-z", "--batch-check=%(objectname)", given=given).splitlines()
        return ["" if b" " in line else line.decode() for line in lines]

    @cached_property
    def no_files(self) -> str:
        """The tree without files."""
        return self._written("hash-object", "-w", "-t", "tree", "--stdin")

    def meet(self, ours: str, name: str) -> tuple[str, list[str]]:
        """The id of a commit, and the last commits that are in its history and in that of `ours`, best first."""
        if not ours:
            return self.commit(name), []
        there, _, *common = self.run("rev-parse", f"{ours}...{name}").decode().split()
        return there, [commit[1:] for commit in common]

    def addresses(self, remote: str) -> list[str]:
        """Where a remote is fetched from, and where it is pushed to, without passwords; empty if it does not exist."""
        found = (line.partition("\t") for line in self.line("remote", "-v").splitlines())
        places = (place.rpartition(" (")[0] for name, _, place in found if name == remote)
        return list(dict.fromkeys(map(without_secrets, places)))

    def count(self, since: str, until: str) -> int:
        """The number of commits in `until` that `since` lacks."""
        return int(self.line("rev-list", "--count", *([f"{since}..{until}"] if since else [until])) or 0)

    # Content

    def changes(self, old: str, new: str) -> list[TreeChange]:
        """The paths that two trees or commits have differently; renamed ones are two."""
        return list(_changes(self._remembered("diff-tree", "-r", "-z", "--no-renames", "--raw", old, new)))

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

    def store(self, *contents: bytes) -> list[str]:
        """Store blobs as they are; returns their ids."""
        if len(contents) < 2:
            return [self._written("hash-object", "-w", "--stdin", given=data) for data in contents]
        given = b"".join(
            b"blob\nmark :%d\ndata %d\n%s\nget-mark :%d\n" % (number, len(data), data, number)
            for number, data in enumerate(contents, 1)
        )
        return self.run("fast-import", "--quiet", given=given).decode().split()

    def _written(self, *arguments: str, **options: Any) -> str:
        return self.run(*arguments, **options).decode().strip()

    # Commits

    def work_tree(self, below: str) -> WorkTree:
        """What is checked out, with paths below a folder only. Leaves an index of ours for `commit_files`."""
        index = self.index.copy("commit")
        found = self._status(index, below, _content(index))
        if found.index is None and not found.half_done:
            self.run("read-tree", "-i", "-m", "--no-sparse-checkout", found.head or self.no_files, index=index)
            found = replace(self._status(index, below, b""), index=None)
        return found

    def _status(self, index: Path, below: str, before: bytes) -> WorkTree:
        may_write = {"GIT_OPTIONAL_LOCKS": "1"}  # which files are unchanged, as the index is ours
        places = ["--", below] if below else []
        lines = _words(self.run("status", *_STATUS, *places, index=index, environment=may_write))
        head = lines[0].removeprefix("# branch.oid ").removeprefix("(initial)")
        branch = lines[1].removeprefix("# branch.head ").removeprefix("(detached)")
        known = [line.split(" ", 8) for line in lines if line[0] == "1"]
        changed = {path: LINK in modes for _, _, _, *modes, _, _, path in known}
        unknown = (line[2:] for line in lines if line[0] == "?" and line[-1] != "/")
        changed |= {path: (self.root / path).is_symlink() for path in unknown}
        has_both = any(line[0] == "u" for line in lines) or (below and self.run("ls-files", "-u", "-z", index=index))
        begun = (what for name, what in _HALF_DONE.items() if (self.folder / name).exists())
        half_done = next(begun, "a merge" if has_both else "")
        is_staged = bool(below) or any(facts[1][0] != "." for facts in known)
        return WorkTree(branch, head, changed, half_done, None if is_staged else before)

    def commit_files(self, paths: Sequence[str], message: str, head: str, tree: str) -> str:
        """A commit on top of `head`, whose tree is `tree`, with these files of the work tree as they are on disk; "" if
        that changes nothing.
        """
        index = self.index.at("commit")
        given = b"".join(os.fsencode(path) + b"\0" for path in paths)
        self.run("update-index", "--add", "--remove", "-z", "--stdin", given=given, index=index)
        made = self._written("write-tree", index=index)
        return "" if made == (tree or self.no_files) else self.commit_tree(made, message, *([head] if head else []))

    def commit_tree(self, tree: str, message: str, *parents: str, author: str = "") -> str:
        """A commit of a tree in the name of a person, and nothing else about them; "" for the user of git, or confnotes
        if git does not know them.
        """
        given = [word for parent in parents for word in ("-p", parent)]
        facts = (("NAME", author), ("EMAIL", "confnotes@localhost")) if author else ()
        who = {f"GIT_{role}_{fact}": value for role in ("AUTHOR", "COMMITTER") for fact, value in facts}
        try:
            return self._written("commit-tree", tree, *given, "-F", "-", given=message.encode(), environment=who)
        except GitError:
            if author:
                raise
            return self.commit_tree(tree, message, *parents, author="confnotes")

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
        """The tree, "" for one without files, with these files, without those that are None."""
        index = self.index.spare("merge")
        if tree:
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
                lines += [b"040000 tree %s\t%s" % (inner.encode(), raw)] if inner != self.no_files else []
        return self._written("mktree", "-z", given=b"".join(line + b"\0" for line in lines))

    def staged(self, head: str) -> set[str]:
        """The paths that the user has staged on top of `head`."""
        index, base = self.index.copy("staged"), head or self.no_files
        found = self.run("diff-index", "--cached", "-z", "--raw", "--no-renames", base, index=index)
        return {change.path for change in _changes(found)}

    # The branch

    def begin(self, commit: str) -> None:
        """Remember that a commit is being checked out."""
        self.run("update-ref", PENDING, commit)

    def finish(self, commit: str, head: str, is_own: Callable[[str], bool], made_of: WorkTree | None = None) -> None:
        """Make a commit whose files are on disk the one that is checked out: index and branch move from `head` to it.

        Entries of paths that are not our own stay as the user staged them. Without a work tree that it was `made_of`,
        nothing is being checked out any more. Raises GitError if the branch has moved.
        """
        with self.index.replaced() as index:
            if made_of and made_of.index == _content(index):
                self.index.at("commit").replace(index)
            else:
                self._move_index(index, commit, head, is_own)
        steps = f"update HEAD {commit} {head or '0' * len(commit)}\n" + ("" if made_of else f"delete {PENDING}\n")
        self.run("update-ref", "-m", "confnotes sync", "--stdin", given=steps.encode())

    def _move_index(self, index: Path, commit: str, head: str, is_own: Callable[[str], bool]) -> None:
        changed = {one.path: one.new for one in self.changes(head or self.no_files, commit)}
        if others := {path for path in changed if not is_own(path)}:
            others &= self.staged(head)
        changes = _index_info({path: entry for path, entry in changed.items() if path not in others})
        self.run("update-index", "-z", "--index-info", given=changes, index=index)
        with suppress(GitError):  # fails if files differ
            self.run("update-index", "-q", "--refresh", index=index)

    def forget_pending(self) -> None:
        """Nothing is being checked out any more."""
        self.run("update-ref", "-d", PENDING)

    # The remote

    def _reach(self, *arguments: str) -> bytes:
        """Run a command that reaches a remote. ssh notices a dead connection, unless the user chose the command."""
        return self.run(*arguments, seconds=NETWORK_SECONDS, environment=self._ssh)

    @cached_property
    def _ssh(self) -> Mapping[str, str]:
        is_chosen = {"GIT_SSH", "GIT_SSH_COMMAND"} & os.environ.keys() or self.line("config", "core.sshCommand")
        return {} if is_chosen else {"GIT_SSH_COMMAND": _SSH}

    def fetch(self, remote: str, branch: str, known: str) -> str:
        """The name here of a branch of a remote, whose commit was `known`; "" if none exists. Raises GitError."""
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
        return here

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
        settings = ("mirror=false", f"fetch=+refs/heads/{branch}:refs/remotes/{remote}/{branch}")
        given = [word for setting in settings for word in ("-c", f"remote.{remote}.{setting}")]
        options = ("--porcelain", "--no-verify", "--recurse-submodules=no")
        try:
            self._reach(*given, "push", *options, remote, f"{commit}:refs/heads/{branch}")
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


def _content(index: Path) -> bytes:
    return index.read_bytes() if index.exists() else b""


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
