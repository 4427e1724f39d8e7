"""A source that stated hours alone states their days later: the talks are the same ones, and their notes stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from confnotes.actions.importing.import_merge import ImportReport
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.actions.notes.take_note import draft, save
from confnotes.model.program import Conference, Moment, Program, ReadProgram, Session, Speaker, Talk
from confnotes.model.talk_changes import ChangeKind
from confnotes.vault.vault import Vault

NAME = "Bee Days"
ADA, BEA = (Speaker("Ada Lund"),), (Speaker("Bea Muster"),)


def bees(*talks: Talk) -> Program:
    return Program(Conference(NAME), (Session(talks=talks),))


def bring(vault: Vault, program: Program, source: str = "bees.json") -> ImportReport:
    (report,) = write(vault, [SourcePreview(source, ReadProgram("test", program), NAME)])
    return report


def keys(vault: Vault) -> dict[str | None, Moment | None]:
    return {talk.id: talk.start for talk in vault.program(NAME).talks()}


UNDATED = (
    Talk("Hives", start=time(9), end=time(10), speakers=ADA),
    Talk("Coffee", start=time(10, 30)),
    Talk("Coffee", start=time(15, 30)),
    Talk("Wax", id="w7", start=time(11), speakers=BEA),
)


def on(day: int, talk: Talk) -> Talk:
    assert isinstance(talk.start, time)
    first = date(2016, 4, day)
    end = datetime.combine(first, talk.end) if isinstance(talk.end, time) else None
    return replace(talk, start=datetime.combine(first, talk.start), end=end)


def test_an_import_with_the_days_changes_the_same_talks(vault: Vault) -> None:
    bring(vault, bees(*UNDATED))
    before = keys(vault)
    assert list(before.values()) == [time(9), time(10, 30), time(15, 30), time(11)]
    report = bring(vault, bees(*(on(28, talk) for talk in UNDATED)))
    assert list(keys(vault)) == list(before)
    assert list(keys(vault).values()) == [
        datetime(2016, 4, 28, hour, minute) for hour, minute in [(9, 0), (10, 30), (15, 30), (11, 0)]
    ]
    assert not (report.added or report.cancelled or report.doubts or report.kept)
    assert {change.kinds for change in report.changed} == {(ChangeKind.MOVED,)} and len(report.changed) == 4
    assert report.changed[0].what == "moved from 09:00 (no day) to 2016-04-28 09:00"


def test_a_talk_of_the_same_name_in_another_hour_is_another_talk_when_the_days_come_in(vault: Vault) -> None:
    bring(vault, bees(*UNDATED))
    coffee = [key for key in keys(vault) if key and key.startswith("coffee")]
    bring(vault, bees(*(on(28, talk) for talk in reversed(UNDATED))))
    assert [keys(vault)[key] for key in coffee] == [datetime(2016, 4, 28, 10, 30), datetime(2016, 4, 28, 15, 30)]


def test_slots_of_one_talk_keep_their_keys_when_their_days_come_in(vault: Vault) -> None:
    slots = [Talk("Poster", id="p@T0900", start=time(9)), Talk("Poster", id="p@T1400", start=time(14))]
    bring(vault, bees(*slots))
    bring(vault, bees(*(on(28, replace(talk, id=f"p@20160428{(talk.id or '')[2:]}")) for talk in slots)))
    assert keys(vault) == {"p@T0900": datetime(2016, 4, 28, 9), "p@T1400": datetime(2016, 4, 28, 14)}


def test_an_hour_that_comes_to_a_day_changes_the_same_talk(vault: Vault) -> None:
    bring(vault, bees(Talk("Hives", start=date(2016, 4, 28), speakers=ADA)))
    (key,) = keys(vault)
    report = bring(vault, bees(Talk("Hives", start=datetime(2016, 4, 28, 9), speakers=ADA)))
    assert keys(vault) == {key: datetime(2016, 4, 28, 9)}
    assert [change.what for change in report.changed] == ["moved from 2016-04-28, no time to 2016-04-28 09:00"]


def test_a_note_of_an_hour_stays_with_its_talk_and_learns_its_day(vault: Vault) -> None:
    bring(vault, bees(*UNDATED))
    note = draft(vault, f"bee-days/{next(iter(keys(vault)))}")
    save(vault, note, note.text + "Smoke calms them.\n")
    path = vault.root / NAME / "Hives.md"
    assert 'start: "09:00"\n' in path.read_text()
    bring(vault, bees(*(on(28, talk) for talk in UNDATED)))
    text = path.read_text()
    assert "start: 2016-04-28T09:00:00\n" in text and text.endswith("Smoke calms them.\n")


def test_a_day_that_the_user_gave_stays_while_the_source_states_the_hour_alone(vault: Vault) -> None:
    bring(vault, bees(*UNDATED))
    path = vault.root / NAME / "program.yaml"
    path.write_text(path.read_text().replace('start: "09:00"', "start: 2016-04-29T09:00"))
    report = bring(Vault(vault.root), bees(*UNDATED, Talk("Honey", start=time(17))))
    assert next(iter(keys(Vault(vault.root)).values())) == datetime(2016, 4, 29, 9)
    assert [talk.title for talk in report.added] == ["Honey"] and not report.changed


@pytest.mark.parametrize("days_first", [True, False])
def test_of_two_sources_the_one_with_the_day_is_believed(vault: Vault, days_first: bool) -> None:
    once = [talk for talk in UNDATED if talk.speakers]
    sources = [("days.json", bees(*(on(28, talk) for talk in once))), ("hours.json", bees(*once))]
    for name, program in sources if days_first else reversed(sources):
        bring(vault, program, name)
    assert set(keys(vault).values()) == {on(28, talk).start for talk in once}
