"""Who is named in one field of a data file, however its author listed them."""

from __future__ import annotations

import time

import pytest

from confnotes.importers.facts.person_lists import split_people
from confnotes.model.program import Role

NAMES = [
    ("Jane Doe|John Roe|Ann O'Neil", ["Jane Doe", "John Roe", "Ann O'Neil"]),
    ("Jane Doe | John Roe |", ["Jane Doe", "John Roe"]),
    ("Doe, Jane; Roe, John", ["Jane Doe", "John Roe"]),
    ("Doe, Jane|Roe, John", ["Jane Doe", "John Roe"]),
    ("Doe, Jane and Roe, John", ["Jane Doe", "John Roe"]),
    ("Doe, Jane and Roe, John and others", ["Jane Doe", "John Roe"]),
    ("Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
    ("Jane Doe & John Roe", ["Jane Doe", "John Roe"]),
    ("Jane Doe &amp; John Roe", ["Jane Doe", "John Roe"]),
    ("Jane Doe / John Roe", ["Jane Doe", "John Roe"]),
    ("Jane Doe, John Roe and Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
    ("Jane Doe, John Roe, and Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
    ("Jane Doe, John Roe", ["Jane Doe", "John Roe"]),
    ("jane doe, John Roe, Ann Poe, Bo Ek", ["jane doe", "John Roe", "Ann Poe", "Bo Ek"]),
    ("Jane Doe\nJohn Roe", ["Jane Doe", "John Roe"]),
    ("Jane Doe,\nJohn Roe,\nAnn Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
    ("Jane\nDoe", ["Jane Doe"]),
    ("Alice and Bob", ["Alice", "Bob"]),
    ("Doe, Jane", ["Jane Doe"]),
    ("Doe, J.", ["J. Doe"]),
    ("Doe, J., Roe, A. B.", ["J. Doe", "A. B. Roe"]),
    ("J. Doe, A. B. Roe", ["J. Doe", "A. B. Roe"]),
    ("Martin Luther King, Jr.", ["Martin Luther King, Jr."]),
    ("Martin Luther King, Jr. and Jane Doe", ["Martin Luther King, Jr.", "Jane Doe"]),
    ("Jane Doe, Martin Luther King, Jr.", ["Jane Doe", "Martin Luther King, Jr."]),
    ("King, Jr., Martin Luther; Doe, Jane", ["Martin Luther King, Jr.", "Jane Doe"]),
    ("von der Heide, Ursula", ["Ursula von der Heide"]),
    ("García Márquez, Gabriel; Doe, Jane", ["Gabriel García Márquez", "Jane Doe"]),
    ("Ludwig van Beethoven, Maria de la Cruz", ["Ludwig van Beethoven", "Maria de la Cruz"]),
    ("José Ortega y Gasset", ["José Ortega y Gasset"]),
    ("山田太郎、佐藤花子", ["山田太郎", "佐藤花子"]),
    ("李明; 王芳", ["李明", "王芳"]),
    ("Dr. Jane Doe; Prof. John Roe", ["Jane Doe", "John Roe"]),
    ("Jane Doe (he/him), John Roe (she/her)", ["Jane Doe", "John Roe"]),
    ("Jane Doe <jane@example.org>, John Roe <john@example.org>", ["Jane Doe", "John Roe"]),
    ("Jane Doe (jane@example.org)", ["Jane Doe"]),
    ("jane@example.org; John Roe", ["John Roe"]),
    ("Jane Doe et al.", ["Jane Doe"]),
    ("Jane Doe¹, John Roe²", ["Jane Doe", "John Roe"]),
    ("Jane Doe (1,2); John Roe (2)", ["Jane Doe", "John Roe"]),
    ("<b>Jane Doe</b>, John Roe", ["Jane Doe", "John Roe"]),
    ("TBA", []),
    ("Jane Doe; TBD", ["Jane Doe"]),
    ("N/A", []),
    ("  ", []),
    ("Madonna", ["Madonna"]),
    ("The Rain Team", ["The Rain Team"]),
    ("Jane (Jo) Doe|John Roe", ["Jane (Jo) Doe", "John Roe"]),
    ("Doe, Roe, Poe", ["Doe", "Roe", "Poe"]),
    ("Doe JM.|Roe C.|Ann Poe.", ["Doe JM.", "Roe C.", "Ann Poe"]),
    ("Md Amin Roe|Jane Doe†", ["Md Amin Roe", "Jane Doe"]),
    ("○川原花子, 石垣太郎 (産総研)", ["川原花子", "石垣太郎"]),
    ("Hana Sato / 佐藤 花", ["Hana Sato / 佐藤 花"]),
    ("Hana Sato / 佐藤 花; José Doe / Ann Poe", ["Hana Sato / 佐藤 花", "José Doe", "Ann Poe"]),
    ("Jane Doe; John Roe; and Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
    ("Jane Doe and John Roe|Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
    ("Marks & Spencer", ["Marks & Spencer"]),
    ("J. Doe, R.J.Roe and A. Poe.", ["J. Doe", "R.J.Roe", "A. Poe"]),
    ("danah wood|bell lane", ["danah wood", "bell lane"]),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_everybody_is_found_once(text: str, names: list[str]) -> None:
    assert [person.name for person in split_people(text)] == names


AFFILIATIONS = [
    ("Jane Doe (MIT; Rain Lab)*; John Roe (ETH)", [("Jane Doe", "MIT; Rain Lab"), ("John Roe", "ETH")]),
    ("Jane Doe (Rain University (RU)); John Roe*", [("Jane Doe", "Rain University (RU)"), ("John Roe", None)]),
    ("Jane Doe (MIT), John Roe (ETH)", [("Jane Doe", "MIT"), ("John Roe", "ETH")]),
    ("Doe, Jane (Rain\nLab)*; Roe, John", [("Jane Doe", "Rain Lab"), ("John Roe", None)]),
    ("Jane Doe (MIT) and John Roe (ETH)", [("Jane Doe", "MIT"), ("John Roe", "ETH")]),
    ("Jane Doe (Bell and Sons)", [("Jane Doe", "Bell and Sons")]),
    ("Jane Doe, University of Rain", [("Jane Doe", "University of Rain")]),
    ("Jane Doe, Google", [("Jane Doe", "Google")]),
    ("Jane Doe, University of Rain; John Roe, ETH", [("Jane Doe", "University of Rain"), ("John Roe", "ETH")]),
    ("Jane Doe, Rain Institute, Oslo", [("Jane Doe", "Rain Institute, Oslo")]),
    ("Jane Doe - Rain Institute", [("Jane Doe", "Rain Institute")]),
    ("Jane Doe (Rain Institute", [("Jane Doe", "Rain Institute")]),
    ("Jane Doe, MIT and John Roe, ETH", [("Jane Doe", "MIT"), ("John Roe", "ETH")]),
    ("Jane Doe [Rain Institute]", [("Jane Doe", "Rain Institute")]),
    ("Jane Doe and John Roe, Rain Institute", [("Jane Doe", "Rain Institute"), ("John Roe", "Rain Institute")]),
    ("Jane Doe and John Roe (co-presenter), ETH", [("Jane Doe", "ETH"), ("John Roe", "ETH")]),
    ("Jane Doe, Group of Rain, ETH", [("Jane Doe", "Group of Rain, ETH")]),
    ("Sami al-Bahri, MIT", [("Sami al-Bahri", "MIT")]),
    ("Jane Doe and John Roe (Rain Ltd., Oslo)", [("Jane Doe", None), ("John Roe", "Rain Ltd., Oslo")]),
    ("Jane Doe (MIT, Oslo) and John Roe (ETH, Bern)", [("Jane Doe", "MIT, Oslo"), ("John Roe", "ETH, Bern")]),
    ("Jane Doe, CEO, Blue Hive", [("Jane Doe", "Blue Hive")]),
    ("Jane Doe,Executive Director, Blue Hive Consortium", [("Jane Doe", "Blue Hive Consortium")]),
    ("Jane Doe, CEO, John Roe, CTO", [("Jane Doe", None), ("John Roe", None)]),
]


@pytest.mark.parametrize(("text", "people"), AFFILIATIONS)
def test_what_follows_a_name_is_where_that_person_works(text: str, people: list[tuple[str, str | None]]) -> None:
    assert [(person.name, person.affiliation) for person in split_people(text)] == people


def test_a_person_has_the_role_of_the_field_unless_the_field_says_another() -> None:
    found = split_people("Jane Doe (chair); John Roe; Moderator: Ann Poe; Tom Woe - panelist", Role.AUTHOR)

    assert [(person.name, person.role) for person in found] == [
        ("Jane Doe", Role.CHAIR),
        ("John Roe", Role.AUTHOR),
        ("Ann Poe", Role.CHAIR),
        ("Tom Woe", Role.PANELIST),
    ]


@pytest.mark.parametrize("piece", ["(", "Jane Doe (MIT; ", "a, ", "<@", "A and ", "\n", "Jane Doe\n"])
def test_a_very_long_field_is_read_in_a_moment(piece: str) -> None:
    began = time.process_time()
    split_people(piece * 20_000)

    assert time.process_time() - began < 2
