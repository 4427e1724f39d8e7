"""In a wide list, nothing is cut while another column has room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.searching.find import find
from confnotes.model.program import Session, Talk
from confnotes.tui.screens.search_view import excerpt_of
from confnotes.tui.widgets.drawing import SHARE, Line, Part, spread
from confnotes.tui.widgets.rows import LinkRow
from confnotes.tui.widgets.talk_rows import TitleLead, talk_row
from confnotes.vault.vault import Vault

LONG = "How a Reactive Library without a Framework Makes Widgets for Everybody Simpler to Write"


def said(line: Line) -> str:
    return "".join(part.text for part in line)


def test_what_is_at_the_right_is_cut_only_for_the_title_and_keeps_its_share() -> None:
    short, long = [Part("Fog")], [Part(LONG)]
    assert said(spread(short, long, 100, SHARE)).endswith(f"  {LONG}")
    cut = said(spread(long, long, 90, SHARE))
    assert len(cut) == 90 and cut.endswith("…")
    assert 28 <= len(cut.split("…  ")[1].strip()) <= 30


@pytest.mark.parametrize("right", ["", "A Conference of the Shore and of the Sea 2031"])
def test_a_link_row_fills_its_width(right: str) -> None:
    (line,) = LinkRow("key", "Fog", right, "note:x").lines(80, False)
    assert len(said(line)) == 80 and right in said(line)


@pytest.mark.parametrize("title", [LONG, "Fog"])
def test_a_long_title_makes_the_column_of_tracks_narrower(title: str) -> None:
    track = "Free Software in Education and Research devroom"
    card = Card("shore/fog", "Shore", Talk(title, "fog", track=track), Session("Morning"))
    (line,) = talk_row(card, TitleLead("10:00", "Aula", 12, timed=True)).lines(140, False)
    assert title in said(line)
    assert ("Free Softwar" if title == "Fog" else "Free Soft") in said(line)
    assert len(said(line)) == 140
    (none,) = talk_row(replace(card, talk=Talk(title, "fog")), TitleLead()).lines(140, False)
    assert title in said(none)


def test_the_preview_of_a_search_shows_links_as_their_titles(vault: Vault) -> None:
    vault.save("Fog.md", "# Fog\n\nlight in [[Slow Boats|the boats]] ^t100100\n", None)
    hit = next(hit for hit in find(vault, "light").hits if hit.path)
    assert "light in the boats" in [said(line).strip(" ▎") for line in excerpt_of(vault, hit, None)(60)]
