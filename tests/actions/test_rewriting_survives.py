"""What writes many notes at once leaves all of them old or new, or tells what it could not take back."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.actions.check_vault import check
from confnotes.actions.links import rewrite
from confnotes.actions.links.rename import plan_named
from confnotes.actions.links.rename import plan_note as plan
from confnotes.actions.links.rewrite import apply
from confnotes.actions.notes.tags import plan_retag, retag
from confnotes.errors import ConfnotesError
from confnotes.vault.vault import Vault
from confnotes.vault.version import Version


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    vault = Vault.create(tmp_path / "vault")
    for name in ("Old", "a", "b", "c"):
        vault.save(f"{name}.md", f"{name} [[Old]] #tag\n", None)
    return vault


def everything(vault: Vault) -> dict[str, str]:
    return {path: vault.read(path).text for path in vault.note_paths()}


class FullDisk:
    """After so many writes there is no room for another one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, writes: int) -> None:
        self._left = writes
        self._save = Vault.save_bytes
        monkeypatch.setattr(Vault, "save_bytes", lambda *given: self._written(*given))

    def _written(self, vault: Vault, path: str, data: bytes, based_on: Version | None, *_: str) -> Version:
        if not self._left:
            raise ConfnotesError(f"{path} cannot be written: the disk is full", "make room")
        self._left -= 1
        return self._save(vault, path, data, based_on)


def test_an_undo_that_a_full_disk_stopped_is_reported_and_finished_later(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(vault)
    renaming = plan(vault, "Old.md", "New")
    with monkeypatch.context() as patched:
        FullDisk(patched, writes=2)
        with pytest.raises(ConfnotesError, match=r"disk is full; not everything was undone") as told:
            apply(vault, renaming)
    assert told.value.hint == "Undo the rest with `confnotes rename --undo`."
    assert any("rename --undo" in one.remedy for one in check(vault))
    assert rewrite.take_back(vault)[1] == []
    assert everything(vault) == before
    assert rewrite.last_rewrite(vault) is None


def test_taking_back_that_fails_can_be_tried_again(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(vault)
    apply(vault, plan(vault, "Old.md", "New"))
    after = everything(vault)
    with monkeypatch.context() as patched:
        FullDisk(patched, writes=0)
        with pytest.raises(ConfnotesError, match="disk is full"):
            rewrite.take_back(vault)
    assert everything(vault) == after
    rewrite.take_back(vault)
    assert everything(vault) == before


def test_a_note_that_was_deleted_after_a_rename_was_cut_off_stands_in_the_way_of_nothing(vault: Vault) -> None:
    renaming = plan(vault, "Old.md", "New")
    changed = [rewrite.splice(one.path, one.before, one.after, one.version) for one in renaming.files]
    with pytest.raises(KeyboardInterrupt), rewrite.record_rename(vault, renaming.old, renaming.new, changed):
        for one in renaming.files[:3]:
            vault.save(one.path, one.after, one.version)
        raise KeyboardInterrupt
    (vault.root / "Old.md").unlink()
    assert rewrite.take_back(vault)[1] == ["Old.md"]
    assert "[[Old]]" in vault.read("a.md").text
    apply(vault, plan(vault, "b.md", "d"))


def test_a_retag_is_taken_back_like_a_rename(vault: Vault) -> None:
    before = everything(vault)
    retag(vault, plan_retag(vault, "tag", "other"))
    assert everything(vault) != before
    assert rewrite.take_back(vault)[1] == []
    assert everything(vault) == before


def test_an_interrupted_retag_is_reported(vault: Vault) -> None:
    planned = plan_retag(vault, "tag", "other").notes[0]
    changed = rewrite.splice(planned.path, planned.before, planned.after, planned.version)
    with pytest.raises(KeyboardInterrupt), rewrite.record_rename(vault, "", "", [changed]):
        vault.save(planned.path, planned.after, planned.version)
        raise KeyboardInterrupt
    told = [one for one in check(vault) if "interrupted" in one.message]
    assert [(one.message, one.path) for one in told] == [("interrupted: changes to several notes", None)]
    assert rewrite.take_back(vault)[1] == []


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("papers.yaml", b'"https://x.org/\\q": read\n', 1),
        ("papers.yaml", b"- a\n", 1),
        ("papers.bib", b"\xff\xfe@\0", None),
        ("queries.yaml", b"a: b\n<<<<<<< HEAD\n", 2),
    ],
)
def test_problems_in_the_vaults_own_files_are_reported(vault: Vault, name: str, text: bytes, line: int | None) -> None:
    (vault.root / ".confnotes" / name).write_bytes(text)
    assert [(one.path, one.line) for one in check(vault) if one.path] == [(f".confnotes/{name}", line)]
    (vault.root / ".confnotes" / name).unlink()
    (vault.root / ".confnotes" / name).symlink_to("elsewhere")
    assert [one.message for one in check(vault) if one.path] == ["is a link"]


def test_a_note_with_a_sign_of_links_in_its_name_is_renamed_by_its_path(vault: Vault) -> None:
    (vault.root / "C# and F#.md").write_text("sharp\n", encoding="utf-8")
    assert plan_named(vault, "C# and F#.md", "Sharp languages").new == "Sharp languages.md"
