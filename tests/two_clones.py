"""Two people's clones of one vault, brought together by git itself."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str) -> int:
    """The exit code of a git command."""
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode


def clone(vault: Path, other: Path) -> tuple[Path, Path]:
    """Put the vault under git, and clone it."""
    other.parent.mkdir(parents=True, exist_ok=True)
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "the vault"), ("clone", "-q", ".", str(other))):
        assert git(vault, *arguments) == 0
    return vault, other


def merge(one: Path, other: Path) -> bool:
    """Whether git brings what both have by now together without a conflict; both have it then."""
    for folder in (one, other):
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "more")
    assert git(one, "fetch", "-q", str(other)) == 0
    merged = git(one, "merge", "-q", "-m", "both", "FETCH_HEAD") == 0
    return merged and git(other, "pull", "-q", "--ff-only", str(one)) == 0
