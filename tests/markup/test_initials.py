"""Names by their initials, and mentions that read them again."""

from __future__ import annotations

import pytest

from confnotes.markup import mentions, questions
from confnotes.markup.person_names import initials


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Marta Lind", "M. L."),
        ("Marta", "M."),
        ("marta_l", "M."),
        ("Jean-Luc Picard", "J.-L. P."),
        ("Anna Müller-Lüdenscheidt", "A. M.-L."),
        ("Rianne van den Berg", "R. B."),
        ("van der Berg", "V. B."),
        ("J.R.R. Tolkien", "J. R. R. T."),
        ("d'Alembert", "D."),
        ("Élodie Ößtal", "É. Ö."),
        ("E\u0301lodie Ö", "É. Ö."),
        ("Lind, Marta", "L. M."),
        ("Иван Петров", "И. П."),
        ("山田太郎", "山"),
        ("山田 太郎", "山 太"),
        ("김민수", "김"),
        ("علي حسن", "ع ح"),
        ("M. L.", "M. L."),
        ("4", "…"),
        ("", "…"),
    ],
)
def test_a_name_is_shortened_to_its_first_letters(name: str, short: str) -> None:
    assert initials(name) == short


@pytest.mark.parametrize(
    "name", ["Marta Lind", "Marta", "Jean-Luc Picard", "Anna Müller-Lüdenscheidt", "山田太郎", "Ö"]
)
def test_initials_are_read_as_the_mention_that_they_are(name: str) -> None:
    assert questions.asker(f"does it hold @{initials(name)}") == initials(name)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("with @J. Doe about it", "J. Doe"),
        ("with @J.-L. Picard.", "J.-L. Picard"),
        ("asked by @M. L. today", "M. L."),
        ("asked by @M.", "M."),
        ("seen @Marta. Then we left", "Marta"),
        ("seen @Marta Lind. Then we left", "Marta Lind"),
        ("plan @B, then", "B"),
    ],
)
def test_initials_in_a_mention_keep_their_dots_and_sentences_end(line: str, name: str) -> None:
    assert [found for *_, found in mentions.find(line)] == [name]
