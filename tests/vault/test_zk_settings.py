"""A notebook of zk has the tags that its settings turn on."""

from __future__ import annotations

from pathlib import Path

import pytest

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
