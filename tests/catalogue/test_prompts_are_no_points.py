"""What a template asks of every note is no task and no question of a note that nobody has touched yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.actions.notes.take_note import draft, save
from confnotes.catalogue import open_points
from confnotes.catalogue.searching import find
from confnotes.markup.frontmatter import bounds
from confnotes.model.note import Note
from confnotes.vault.vault import Vault
from screen_samples import harbour_vault

TEMPLATE = "- [ ] thank {{speaker}}\n- [ ] read the paper\n? what is new\n\n{{cursor}}\n"
TALKS = ("harbourconf-2031/tides-in-memory", "harbourconf-2031/slow-boats")


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    vault = harbour_vault(tmp_path / "vault")
    own = vault.root / ".confnotes" / "templates" / "talk.md"
    own.parent.mkdir(exist_ok=True)
    own.write_text(TEMPLATE, encoding="utf-8")
    return vault


def begun(vault: Vault, key: str, own: str = "") -> str:
    note = draft(vault, key)
    return save(vault, note, f"{note.text}{own}").path


def test_a_note_that_was_only_begun_has_nothing_to_do(vault: Vault) -> None:
    begun(vault, TALKS[0])
    for query in ("is:todo", "is:open", "is:question", "has:task", "kind:task", "kind:question"):
        assert find.find(vault, query).hits == (), query
    assert open_points.points(vault) == []


def test_a_note_has_notes_once_something_is_below_its_template(vault: Vault) -> None:
    path = begun(vault, TALKS[0])
    assert find.find(vault, "has:notes").hits == ()
    assert "Tides in Memory" in [hit.title for hit in find.find(vault, "kind:talk no:notes").hits]
    vault.change(path, lambda text: f"{text}The moon pulls.\n")
    assert [hit.title for hit in find.find(vault, "has:notes").hits] == ["Tides in Memory"]


def test_what_was_added_to_a_prompt_makes_it_ones_own(vault: Vault) -> None:
    path = begun(vault, TALKS[0])
    vault.change(path, lambda text: text.replace("- [ ] read the paper\n", "- [ ] read the paper\n  section 3 first\n"))
    vault.change(path, lambda text: text.replace("? what is new\n", "? what is new\n! the bound\n"))
    assert [hit.title for hit in find.find(vault, "kind:task is:todo").hits] == ["read the paper"]
    assert [hit.title for hit in find.find(vault, "kind:question is:answered").hits] == ["what is new"]
    found = [point for note in open_points.points(vault) for point in note.points]
    assert [(point.text, point.open) for point in found] == [("read the paper", True), ("what is new", False)]


def test_only_notes_that_may_hold_a_prompt_are_read(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.save("Notes/Own.md", "- [ ] mine\n? mine too\n", None)
    path = begun(vault, TALKS[1], "- [ ] also mine\n")
    assert bounds(vault.read(path).text) is not None
    open_points.points(vault)
    read: list[str] = []
    one = vault.note

    def reading(path: str) -> Note:
        read.append(path)
        return one(path)

    monkeypatch.setattr(vault, "note", reading)
    found = [point.text for note in open_points.points(vault) for point in note.points]
    assert sorted(found) == ["also mine", "mine", "mine too"]
    assert read == [path]
