"""Say where a vault goes, and set up its clone once the user agreed."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys

from confnotes.actions.syncing.agreement import SyncTarget, agreed_target, store_target
from confnotes.errors import ConfnotesError, UsageError
from confnotes.git.repository import DRIVER, Repository
from confnotes.git.run_git import GitError, run_git, whole_address
from confnotes.vault.vault import Vault

_ATTRIBUTES = ".gitattributes"
_MERGED = ("*.md", "*.yaml", "*.bib", ".confnotes/imported/**/*.json")
_HEAD = "# confnotes merges these files itself: see `confnotes merge-file --help`.\n"
_FIRST_REMOTE, _OTHER_REMOTE = "origin", "confnotes"


def plan_sync(vault: Vault, address: str, *, may_ask: bool = False) -> tuple[Repository, SyncTarget]:
    """The repository of the vault, created if none exists, and where it would go: nothing is sent, or agreed.

    `address` may be empty if the repository has a remote. Raises ConfnotesError.
    """
    repository = Repository.find(vault.root, may_ask=may_ask)
    if repository is None:
        if not address:
            raise UsageError("no address", "Name the git repository to sync with: `confnotes sync --setup ADDRESS`.")
        run_git(vault.root, "init", "--quiet", "--initial-branch=main")
        repository = Repository.find(vault.root, may_ask=may_ask)
        assert repository is not None
    repository.ids()  # refuses a git that is too old
    branch = repository.line("symbolic-ref", "-q", "HEAD").removeprefix("refs/heads/")
    if not branch:
        raise ConfnotesError("no branch is checked out", "Check one out: `git switch main`.")
    remote = _remote(repository, branch, address)
    return repository, SyncTarget(remote, tuple(repository.addresses(remote)), branch)


def agree(vault: Vault, repository: Repository, target: SyncTarget) -> None:
    """Store that the user agreed, and have git use our merge here and in every clone that is set up. Raises OSError."""
    command = ["confnotes"] if shutil.which("confnotes") else [sys.executable, "-P", "-m", "confnotes"]
    repository.run("config", f"merge.{DRIVER}.name", "confnotes")
    repository.run("config", f"merge.{DRIVER}.driver", f"{shlex.join([*command, 'merge-file'])} %O %A %B %P")
    try:
        before = vault.read(_ATTRIBUTES).text
    except ConfnotesError:
        before = ""
    lines = [line for kind in _MERGED if (line := f"{kind} merge={DRIVER}") not in before.splitlines()]
    if lines:
        text = "".join(f"{line}\n" for line in lines)
        foot = "" if not before or before.endswith("\n") else "\n"
        vault.change(_ATTRIBUTES, lambda _: f"{before}{foot}{_HEAD}{text}", new="")
    prefer_own_merge(vault, repository)
    store_target(vault.root, target)
    if agreed_target(vault.root) != target:
        raise ConfnotesError("cannot save your answer", "Make the state folder writable.")


def prefer_own_merge(vault: Vault, repository: Repository) -> None:
    """Have git merge the files of the vault with us and read them as UTF-8 in this clone, whatever any `.gitattributes`
    says that came from another machine: the clone's own `info/attributes` comes before them. Raises OSError.
    """
    below = vault.root.relative_to(repository.root.resolve()).as_posix()
    place = "" if below == "." else "/" + re.sub(r"([][*?\\])", r"\\\1", below) + "/**/"
    patterns = [json.dumps(place + kind, ensure_ascii=False) for kind in _MERGED]
    lines = [f"{pattern} merge={DRIVER} !working-tree-encoding" for pattern in patterns]
    file = repository.common / "info/attributes"
    before = file.read_text("utf-8", "surrogateescape") if file.is_file() else ""
    missing = [line for line in lines if line not in before.splitlines()]
    if missing:
        file.parent.mkdir(exist_ok=True)
        foot = "" if not before or before.endswith("\n") else "\n"
        text = "".join(f"{line}\n" for line in missing)
        with file.open("a", encoding="utf-8", errors="surrogateescape") as stream:
            stream.write(foot + text)


def _remote(repository: Repository, branch: str, address: str) -> str:
    """The name of the remote to use, added or changed for the address if one is given."""
    names = repository.line("remote").splitlines()
    if not address:
        followed = repository.line("config", f"branch.{branch}.remote")
        if followed in names:
            return followed
        if len(names) == 1 or _FIRST_REMOTE in names:
            return _FIRST_REMOTE if _FIRST_REMOTE in names else names[0]
        raise UsageError("no address", "Name the git repository to sync with: `confnotes sync --setup ADDRESS`.")
    if address.startswith("-"):
        raise UsageError(f"“{address}” is not an address", "Write it as git does: git@example.org:notes.git.")
    address = whole_address(address)
    for name in names:
        if repository.line("remote", "get-url", "--all", name) == address and len(repository.addresses(name)) == 1:
            return name
    name = _FIRST_REMOTE if _FIRST_REMOTE not in names else _OTHER_REMOTE
    try:
        repository.run("remote", *(["set-url"] if name in names else ["add"]), name, address)
    except GitError as error:
        raise UsageError(error.message, "Write the address as git does: git@example.org:notes.git.") from None
    return name
