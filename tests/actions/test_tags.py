"""Tags stand in a tree with how many notes have them, and one is renamed in all notes or in none."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.actions.notes.tags import all_tags, plan_retag, retag
from confnotes.catalogue.searching.find import find
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.vault.vault import Vault


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    vault = Vault.create(tmp_path / "vault")
    for name, text in {
        "One": "---\ntags: [ML, code]\n---\n#ml/RL and #ml/rl\n",
        "Two": "about #ml\r\nand #learning\r\n",
        "Three": "#area/deep/er\n`#ml`\n",
        "Four": "no tag\n",
    }.items():
        vault.save(f"Notes/{name}.md", text, None)
    return vault


def test_the_tree_counts_notes_and_what_is_nested(vault: Vault) -> None:
    tree = [(tag.name, tag.depth, tag.own, tag.notes) for tag in all_tags(vault)]
    assert [(name.casefold(), *rest) for name, *rest in tree] == [
        ("area", 0, 0, 1),
        ("area/deep", 1, 0, 1),
        ("area/deep/er", 2, 1, 1),
        ("code", 0, 1, 1),
        ("learning", 0, 1, 1),
        ("ml", 0, 2, 2),
        ("ml/rl", 1, 1, 1),
    ]


def test_a_tag_is_renamed_in_every_note_that_has_it(vault: Vault) -> None:
    plan = plan_retag(vault, "#ml", "statistics")
    assert [(one.path, one.line, one.after) for one in plan.lines] == [
        ("Notes/One.md", 2, "tags: [statistics, code]"),
        ("Notes/One.md", 4, "#statistics/RL and #statistics/rl"),
        ("Notes/Two.md", 1, "about #statistics"),
    ]
    assert not plan.merges
    retag(vault, plan)
    assert (vault.root / "Notes/Two.md").read_bytes() == b"about #statistics\r\nand #learning\r\n"
    assert vault.read("Notes/Three.md").text == "#area/deep/er\n`#ml`\n"
    assert find(vault, "tag:ml").hits == ()
    assert {hit.path for hit in find(vault, "tag:statistics").hits} == {"Notes/One.md", "Notes/Two.md"}


def test_renaming_a_tag_to_an_existing_one_merges_them_with_a_message(vault: Vault) -> None:
    assert plan_retag(vault, "ml", "learning").merges
    assert plan_retag(vault, "area/deep", "ml").merges
    assert not plan_retag(vault, "ML", "ml").merges


def test_when_one_note_was_changed_meanwhile_none_is_written(vault: Vault) -> None:
    plan = plan_retag(vault, "ml", "statistics")
    vault.change("Notes/Two.md", lambda text: text + "more\n")
    before = {path: vault.read(path).text for path in vault.note_paths()}
    with pytest.raises(ConflictError):
        retag(vault, plan)
    assert {path: vault.read(path).text for path in vault.note_paths()} == before


def test_a_missing_or_read_only_tag_is_an_error_before_anything_is_written(vault: Vault) -> None:
    with pytest.raises(NotFoundError):
        plan_retag(vault, "nothing", "something")
    vault.save("Notes/Odd.md", '---\ntags: ["m\\u006c"]\n---\n', None)
    with pytest.raises(ConfnotesError, match="Odd"):
        plan_retag(vault, "ml", "learning")
