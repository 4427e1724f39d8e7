"""A talk that is given several times is one talk: its note and marks are there whichever slot is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.actions.notes.fill_card import fill_card
from confnotes.actions.notes.take_note import draft, save
from confnotes.actions.program.mark_talk import apply_mark_changes, change_mark, mark_talk, named, set_no_share
from confnotes.catalogue.people.people import person
from confnotes.catalogue.people.person_page import person_page
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.posters import posters
from confnotes.catalogue.program.talks import card
from confnotes.catalogue.recorded import recorded_talks, watch_list
from confnotes.markup.poster_card import CardField
from confnotes.merge.merge_programs import merge
from confnotes.merge.merge_sources import Bases
from confnotes.model.mark import Mark, MarkChange
from confnotes.model.program import Conference, Kind, Program, Session, Speaker, Talk
from confnotes.model.summary import Audience
from confnotes.vault.marks_file import parse
from confnotes.vault.vault import Vault
from examples import examples
from program_files import save_program
from summary_samples import export_of, summary_of

NAME = "Reef 2020"
ZONE = ZoneInfo("UTC")
EARLY, LATE = "reef-2020/p1@20200427T0700", "reef-2020/p1@20200427T1300"
TOUR, SECOND_TOUR = "reef-2020/tour@20200427T0900", "reef-2020/tour@20200427T1400"
CLUB, SECOND_CLUB = "reef-2020/club@20200427", "reef-2020/club@20200428"
BETWEEN = datetime(2020, 4, 27, 12, 50, tzinfo=ZONE)
SHARED = (Mark.STAR, Mark.ATTENDED, Mark.LATER, Mark.RATING, Mark.UNSHARED)


def at(hour: int, day: int = 27) -> datetime:
    return datetime(2020, 4, day, hour, tzinfo=ZONE)


def poster(hour: int, title: str = "Corals that Learn", own: str = "p1") -> Talk:
    return Talk(
        title, f"{own}@20200427T{hour:02}00", Kind.POSTER, at(hour), at(hour + 2), speakers=(Speaker("Ada Vento"),)
    )


def tour(hour: int) -> Talk:
    return Talk(
        "A tour of the tank", f"tour@20200427T{hour:02}00", Kind.TALK, at(hour), at(hour + 1), speakers=(Speaker("Bo"),)
    )


def reef(*morning: Talk) -> Program:
    first = morning or (poster(7), poster(7, "Kelp", "p2"))
    clubs = [Talk("Reading club", f"club@202004{day}", Kind.OTHER, at(17, day), at(18, day)) for day in (27, 28)]
    return Program(
        Conference(NAME, timezone="UTC"),
        (
            Session("Posters 1", "s1", Kind.POSTER, at(7), at(9), talks=first),
            Session("Posters 2", "s2", Kind.POSTER, at(13), at(15), talks=(poster(13), poster(13, "Kelp", "p2"))),
            Session("Tours", "s3", talks=(tour(9), tour(14), *clubs)),
        ),
    )


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = Vault.create(tmp_path / "vault")
    save_program(vault, NAME, reef())
    return vault


def write(vault: Vault, key: str, line: str) -> str:
    note = draft(vault, key)
    return save(vault, note, f"{note.text}\n{line}\n").path


def public(vault: Vault) -> str:
    return read_as(vault, Audience.PUBLIC)


def read_as(vault: Vault, audience: Audience) -> str:
    return "".join(export_of(vault, NAME, form, audience=audience).decode() for form in ("markdown", "json"))


def test_the_card_of_a_poster_opens_in_its_next_session(vault: Vault) -> None:
    fill_card(vault, card(vault, EARLY), [(CardField.CLAIM, "they remember")], at(7))
    late = card(vault, LATE)
    assert late.note == card(vault, EARLY).note
    assert late.attended
    assert "they remember" in draft(vault, LATE).text
    filled = fill_card(vault, late, [(CardField.CLAIM, "and forget")], at(13))
    assert filled.path == late.note
    assert len(vault.note_paths(NAME)) == 2  # and the conference's own


def test_the_posters_of_the_next_session_have_their_stars_and_are_seen(vault: Vault) -> None:
    mark_talk(vault, EARLY, Mark.STAR)
    write(vault, EARLY, "seen")
    hall = posters(vault, BETWEEN)
    assert [(one.key, one.starred, one.note is not None) for one in hall.starred] == [(LATE, True, True)]
    after = posters(vault, at(20))
    assert len(after.starred) == 1


def test_a_star_of_a_talk_is_for_one_slot_and_all_else_for_both(vault: Vault) -> None:
    for mark in SHARED:
        change_mark(vault, TOUR, mark, 4 if mark is Mark.RATING else 1)
    path = write(vault, TOUR, "big fish")
    other = card(vault, SECOND_TOUR)
    assert other.marks == {Mark.ATTENDED, Mark.LATER, Mark.UNSHARED}
    assert (other.rating, other.note) == (4, path)


def test_an_event_without_speakers_is_new_each_time(vault: Vault) -> None:
    write(vault, CLUB, "chapter one")
    mark_talk(vault, CLUB, Mark.ATTENDED)
    assert card(vault, SECOND_CLUB).note is None
    assert not card(vault, SECOND_CLUB).attended
    mark_talk(vault, CLUB, Mark.UNSHARED)
    assert "Reading club" not in public(vault)


def test_slots_with_other_titles_are_other_talks(vault: Vault) -> None:
    save_program(vault, NAME, reef(poster(7, "Sponges")))
    write(vault, EARLY, "soft")
    assert card(vault, LATE).note is None


def test_two_notes_of_before_stay_two_notes_and_are_one_item(vault: Vault) -> None:
    first = write(vault, EARLY, "in the morning")
    text = vault.read(first).text
    second = f"{NAME}/again.md"
    vault.save(second, text.replace(EARLY, LATE).replace("in the morning", "in the afternoon"), None)
    assert (card(vault, EARLY).note, card(vault, LATE).note) == (first, second)
    (item,) = [one for one in summary_of(vault, NAME).by_id.values() if one.title == "Corals that Learn"]
    told = read_as(vault, Audience.ME)
    assert item.is_talk
    assert "in the morning" in told
    assert "in the afternoon" in told


@pytest.mark.parametrize(("one", "other"), [(EARLY, LATE), (LATE, EARLY), (TOUR, SECOND_TOUR), (SECOND_TOUR, TOUR)])
def test_what_is_not_shared_under_one_slot_does_not_leak_by_the_other(vault: Vault, one: str, other: str) -> None:
    write(vault, other, "the secret reef")
    mark_talk(vault, other, Mark.ATTENDED)
    title = card(vault, one).title
    assert title in public(vault)
    set_no_share(vault, named(vault, one))
    assert "the secret reef" not in public(vault)
    assert title not in public(vault)
    assert not set_no_share(vault, named(vault, other), False)
    assert "the secret reef" in public(vault)


def test_a_note_or_session_that_is_not_shared_hides_every_slot(vault: Vault) -> None:
    path = write(vault, EARLY, "the secret reef")
    mark_talk(vault, LATE, Mark.ATTENDED)
    vault.mark(NAME, "s2", unshared=True)
    assert "Corals" not in public(vault)
    vault.mark(NAME, "s2", unshared=False)
    assert "Corals" in public(vault)
    file = vault.read(path)
    vault.save(path, file.text.replace("---\n", "---\nno-share: true\n", 1), file.version)
    assert "Corals" not in public(vault)
    assert "the secret reef" in read_as(vault, Audience.TEAM)


def test_a_private_note_hides_the_rating_of_every_slot_from_the_team(vault: Vault) -> None:
    path = write(vault, EARLY, "for me")
    change_mark(vault, LATE, Mark.RATING, 2)
    mark_talk(vault, LATE, Mark.ATTENDED)
    file = vault.read(path)
    vault.save(path, file.text.replace("---\n", "---\nprivate: true\n", 1), file.version)
    items = summary_of(vault, NAME, audience=Audience.TEAM).by_id.values()
    assert [one.rating for one in items if one.title == "Corals that Learn"] == [None]


def test_an_export_and_people_count_it_once(vault: Vault) -> None:
    mark_talk(vault, LATE, Mark.ATTENDED)
    mark_talk(vault, LATE, Mark.STAR)
    (item,) = [one for one in summary_of(vault, NAME).by_id.values() if one.title == "Corals that Learn"]
    assert item.attended
    assert item.start == datetime(2020, 4, 27, 13)
    covered = summary_of(vault, NAME).coverage
    assert (covered.posters, covered.of_posters, covered.of_talks) == (1, 2, 3)
    path = write(vault, LATE, "deep")
    ada = person(vault, "Ada Vento")
    assert [talk.title for talk in ada.talks] == ["Corals that Learn", "Kelp"]
    assert (ada.starred, ada.notes) == (1, (path,))
    assert {one.note for one in person_page(vault, "Ada Vento").talks} == {path, None}


def test_a_starred_poster_is_missed_once_its_last_session_is_over(vault: Vault) -> None:
    mark_talk(vault, EARLY, Mark.STAR)
    assert watch_list(recorded_talks(vault, BETWEEN)) == []
    (missed,) = watch_list(recorded_talks(vault, at(20)))
    assert missed.missed


def test_marks_written_under_both_slots_are_removed_together_and_undone(vault: Vault) -> None:
    text = '"p1@20200427T0700": {attended: true}\n"p1@20200427T1300": {attended: true, rating: 3}\n'
    vault.save(f"{NAME}/marks.yaml", text, None)
    change = change_mark(vault, EARLY, Mark.ATTENDED)
    assert (change.before, change.after) == (1, 0)
    assert not card(vault, LATE).attended
    apply_mark_changes(vault, [change.inverse])
    assert card(vault, EARLY).attended
    assert card(vault, LATE).attended
    assert card(vault, EARLY).rating == 3


def test_a_slot_that_vanishes_or_moves_keeps_what_was_written(vault: Vault) -> None:
    path = write(vault, EARLY, "kept")
    change_mark(vault, EARLY, Mark.RATING, 5)
    before = vault.program(NAME)
    moved = replace(poster(13), start=at(15), end=at(17))
    again = replace(reef(), sessions=(Session("Posters 2", "s2", Kind.POSTER, talks=(moved,)), reef().sessions[2]))
    merged = merge(before, again, Bases(before, []), vault.written_marks(NAME).marked() | {"p1@20200427T0700"})
    save_program(vault, NAME, merged.program)
    left = [talk for talk in vault.program(NAME).talks() if talk.title == "Corals that Learn" and not talk.cancelled]
    (late,) = (card(vault, f"reef-2020/{talk.id}") for talk in left)
    assert (late.note, late.rating, late.start) == (path, 5, datetime(2020, 4, 27, 15))


def test_a_slot_that_is_no_longer_in_the_file_still_gives_its_note(vault: Vault) -> None:
    path = write(vault, EARLY, "kept")
    change_mark(vault, EARLY, Mark.RATING, 5)
    save_program(vault, NAME, reef(poster(7, "Sponges", "p9")))
    late = card(vault, LATE)
    assert (late.note, late.rating) == (path, 5)


def _values(found: Card) -> dict[Mark, int]:
    return {mark: found.rating or 0 if mark is Mark.RATING else int(mark in found.marks) for mark in SHARED}


changes = st.lists(
    st.tuples(st.sampled_from([EARLY, LATE]), st.sampled_from(SHARED), st.integers(0, 5)), min_size=1, max_size=8
)
ids = st.sampled_from(["p1@20200427T0700", "p1@20200427T1300", "p2@20200427T0700"])
flags = st.sampled_from(["starred: true", "attended: true", "later: true", "no-share: true", "rating: 3", "rating: 5"])


@given(changes, st.dictionaries(ids, flags))
@settings(max_examples=examples(40), deadline=None)
def test_both_slots_agree_after_any_changes_and_undo_restores_them(
    steps: list[tuple[str, Mark, int]], written: dict[str, str]
) -> None:
    with TemporaryDirectory() as folder:
        vault = Vault.create(Path(folder) / "vault")
        save_program(vault, NAME, reef())
        before = "# mine\n" + "".join(f'"{one}": {{{mark}}}\n' for one, mark in written.items())
        vault.save(f"{NAME}/marks.yaml", before, None)
        first, model = _values(card(vault, EARLY)), _values(card(vault, LATE))
        done: list[MarkChange] = []
        for key, mark, value in steps:
            model[mark] = value if mark is Mark.RATING else int(value > 2)
            done.append(change_mark(vault, key, mark, model[mark]))
            assert _values(card(vault, EARLY)) == _values(card(vault, LATE)) == model
        for one in reversed(done):
            apply_mark_changes(vault, [one.inverse])
        assert _values(card(vault, EARLY)) == _values(card(vault, LATE)) == first
        after = parse(vault.read(f"{NAME}/marks.yaml").text).value
        assert after.of("p2@20200427T0700") == parse(before).value.of("p2@20200427T0700")
        assert "# mine\n" in vault.read(f"{NAME}/marks.yaml").text  # it goes with the line below it
