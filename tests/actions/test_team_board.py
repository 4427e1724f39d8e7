"""The board of a team: who wants, takes and sat in which talk, and what nobody covers."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from confnotes.catalogue.program.team_board import Board, Cover, board_parts, gaps_of, read_board
from confnotes.errors import UsageError
from confnotes.model.mark import Mark
from confnotes.vault.team_state import colleague_vaults
from confnotes.vault.vault import Vault
from team_vaults import PEAT, PROGRAM, Person, note, sync, write

pytestmark = pytest.mark.needs("git")

PARALLEL = """sessions:
  - id: s1
    talks:
      - {id: t1, title: Peat and time, start: 2024-04-03T09:00:00, end: 2024-04-03T09:40:00, room: A}
      - {id: t2, title: Spores, start: 2024-04-03T09:00:00, end: 2024-04-03T09:40:00, room: B}
      - {id: t3, title: Reeds, start: 2024-04-03T09:00:00, end: 2024-04-03T09:40:00, room: C}
      - {id: t4, title: Lichens, start: 2024-04-03T11:30:00, end: 2024-04-03T12:00:00, room: A}
      - {id: b1, title: Coffee, start: 2024-04-03T09:40:00, end: 2024-04-03T10:00:00, kind: break}
      - {id: p1, title: A poster, start: 2024-04-03T09:00:00, end: 2024-04-03T12:00:00, kind: poster}
  - id: own-entries
    talks:
      - {id: own-1, title: Breakfast, start: 2024-04-03T09:00:00}
