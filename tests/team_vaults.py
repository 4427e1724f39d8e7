"""Vaults of several people who share their notes through a repository of git: fixtures and steps of tests."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from confnotes.actions.team.join_team import agree, plan_join
from confnotes.actions.team.sync_team import TeamSync
from confnotes.vault.team_state import TeamReport, colleague_vaults
from confnotes.vault.vault import Vault

PROGRAM = """sessions:
  - id: s1
    title: Ground
    talks:
      - {id: t1, title: Peat and time, start: 2024-04-03T09:00:00}
      - {id: t2, title: Spores, start: 2024-04-03T10:00:00}
"""
PEAT, SPORES = "Moss/Peat.md", "Moss/Spores.md"


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, input=given).stdout


@pytest.fixture
def own_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git whose user has a name and an address that are nobody's business."""
    (tmp_path / "gitconfig").write_text("[user]\n\tname = zqgitnameqz\n\temail = zqmailqz@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setattr(os, "environ", os.environ.copy())


@pytest.fixture
def hub(tmp_path: Path, own_git: None) -> Path:
    """The empty repository of the team."""
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "hub.git")
    return tmp_path / "hub.git"


Person = Callable[..., Vault]


@pytest.fixture
def person(tmp_path: Path, hub: Path) -> Person:
    """A vault with the program of one conference, whose person has joined the team."""

    def join(name: str, *, folder: str = "", again: bool = False) -> Vault:
        vault = Vault.create(tmp_path / (folder or name))
        write(vault, "Moss/program.yaml", PROGRAM)
        agree(vault, plan_join(vault, str(hub), name, again=again))
        return vault

    return join


def write(vault: Vault, path: str, text: str) -> None:
    file = vault.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def note(body: str, talk: str = "t1", front: str = "") -> str:
    return f"---\ntalk: moss/{talk}\n{front}---\n{body}\n"


def sync(vault: Vault) -> TeamReport:
    return TeamSync(vault).run()


def read(vault: Vault, name: str, path: str) -> str | None:
    """The text of a colleague's note as it is kept here; None if there is none."""
    folder = colleague_vaults(vault.root).get(name)
    return (folder / path).read_text() if folder is not None and (folder / path).exists() else None
