"""What is written into a watched folder is told; nothing is asked of the files for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from confnotes.vault import folder_watch
from confnotes.vault.folder_watch import FolderWatch
from confnotes.vault.vault import Vault

needs_inotify = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has inotify")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = Vault.create(tmp_path / "vault")
    (vault.root / "Notes").mkdir()
    (vault.root / "Notes/Tides.md").write_text("moonlight\n", encoding="utf-8")
    return vault


@pytest.fixture
def watch(vault: Vault) -> Iterator[FolderWatch]:
    watch = FolderWatch()
    vault.listing(watch.add)
    yield watch
    watch.close()


@needs_inotify
@pytest.mark.parametrize(
    ("write", "paths"),
    [
        (lambda root: (root / "New.md").write_text("new\n"), {"New.md"}),
        (lambda root: (root / "Notes/Tides.md").write_text("edited in place\n"), {"Notes/Tides.md"}),
        (lambda root: (root / "Notes/Tides.md").rename(root / "Elsewhere.md"), {"Notes/Tides.md", "Elsewhere.md"}),
        (lambda root: (root / "Notes/Tides.md").unlink(), {"Notes/Tides.md"}),
        (lambda root: (root / "program.yaml").write_text("sessions: []\n"), {"program.yaml"}),
    ],
)
def test_changes_by_another_program_are_reported_once(
    vault: Vault, watch: FolderWatch, write: Callable[[Path], object], paths: set[str]
) -> None:
    assert watch.changed() == set()
    write(vault.root)
    told = watch.changed()
    assert told is not None and {path[len(str(vault.root)) + 1 :] for path in told} == paths
    assert watch.changed() == set()


@needs_inotify
def test_notes_in_a_new_folder_are_reported_after_it_was_scanned(vault: Vault, watch: FolderWatch) -> None:
    (vault.root / "Later").mkdir()
    assert watch.changed() is None
    vault.listing(watch.add)
    (vault.root / "Later/Fog.md").write_text("fog\n", encoding="utf-8")
    assert watch.changed() == {f"{vault.root}/Later/Fog.md"}


@needs_inotify
def test_notes_in_a_renamed_folder_are_reported_with_its_new_name(vault: Vault, watch: FolderWatch) -> None:
    (vault.root / "Notes").rename(vault.root / "Later")
    assert watch.changed() is None
    vault.listing(watch.add)
    (vault.root / "Later/Tides.md").write_text("fog\n", encoding="utf-8")
    assert watch.changed() == {f"{vault.root}/Later/Tides.md"}


@needs_inotify
def test_changes_of_other_files_are_not_reported(vault: Vault, watch: FolderWatch) -> None:
    for name in ("photo.jpg", ".Tides.md.swp", ".hidden.md", ".confnotes/papers.bib"):
        (vault.root / name).write_text("x", encoding="utf-8")
    assert watch.changed() == set()


@needs_inotify
def test_more_changes_than_the_system_keeps_are_still_a_change(vault: Vault, watch: FolderWatch) -> None:
    note = vault.root / "Notes/Tides.md"
    for _ in range(5_000):
        note.rename(vault.root / "Other.md")
        (vault.root / "Other.md").rename(note)
    assert watch.changed() is None
    assert watch.changed() == set()


def test_a_system_without_change_events_is_recognised(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_watch, "_inotify", lambda: None)
    watch = FolderWatch()
    watch.add(str(vault.root))
    assert not watch.works and watch.changed() == set()
    watch.close()


@needs_inotify
def test_a_folder_that_goes_while_it_is_added_is_no_reason_to_stop(vault: Vault, watch: FolderWatch) -> None:
    watch.add(str(vault.root / "gone"))
    assert watch.works