"""
BEFORE, DURING, AFTER = (datetime.fromisoformat(f"2024-04-03T{time}") for time in ("08:30", "09:10", "13:00"))


@pytest.fixture
def three(person: Person) -> tuple[Vault, Vault, Vault]:
    """Ada, Bea and Cem at a conference with three rooms."""
    people = person("Ada"), person("Bea"), person("Cem")
    for vault in people:
        write(vault, "Moss/program.yaml", PARALLEL)
    return people


def sync_all(*vaults: Vault) -> None:
    for vault in (*vaults, *vaults):
        assert not sync(vault).message


def told(board: Board, *, everything: bool = False) -> list[tuple[str, list[str]]]:
    """The parts of a board, each talk with its people."""
    parts = board_parts(board, board.talks, everything=everything)
    return [
        (part.title, [f"{one.card.title}: {people(one.people)}".strip(": ") for one in part.talks]) for part in parts
    ]


def people(views: object) -> str:
    signs = []
    for one in views:  # type: ignore[attr-defined]
        sign = "◆" if one.taken else ""
        sign += "★" if one.starred else ""
        sign += "✓" if one.attended or one.lines else ""
        signs.append(f"{one.name}{sign}")
    return " ".join(signs)


def test_gaps_of_the_next_hour_come_first_those_that_most_want_before_others(
    three: tuple[Vault, Vault, Vault],
) -> None:
    ada, bea, cem = three
    ada.mark("Moss", "t2", starred=True)
    for vault in (bea, cem):
        vault.mark("Moss", "t3", starred=True)
    bea.mark("Moss", "t1", starred=True, taken=True)
    cem.mark("Moss", "t4", starred=True)
    sync_all(ada, bea, cem)
    assert told(read_board(ada, BEFORE)) == [
        ("NEXT HOUR · NOBODY GOES", ["Reeds: Bea★ Cem★", "Spores: Ada★"]),
        ("NEXT HOUR · COVERED", ["Peat and time: Bea◆★"]),
        ("LATER", ["Lichens: Cem★"]),
    ]


def test_a_talk_that_nobody_wants_is_a_gap_if_there_are_few(three: tuple[Vault, Vault, Vault]) -> None:
    ada, *_ = three
    sync_all(ada)
    assert told(read_board(ada, BEFORE)) == [("NEXT HOUR · NOBODY GOES", ["Peat and time", "Spores", "Reeds"])]
    rooms = "".join(
        f"      - {{id: x{n}, title: Talk {n}, start: 2024-04-03T09:00:00, room: R{n}}}\n" for n in range(9)
    )
    write(ada, "Moss/program.yaml", PARALLEL.replace("    talks:\n", f"    talks:\n{rooms}", 1))
    assert told(read_board(ada, BEFORE)) == []
    assert len(told(read_board(ada, BEFORE), everything=True)[0][1]) == 12
    cards = [one.card for one in read_board(ada, BEFORE).talks]
    assert not gaps_of(cards, BEFORE).is_worth_telling
    ada.mark("Moss", "t2", starred=True)
    cards = [one.card for one in read_board(ada, BEFORE).talks]
    assert gaps_of(cards, BEFORE) == (1, 11) and gaps_of(cards, BEFORE).is_worth_telling


def test_somebody_who_writes_or_says_so_sits_in_a_talk(three: tuple[Vault, Vault, Vault]) -> None:
    ada, bea, cem = three
    write(bea, PEAT, note("- it remembers ^t090100"))
    cem.mark("Moss", "t2", attended=True)
    sync_all(ada, bea, cem)
    assert told(read_board(ada, DURING))[1] == ("NEXT HOUR · COVERED", ["Peat and time: Bea✓", "Spores: Cem✓"])


def test_what_was_wanted_and_nobody_saw_is_missed_by_all(three: tuple[Vault, Vault, Vault]) -> None:
    ada, bea, cem = three
    for vault in (ada, bea):
        vault.mark("Moss", "t3", starred=True)
    cem.mark("Moss", "t1", attended=True)
    bea.mark("Moss", "t2", taken=True, starred=True)
    sync_all(ada, bea, cem)
    assert told(read_board(ada, AFTER)) == [
        ("MISSED BY ALL", ["Reeds: Ada★ Bea★"]),
        ("EARLIER · COVERED", ["Peat and time: Cem✓", "Spores: Bea◆★"]),
    ]


def test_two_who_take_one_talk_offline_both_have_it_and_are_told(three: tuple[Vault, Vault, Vault]) -> None:
    ada, bea, cem = three
    sync_all(ada, bea, cem)
    for vault in (ada, bea):
        vault.mark("Moss", "t1", starred=True, taken=True)
    sync_all(ada, bea, cem)
    for vault in three:
        talk = next(one for one in read_board(vault, BEFORE).talks if one.card.talk.id == "t1")
        assert sorted(one.name for one in talk.takers) == ["Ada", "Bea"] and talk.is_taken_twice
    bea.mark("Moss", "t1", taken=False)
    sync_all(bea, ada)
    talk = next(one for one in read_board(ada, BEFORE).talks if one.card.talk.id == "t1")
    assert [one.name for one in talk.takers] == ["Ada"] and not talk.is_taken_twice
    assert [one.name for one in talk.wanting] == ["Bea"]


def test_a_take_is_in_the_marks_that_a_team_shares_and_in_no_other_file(three: tuple[Vault, Vault, Vault]) -> None:
    ada, bea, _ = three
    ada.mark("Moss", "t1", taken=True)
    ada.mark("Moss", "own-1", taken=True)
    assert '"t1": {taken: true}' in (ada.root / "Moss/marks.yaml").read_text()
    sync_all(ada, bea)
    theirs = Vault.open(colleague_vaults(bea.root)["Ada"])
    assert theirs.marks("Moss")[Mark.TAKEN] == {"t1"}
    assert "own-1" not in (theirs.root / "Moss/marks.yaml").read_text()


def test_breaks_posters_and_own_entries_are_not_on_the_board(three: tuple[Vault, Vault, Vault]) -> None:
    ada, *_ = three
    sync_all(ada)
    ids = [one.card.talk.id for one in read_board(ada, BEFORE).talks]
    assert ids == ["t1", "t2", "t3", "t4"]


def test_another_day_has_gaps_without_an_hour(three: tuple[Vault, Vault, Vault]) -> None:
    ada, bea, _ = three
    ada.mark("Moss", "t1", starred=True)
    bea.mark("Moss", "t4", starred=True, taken=True)
    sync_all(ada, bea, ada)
    board = read_board(ada, datetime(2024, 4, 1, 9), day=date(2024, 4, 3))
    assert told(board) == [("NOBODY GOES", ["Peat and time: Ada★"]), ("COVERED", ["Lichens: Bea◆★"])]
    assert read_board(ada, datetime(2024, 4, 1, 9)).day == date(2024, 4, 3)


def test_programs_with_other_numbers_are_matched_on_the_board(person: Person) -> None:
    ada, bea = person("Ada"), person("Bea")
    write(bea, "Moss/program.yaml", PROGRAM.replace("t1", "901").replace("t2", "902"))
    bea.mark("Moss", "902", starred=True, taken=True)
    sync_all(ada, bea)
    talk = next(one for one in read_board(ada, BEFORE).talks if one.card.talk.id == "t2")
    assert talk.cover is Cover.TAKEN and [one.name for one in talk.takers] == ["Bea"]


def test_a_vault_without_a_team_has_no_board(tmp_path: object) -> None:
    vault = Vault.create(tmp_path / "alone")  # type: ignore[operator]
    with pytest.raises(UsageError, match="no team"):
        read_board(vault, BEFORE)
