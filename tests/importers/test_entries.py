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
        ("What bees know (Ada Lind, beekeeper - Hives Abroad)", T, [("Ada Lind", "beekeeper - Hives Abroad")], None),
        ('What bees know (Ada Lind, editor of "The Hive")', T, [("Ada Lind", 'editor of "The Hive"')], None),
        ("Ada Lind - @ada_lind - What bees know - ", T, S, None),
        ("What bees know. Ada Lind, Bo Chen", T, [("Ada Lind", None), ("Bo Chen", None)], None),
        ("BEES: An Introduction to Hives", "BEES: An Introduction to Hives", [], None),
        ("Poster Session 1", "Poster Session 1", [], "poster"),
        ("Lunch Break", "Lunch Break", [], "break"),
        ("Introduction and opening remarks", "Introduction and opening remarks", [], "remarks"),
        ("Introduction to Bees", "Introduction to Bees", [], None),
        ("Panel with Ada Lind, Bo Chen and Cara Ruiz", "Panel",
         [("Ada Lind", None), ("Bo Chen", None), ("Cara Ruiz", None)], "panel"),
        ("Invited talk: TBA", "Invited talk", [], "talk"),
        ("[Paper 12] What bees know (Ada Lind)", T, S, None),
        ("[A14] What bees know (Ada Lind)", T, S, None),
        ("#15 | What bees know (Ada Lind)", T, S, None),
        ('[FLT01](b.html) _Ada Lind_: "What bees know"', T, S, None),
        ('KEYNOTE II [Ada Lind](https://x.org): "What bees know"', T, S, None),
    ],
)  # fmt: skip
def test_line_is_taken_apart(
    text: str, title: str | None, speakers: list[tuple[str, str | None]], kind: str | None
) -> None:
    entry = read_entry(text)

    assert entry.title == title
    assert [(person.name, person.affiliation) for person in entry.speakers] == speakers
    assert (entry.kind.value if entry.kind else None) == kind


@pytest.mark.parametrize("chair", ["chairman", "chairwoman", "chairperson", "chair"])
def test_whoever_chairs_a_session_is_its_chair(chair: str) -> None:
    entry = read_entry(f"Session II, {chair}: _Ada Lind_")
    assert (entry.title, entry.speakers, [each.name for each in entry.chairs]) == ("Session II", [], ["Ada Lind"])


def test_links_leave_the_title_and_keep_their_kind() -> None:
    entry = read_entry("[What bees know](https://openreview.net/forum?id=b) [[slides](https://x.org/s.pdf)] @ Hall B")

    assert entry.title == T
    assert entry.room == "Hall B"
    assert [(each.kind.value, each.title) for each in entry.resources] == [("paper", None), ("slides", "slides")]


def test_a_link_to_a_file_with_spaces_in_its_name_is_a_link() -> None:
    entry = read_entry("Ada Lind: [__What bees know__](./Ada Lind - Full Slides.pptx)")

    assert (entry.title, [each.url for each in entry.resources]) == (T, ["./Ada%20Lind%20-%20Full%20Slides.pptx"])


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


@pytest.mark.parametrize(
    ("text", "title", "names", "kind", "room"),
    [
        (
            "Minicurso “Abelhas” - Prof. Ana Silva - Auditório Rio B",
            "Abelhas",
            ["Ana Silva"],
            "tutorial",
            "Auditório Rio B",
        ),
        ("Taller «Abejas» – Ana Silva – Salón 3", "Abejas", ["Ana Silva"], "workshop", "Salón 3"),
        ("Workshop „Bienenkunde“ – Dr. Ada Lind – Hörsaal 2", "Bienenkunde", ["Ada Lind"], "workshop", "Hörsaal 2"),
        (
            'Charla "Mapas de las abejas" - Ana Silva, Bo Ek',
            "Mapas de las abejas",
            ["Ana Silva", "Bo Ek"],
            "talk",
            None,
        ),
        (
            "Trabalhos orais (ART / BIO) - Salas A, B, C e D",
            "Trabalhos orais (ART / BIO)",
            [],
            None,
            "Salas A, B, C e D",
        ),
        ("Posters of all groups - Rooms 1, 2 and 3", "Posters of all groups", [], None, "Rooms 1, 2 and 3"),
        ("Mostra de vídeos - Espaço Rio (Setor Sul)", "Mostra de vídeos", [], None, "Espaço Rio (Setor Sul)"),
    ],
)
def test_a_kind_before_a_quoted_title_and_the_room_behind_the_people_are_taken_apart(
    text: str, title: str, names: list[str], kind: str | None, room: str | None
) -> None:
    entry = read_entry(text)

    assert (entry.title, [person.name for person in entry.speakers]) == (title, names)
    assert (entry.kind.value if entry.kind else None, entry.room) == (kind, room)


@pytest.mark.parametrize(
    "brackets",
    [
        "([Slides](a.pdf), [Lean src](b.lean))",
        "([slides](a.pdf); [demo 1](b.v), [demo 2](c.v))",
        "([Lecture notes](a.html) | [Exercises](b.html))",
        "([Examples](a.ml))",
    ],
)
def test_brackets_of_nothing_but_links_behind_a_talk_are_its_links(brackets: str) -> None:
    entry = read_entry(f"Ada Lind: What bees know {brackets}")

    assert (entry.title, [person.affiliation for person in entry.speakers]) == (T, [None])
    assert len(entry.resources) == brackets.count("](")


def test_a_linked_institution_in_brackets_is_where_the_speaker_works() -> None:
    (person,) = read_entry("What bees know, Ada Lind ([KTH](https://kth.example))").speakers

    assert (person.name, person.affiliation) == ("Ada Lind", "KTH")


def test_a_star_behind_a_title_leads_to_a_footnote() -> None:
    assert [read_entry(text).title for text in ("What bees know *", "What bees know (2) †")] == [T, f"{T} (2)"]
    assert read_entry("*What bees know *\nAda Lind").title == T
    assert read_entry("The search for A*").title == "The search for A*"


def test_a_whole_name_between_initialled_ones_is_one_of_the_people_behind_a_title() -> None:
    entry = read_entry("Weighing seas by counting waves, A. Lind, Tom Brandt and N. Stein")

    assert entry.title == "Weighing seas by counting waves"
    assert [person.name for person in entry.speakers] == ["A. Lind", "Tom Brandt", "N. Stein"]


def test_emphasised_title_after_initialled_people_is_no_person_if_a_picture_stands_before_its_slides() -> None:
    entry = read_entry(
        "A. Lind, T. Brandt and N. Stein. _Wind Tide Checker_. (📖 [slides](https://kelp.example/1.pdf))"
    )

    assert entry.title == "Wind Tide Checker"
    assert [person.name for person in entry.speakers] == ["A. Lind", "T. Brandt", "N. Stein"]
