"""Searches in notes are handed out as lists of links, and show nobody what he may not see."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from confnotes.actions.save_query import save_query
from confnotes.model.program import Conference, Kind, Program, Session, Speaker, Talk
from confnotes.model.summary import Own
from confnotes.vault.vault import Vault
from program_files import save_program
from summary_samples import export_of as export

NAME = "HarbourConf 2031"
LIST = "HarbourConf 2031/Lists.md"


def note(vault: Vault, name: str, text: str, **fields: str) -> None:
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    vault.save(f"{NAME}/{name}.md", f"---\ntitle: {name}\n{head}---\n\n{text}\n", None)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    vault = Vault.create(tmp_path / "vault")
    begin = datetime(2031, 5, 12, 10, tzinfo=ZoneInfo("Europe/Lisbon"))
    talks = (
        Talk("Tides in Memory", "1", Kind.TALK, begin, speakers=(Speaker("Inês Farol"),)),
        Talk("Salt and Rope", "2", Kind.TALK, begin),
    )
    save_program(vault, NAME, Program(Conference(NAME, timezone="Europe/Lisbon"), (Session("s", "s", talks=talks),)))
    note(vault, "Open water", "the gulls know\n- [ ] ask about gulls\n- [ ] %%gulls owe me money%%", rating="5")
    note(vault, "Wages", "%%the gulls earn too much%%\n\nharmless")
    note(vault, "Diary", "gulls stole my lunch, says @Nemo Secret", private="true")
    note(vault, "About tides", "gulls and tides", talk="harbourconf-2031/1", private="true")
    return vault


def handed_out(vault: Vault, block: str, audience: str, form: str = "markdown", **order: Any) -> str:
    """What becomes of a note with that block, from its begin to its end."""
    path = vault.root / LIST
    path.write_text(f"---\ntitle: Lists\n---\nBEGIN\n\n```query\n{block}\n```\n\nEND\n", encoding="utf-8")
    text = export(vault, NAME, form, audience=audience, **order).decode()
    return text.split("BEGIN")[1].split("END")[0]


def test_its_author_gets_everything_as_links(vault: Vault) -> None:
    text = handed_out(vault, "gulls", "me")
    assert "- [Open water](#open-water)" in text and "- [Wages](#wages)" in text and "- [Diary](#diary)" in text
    assert "- ask about gulls ([Open water](#open-water))" in text
    assert "```" not in text


@pytest.mark.parametrize("audience", ["team", "public"])
@pytest.mark.parametrize("block", ["gulls", "gulls\nsort: date", "gulls OR money OR nemo", "saved: Birds"])
def test_others_see_no_private_note_no_private_line_and_nobody_named_there(
    vault: Vault, audience: str, block: str
) -> None:
    save_query(vault, "Birds", "gulls OR nemo")
    text = handed_out(vault, block, audience)
    assert "Open water" in text
    for hidden in ("Wages", "Diary", "About tides", "Nemo", "money", "earn"):
        assert hidden not in text


@pytest.mark.parametrize("block", ["kind:task", "is:todo", "has:task", "ask", "overpaid", "sailors"])
def test_the_public_finds_tasks_and_opinions_only_if_it_gets_them(vault: Vault, block: str) -> None:
    note(vault, "Harbour", "calm\n\nMe: the pilots are overpaid\n\nNext:\n- [ ] ask @Bo Kai about sailors")
    assert handed_out(vault, block, "public").strip() == "*(no matches)*"
    assert "Harbour" in handed_out(vault, block, "team")
    assert "Harbour" in handed_out(vault, block, "public", include=frozenset(Own))


def test_a_talk_with_a_private_note_is_a_talk_without_a_note(vault: Vault) -> None:
    assert "Tides in Memory" in handed_out(vault, "tides", "public")
    assert "About tides" in handed_out(vault, "tides", "me")


@pytest.mark.parametrize("block", ["is:starred", "rating:>=4", "-is:starred kind:talk no:notes\nsort: rating"])
def test_the_public_learns_nothing_of_stars_and_ratings(vault: Vault, block: str) -> None:
    def named() -> list[str]:
        return re.findall(r"- \[?([^\](]+)", handed_out(vault, block, "public"))

    before = [name.strip() for name in named()]
    vault.mark(NAME, "2", starred=True, rating=5)
    assert [name.strip() for name in named()] == before
    assert "Open water" not in handed_out(vault, "rating:5", "public")
    assert "Open water" in handed_out(vault, "rating:5", "team")


def test_only_the_author_sees_mistakes_in_a_query_block(vault: Vault) -> None:
    assert "limit is a number" in handed_out(vault, "gulls\nlimit: x", "me")
    assert handed_out(vault, "gulls\nlimit: x", "public").strip() == ""
    assert "saved search not found: “Nothing”" in handed_out(vault, "saved: Nothing", "me").replace("\\", "")
    assert "(no matches)" in handed_out(vault, "nosuchword", "public")


def test_a_block_does_not_find_the_note_that_it_stands_in(vault: Vault) -> None:
    assert "Lists" not in handed_out(vault, "gulls", "me")


def test_a_list_is_live(vault: Vault) -> None:
    before = handed_out(vault, "gulls", "public")
    note(vault, "More gulls", "gulls at night")
    assert "More gulls" not in before and "More gulls" in handed_out(vault, "gulls", "public")


def test_titles_stay_words(vault: Vault) -> None:
    note(vault, "Gull", "gulls", aliases="['x']")
    (vault.root / NAME / "Odd.md").write_text("---\ntitle: '<b>[gulls](x) `*'\n---\nodd\n", encoding="utf-8")
    assert "<b>" not in handed_out(vault, "odd", "public", "html").replace("&lt;b&gt;", "")


def test_very_many_blocks_are_not_all_answered(vault: Vault) -> None:
    many = "\n```\n\n```query\n".join(["gulls"] * 25)
    assert handed_out(vault, many, "me").count("maximum number of searches") == 5
