"""One line of a program: title, speakers, kind, room and links in any order."""

from __future__ import annotations

import pytest

from confnotes.importers.pages.builder import TalkDraft
from confnotes.importers.pages.entries import read_entry
from confnotes.importers.pages.labels import take_label

T, S = "What bees know", [("Ada Lind", None)]


@pytest.mark.parametrize(
    ("text", "title", "speakers", "kind"),
    [
        ("Ada Lind (Keynote Talk) - What bees know", T, S, "keynote"),
        ("What bees know — Ada Lind", T, S, None),
        ("Ada Lind: What bees know", T, S, None),
        ("“What bees know” by Ada Lind", T, S, None),
        ("**What bees know** Ada Lind (KTH)", T, [("Ada Lind", "KTH")], None),
        ("**Ada Lind**, *What bees know*", T, S, None),
        ("Invited talk 2: Ada Lind, KTH", None, [("Ada Lind", "KTH")], "talk"),
        ("Invited talk (Ada Lind, KTH): What bees know", T, [("Ada Lind", "KTH")], "talk"),
        ("What bees know (Spotlight)", T, [], "spotlight"),
        ("What bees know\nAda Lind", T, S, None),
        ("Dry Hives and Wet Meadows (Ada Lind)", "Dry Hives and Wet Meadows", S, None),
        ("What bees know (Ada Lind, KTH-BI, Sweden)", T, [("Ada Lind", "KTH-BI, Sweden")], None),
        ("What bees know. Ada Lind, Bo Chen", T, [("Ada Lind", None), ("Bo Chen", None)], None),
        ("BEES: An Introduction to Hives", "BEES: An Introduction to Hives", [], None),
        ("Poster Session 1", "Poster Session 1", [], "poster"),
        ("Lunch Break", "Lunch Break", [], "break"),
        ("Introduction and opening remarks", "Introduction and opening remarks", [], "remarks"),
        ("Introduction to Bees", "Introduction to Bees", [], None),
        ("Panel with Ada Lind, Bo Chen and Cara Ruiz", "Panel",
         [("Ada Lind", None), ("Bo Chen", None), ("Cara Ruiz", None)], "panel"),
        ("Invited talk: TBA", "Invited talk", [], "talk"),
    ],
)  # fmt: skip
def test_line_is_taken_apart(
    text: str, title: str | None, speakers: list[tuple[str, str | None]], kind: str | None
) -> None:
    entry = read_entry(text)

    assert entry.title == title
    assert [(person.name, person.affiliation) for person in entry.speakers] == speakers
    assert (entry.kind.value if entry.kind else None) == kind


def test_links_leave_the_title_and_keep_their_kind() -> None:
    entry = read_entry("[What bees know](https://openreview.net/forum?id=b) [[slides](https://x.org/s.pdf)] @ Hall B")

    assert entry.title == T
    assert entry.room == "Hall B"
    assert [(each.kind.value, each.title) for each in entry.resources] == [("paper", None), ("slides", "slides")]


def test_person_whom_the_page_lists_is_the_speaker_even_with_an_unusual_name() -> None:
    entry = read_entry("Hives - Xqi Learnwell", {"xqi learnwell"})

    assert [person.name for person in entry.speakers] == ["Xqi Learnwell"]
    assert entry.title == "Hives"


@pytest.mark.parametrize(
    ("line", "title", "people"),
    [
        ("“Twenty Years of Hives” (keynote by Annika Steen)", "Twenty Years of Hives", ["Annika Steen"]),
        ("Twenty Years of Hives (invited talk by Annika Steen)", "Twenty Years of Hives", ["Annika Steen"]),
        ("*Des ruches en ville* -- Claire Dubois, professeure de chimie", "Des ruches en ville", ["Claire Dubois"]),
        ("*Quel miel ?* avec Claire Dubois et Marc Petit", "Quel miel ?", ["Claire Dubois", "Marc Petit"]),
        ("[Twenty Years](a.pdf), *Annika Steen, Marc Petit* oral", "Twenty Years", ["Annika Steen", "Marc Petit"]),
        ("Bees (talk by the river)", "Bees (talk by the river)", []),
    ],
)
def test_people_in_brackets_with_their_kind_of_talk_behind_a_job_or_in_french(
    line: str, title: str, people: list[str]
) -> None:
    entry = read_entry(line)
    assert (entry.title, [one.name for one in entry.speakers]) == (title, people)


def test_a_panel_in_french_has_its_moderator() -> None:
    entry = read_entry(
        "Table ronde : *Quel miel ?* avec Claire Dubois, Marc Petit et Anne Roux, modérée par Jean Morel"
    )
    assert (entry.title, len(entry.speakers), [one.name for one in entry.chairs]) == ("Quel miel ?", 3, ["Jean Morel"])


def test_advice_to_speakers_names_nobody() -> None:
    item = TalkDraft(1)
    assert not take_label(item, None, "Speakers: slots include questions, so please plan five minutes less.")
    assert take_label(item, None, "Speaker: danah boyd")
    assert [one.name for one in item.speakers] == ["danah boyd"]
