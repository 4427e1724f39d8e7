"""What marks and columns of a page say about its words: who speaks, what a talk is called, what is below what."""

from __future__ import annotations

import pytest

from confnotes.importers.reading import read_program
from confnotes.model.program import Program, Talk


def page(text: str, name: str = "program.md") -> Program:
    return read_program(text.encode(), name).program


def names(talk: Talk) -> list[str]:
    return [each.name for each in talk.speakers]


@pytest.mark.parametrize(
    ("who", "people"),
    [
        ("*Ada Lind, Bo Ek*. ", ["Ada Lind", "Bo Ek"]),
        ("_Jörg BAUER Anna-Lena VON WEBER Uta KLEIN_ – ", ["Jörg BAUER", "Anna-Lena VON WEBER", "Uta KLEIN"]),
        ("*LEROY Paul DUBOIS Anne Marie*, ", ["LEROY Paul", "DUBOIS Anne Marie"]),
        ("*MARTIN, Julie*, ", ["Julie MARTIN"]),
        ("*Ruiz, Eva Soler, Pau Vidal, Nil*: ", []),
        ("*Leroy Paul Dubois Anne Petit Luc Moreau Jean Simon Eva*, ", []),
    ],
)
def test_a_title_in_bold_behind_names_in_italics_is_a_talk_of_its_session(who: str, people: list[str]) -> None:
    text = "# Journée Rivières\n\n## 3 mai 2031\n\n- 10h -- 11h: **Eaux et limons**\n"
    text += f"    - {who}**Les crues: une étude**\n    - *Nora Fay*, **Dams in Winter**\n- 11h -- 11h30: Pause\n"

    program = page(text)

    assert "Eaux et limons" in [session.title for session in program.sessions]
    found = {talk.title: names(talk) for talk in program.talks()}
    assert found["Les crues: une étude"] == people
    assert found["Dams in Winter"] == ["Nora Fay"]


def test_words_in_italics_before_a_bold_title_are_not_always_people() -> None:
    text = "# Reef Day\n\n## May 3, 2031\n\n- 9:00 *Invited talk*: **What Bees Know** (Ada Lind)\n"
    text += "- 10:00 *Coffee*, **Lobby**\n"

    talk, coffee = page(text).talks()

    assert (talk.title, names(talk)) == ("What Bees Know", ["Ada Lind"])
    assert names(coffee) == []
