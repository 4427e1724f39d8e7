"""Which folders can become a vault."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import pytest

from confnotes.actions.begin_vault import begin_vault, check_folder, copy_sample
from confnotes.errors import ConfnotesError, UsageError
from confnotes.vault.vault import Vault


@pytest.fixture
def home(own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder, in which the person works."""
    folder = tmp_path / "person"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("text", ["~", "~/", ".", "/"])
def test_a_folder_with_all_files_is_not_a_vault(home: Path, text: str) -> None:
    assert "name a folder inside it" in check_folder(text).problem
    with pytest.raises(UsageError):
        begin_vault(text, must_exist=True)
    assert list(home.iterdir()) == []


def test_a_vault_is_not_begun_inside_another(home: Path) -> None:
    Vault.create(home / "notes")
    (home / "notes" / "old").mkdir()
    for text in ("~/notes/new", "~/notes/old", "notes/new/deep"):
        assert f"Inside the vault {home / 'notes'}" in check_folder(text).problem
        with pytest.raises(UsageError, match="Inside the vault"):
            copy_sample(text)
    assert check_folder("~/notes").is_vault
    assert sorted(path.name for path in (home / "notes").iterdir()) == [".confnotes", "old"]


def test_the_home_of_somebody_unknown_is_not_made_here(home: Path) -> None:
    assert "web address" in check_folder("~/confnoteshttps://example.org/schedule.xml").problem
    assert check_folder("~nobody-of-that-name/notes").problem == "Home folder not found: ~nobody-of-that-name"


def test_a_folder_without_its_place_says_where_it_will_be(home: Path) -> None:
    assert check_folder("notes").says == f"A new folder in {home}"
    assert check_folder("~/notes").says == "A new folder"


def test_two_starts_at_the_same_moment_begin_one_vault(home: Path) -> None:
    for number in range(20):
        with ThreadPoolExecutor(8) as starts:
            begun = [starts.submit(begin_vault, f"~/{number}") for _ in range(8)]
        assert {one.result().vault.root for one in begun} == {home / str(number)}


def full(*_arguments: object) -> NoReturn:
    """The disk takes nothing."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("folder", ["new/notes", "empty"])
def test_a_full_disk_leaves_no_half_a_vault(home: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    (home / "empty").mkdir()
    monkeypatch.setattr("confnotes.vault.writer.atomic_write", full)
    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(ConfnotesError, match="the disk is full"):
        begin_vault(f"~/{folder}")
    with pytest.raises(ConfnotesError) as caught:
        copy_sample(f"~/{folder}")
    assert caught.value.message == f"Cannot copy the sample to ~/{folder}: no space left on device"
    assert [str(path.relative_to(home)) for path in home.rglob("*")] == ["empty"]
