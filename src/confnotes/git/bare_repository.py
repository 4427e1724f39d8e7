"""A bare repository of ours, without files that anybody edits: trees are built from blobs and pushed."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from confnotes.git.repository import Entry, Repository
from confnotes.git.run_git import GitError, run_git

REMOTE = "origin"
_FILE_MODE = "100644"


@dataclass(frozen=True, slots=True)
class TreeFile:
    """A file in a tree: mode, blob and size in bytes (0 for what is not a file)."""

    mode: str
    blob: str
    size: int


class BareRepository(Repository):
    """A bare repository in a folder, with one remote."""

    def __init__(self, folder: Path, *, may_ask: bool = False) -> None:
        super().__init__(folder, folder, folder, may_ask=may_ask)

    @classmethod
    def create(cls, folder: Path, address: str, *, may_ask: bool = False) -> BareRepository:
        """A new repository in place of what is in the folder. Raises ConfnotesError."""
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        run_git(folder.parent, "init", "--quiet", "--bare", "--object-format=sha1", str(folder))
        made = cls(folder, may_ask=may_ask)
        made.ids()  # refuses a git that is too old
        made.run("remote", "add", REMOTE, address)
        return made

    def files(self, tree: str, below: str = "") -> dict[str, TreeFile]:
        """Everything in a tree that is not a folder, by path; `below` a folder only, with paths inside it."""
        found, inside = {}, f"{below}/" if below else ""
        for row in filter(
            None, self.run("ls-tree", "-r", "-l", "-z", tree, "--", *filter(None, [inside])).split(b"\0")
        ):
            facts, _, path = row.decode(errors="surrogateescape").partition("\t")
            mode, _, blob, size = facts.split()
            found[path.removeprefix(inside)] = TreeFile(mode, blob, int(size) if size.isdigit() else 0)
        return found

    def store_all(self, blobs: Mapping[str, str], content: Callable[[str], bytes | None]) -> dict[str, Entry]:
        """Store files with these blobs, by path; returns their entries in a tree.

        Only the `content` of paths whose blob is missing is asked for: None for a file that is gone meanwhile, another
        one if it changed meanwhile.
        """
        missing = self._missing(blobs.values())
        now: dict[str, str] = {}
        new: dict[str, bytes] = {}
        for path, blob in blobs.items():
            if blob not in missing:
                now[path] = blob
            elif (data := content(path)) is not None:
                now[path] = blob_id(data)
                new[now[path]] = data
        self.store(*new.values())
        return {path: Entry(_FILE_MODE, blob) for path, blob in now.items()}

    def _missing(self, blobs: Iterable[str]) -> set[str]:
        given = "".join(f"{blob}\n" for blob in set(blobs)).encode()
        lines = self.run("cat-file", "--batch-check", given=given).decode().splitlines() if given else []
        return {line.split()[0] for line in lines if line.endswith(" missing")}

    def earlier_blobs(self, commit: str, below: str) -> dict[str, list[str]]:
        """Each content that a file in the folder `below` ever had, oldest first, by its path in there."""
        found: dict[str, list[str]] = {}
        how = ("--format=", "--reverse", "--raw", "--no-abbrev", "--no-renames", "-z")
        printed = self.run("log", *how, commit, "--", below)
        words = iter(printed.decode(errors="surrogateescape").split("\0"))
        for facts in words:
            if facts.startswith(":"):
                found.setdefault(next(words).removeprefix(f"{below}/"), []).append(facts.split()[3])
        return found

    def last_change(self, commit: str, path: str) -> int:
        """When something below a path last changed, in seconds since 1970; 0 for never."""
        return int(self.line("log", "-1", "--format=%ct", commit, "--", path) or 0)

    def fetched(self, branch: str, known: str) -> str:
        """The last commit of a branch of the remote, which was `known`; "" if none exists. Raises GitError."""
        here = self.fetch(REMOTE, branch, known)
        return self.commit(here) if here else ""

    def point(self, reference: str, target: str) -> None:
        """Have a reference of ours point at a tree, or remove it for ""."""
        self.run("update-ref", *([reference, target] if target else ["-d", reference]))

    def pointed(self, *references: str) -> list[str]:
        """The trees that references point at; "" for one that does not exist."""
        return self.ids(*(f"{reference}^{{tree}}" for reference in references))

    def changed_paths(self, old: str, new: str) -> set[str]:
        """The paths that two trees have differently."""
        return {change.path for change in self.changes(old, new)} if old != new else set()

    def is_after(self, commit: str, other: str) -> bool:
        """Whether the other commit is in the history of the first one; False if it is unknown."""
        try:
            return other in self.meet(commit, other)[1]
        except GitError:
            return False


def blob_id(data: bytes) -> str:
    """The id that git gives to a content."""
    return hashlib.sha1(b"blob %d\0%s" % (len(data), data), usedforsecurity=False).hexdigest()
