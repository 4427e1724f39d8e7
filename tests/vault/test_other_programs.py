"""A notebook of zk has the tags that its settings turn on, a vault of Obsidian leaves out what those exclude."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.catalogue.links.backlinks import backlinks
from confnotes.catalogue.searching.find import find
from confnotes.vault.vault import Vault


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", ["one"]),
        ("[format.markdown]\ncolon-tags = true\n", ["two", "one"]),
        ("[format.markdown]\nhashtags = false\n", []),
        ("format = 1", ["one"]),
        ("[format.markdown]\ncolon-tags = 'perhaps'\n", ["one"]),
        ("no toml", ["one"]),
    ],
)
def test_the_settings_of_zk_say_which_tags_there_are(tmp_path: Path, settings: str, expected: list[str]) -> None:
    vault = Vault.create(tmp_path)
    (tmp_path / ".zk").mkdir()
    (tmp_path / ".zk" / "config.toml").write_text(settings)
    vault.save("it.md", ":two: #one\n", None)
    assert [tag.name for tag in vault.note("it.md").tags] == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('{"userIgnoreFilters": ["Templates/", "/^x.*/", "Old notes/a", 4, ""]}', ("Templates/", "Old notes/a")),
        ('{"userIgnoreFilters": "all"}', ()),
        ("[]", ()),
        ("{", ()),
    ],
)
def test_obsidian_s_settings_say_what_is_not_searched(tmp_path: Path, settings: str, expected: tuple[str, ...]) -> None:
    vault = Vault.create(tmp_path)
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "app.json").write_text(settings)
    assert vault.excluded == expected


def test_what_obsidian_excludes_is_linked_and_not_found(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path)
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "app.json").write_text('{"userIgnoreFilters": ["Templates/"]}')
    vault.save("Templates/Daily.md", "# Daily gulls #bird\n- [ ] gulls\n[[It]] by @Ann Gull\n", None)
    vault.save("It.md", "gulls, see [[Daily]]\n", None)
    assert [hit.path for hit in find(vault, "gulls").hits] == ["It.md"]
    assert [hit.path for hit in find(vault, "tag:bird").hits] == []
    assert [one.path for one in backlinks(vault, "It.md")] == ["Templates/Daily.md"]
    assert [one.path for one in backlinks(vault, "Templates/Daily.md")] == ["It.md"]
