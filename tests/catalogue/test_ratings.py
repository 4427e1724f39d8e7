"""A rating has one place, the marks; `rating:` in a note is its author's, and read where the marks have none."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from confnotes.actions.check_vault import check
from confnotes.actions.exporting.export import export
from confnotes.actions.exporting.render_preferences import RenderPreferences
from confnotes.actions.notes import day_page
from confnotes.actions.program import mark_talk
from confnotes.catalogue.list_things import list_things
from confnotes.catalogue.people.person_page import person_page
from confnotes.catalogue.program import posters
from confnotes.catalogue.program.whats_on import agenda
from confnotes.catalogue.searching.find import find
from confnotes.model.mark import Mark
from confnotes.model.summary import SummaryOrder
from confnotes.vault.vault import Vault
from damaged_vault import CONFERENCE, MARKS, NOTE, pond_vault

AT = datetime(2024, 5, 6, 12)
KEY = "pond-days-2024/frogs"


def of_card(vault: Vault) -> int | None:
    return next(card.rating for card in agenda(vault, CONFERENCE) if card.key == KEY)


def of_poster(vault: Vault) -> int | None:
    card = next(card for card in agenda(vault, CONFERENCE) if card.key == KEY)
    return posters.with_marks(vault, card).rating


def of_day(vault: Vault) -> int | None:
    return next(talk.rating for talk in day_page.wrap_up(vault, AT, CONFERENCE, AT.date()).seen if talk.card.key == KEY)


def of_list(vault: Vault) -> object:
    return next(row["rating"] for row in list_things(vault, "notes", "") if row["id"] == NOTE)


def of_export(vault: Vault) -> int | None:
    rows = csv.DictReader(
        export(vault, SummaryOrder(CONFERENCE), "csv", RenderPreferences(), AT).data.decode().splitlines()
    )
    said = next(row["rating"] for row in rows if row["title"] == "Frogs at dusk")
    return int(said) if said else None


def of_search(vault: Vault) -> int | None:
    found = [
        rating for rating in range(1, 6) if any(hit.path == NOTE for hit in find(vault, f"rating:{rating}", at=AT).hits)
    ]
    assert len(found) < 2
    return found[0] if found else None


def of_person(vault: Vault) -> int | None:
    return next(card.rating for card in person_page(vault, "Ada Example").talks if card.key == KEY)


READERS: list[Callable[[Vault], object]] = [
    of_card, of_poster, of_day, of_list, of_export, of_search, of_person,
]  # fmt: skip


@pytest.fixture
def pond(tmp_path: Path) -> Vault:
    """The marks say nothing of frogs, their note says 2."""
    vault = pond_vault(tmp_path / "pond")
    (vault.root / MARKS).unlink()
    note = vault.root / NOTE
    note.write_text(note.read_text().replace("---\n\n", "rating: 2  # mine\n---\n\n"))
    return vault


def ratings(vault: Vault) -> dict[str, object]:
    return {reader.__name__: reader(vault) for reader in READERS}


def test_every_reader_takes_the_notes_rating_until_the_marks_have_one(pond: Vault) -> None:
    before = (pond.root / NOTE).read_bytes()
    assert ratings(pond) == {reader.__name__: 2 for reader in READERS}
    assert mark_talk.rate(pond, KEY, 5) == 5
    assert ratings(pond) == {reader.__name__: 5 for reader in READERS}
    assert (pond.root / NOTE).read_bytes() == before
    assert pond.read(MARKS).text.endswith('"frogs": {rating: 5}\n')


def test_a_rating_that_is_taken_away_stays_away_whatever_the_note_says(pond: Vault) -> None:
    assert mark_talk.rate(pond, KEY, 0) is None
    assert ratings(pond) == {reader.__name__: None for reader in READERS}
    mark_talk.mark_talk(pond, KEY, Mark.STAR, True)
    assert of_card(pond) is None
    assert mark_talk.rate(pond, KEY, 3) == 3 == of_card(pond)
    (pond.root / NOTE).unlink()
    mark_talk.rate(pond, KEY, 0)
    assert pond.read(MARKS).text.endswith('"frogs": {starred: true}\n')


def test_doctor_says_where_the_two_differ(pond: Vault) -> None:
    assert check(pond) == []
    mark_talk.rate(pond, KEY, 2)
    assert check(pond) == []
    mark_talk.rate(pond, KEY, 4)
    (problem,) = check(pond)
    assert (problem.path, problem.line) == (NOTE, 4)
    assert "2" in problem.message and "4" in problem.message and "marks.yaml" in problem.message


def test_hits_are_sorted_by_the_rating_that_counts(pond: Vault) -> None:
    other = f"{CONFERENCE}/Newts.md"
    pond.save(other, "---\ntalk: pond-days-2024/newts\nrating: 4\n---\nthirds\n", None)
    assert [hit.path for hit in find(pond, "thirds kind:note", sort="rating", at=AT).hits] == [other, NOTE]
    mark_talk.rate(pond, KEY, 5)
    assert [hit.path for hit in find(pond, "thirds kind:note", sort="rating", at=AT).hits] == [NOTE, other]
