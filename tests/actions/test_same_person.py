"""People are one where that is certain; where it is only likely the user is asked, and the answer is kept."""

from __future__ import annotations

import pytest

from confnotes.actions.check_vault import check
from confnotes.actions.people.same_person import (
    Proposal,
    accept,
    join_again,
    possible_namesakes,
    proposals,
    proposals_for,
    refuse,
    separate,
    split,
)
from confnotes.catalogue.list_things import list_things
from confnotes.catalogue.people.people import people, person
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.markup.person_names import NameReason
from confnotes.model.program import Conference, Person, Program, Session, Speaker, Talk
from confnotes.vault.own_files import DamagedFileError
from confnotes.vault.people_file import PEOPLE_FILE
from confnotes.vault.vault import Vault
from program_files import save_program


def fill(vault: Vault, *programs: tuple[Speaker | Person, ...]) -> None:
    """A conference for each, in which every speaker gives a talk of their own."""
    for number, somebody in enumerate(programs, 2021):
        talks = tuple(
            Talk(f"Talk {index}", str(index), speakers=(who,))
            for index, who in enumerate(somebody)
            if isinstance(who, Speaker)
        )
        members = tuple(who for who in somebody if isinstance(who, Person))
        name = f"Deep Days {number}"
        save_program(vault, name, Program(Conference(name), (Session(talks=talks),), members))


def names(vault: Vault) -> list[str]:
    return [card.name for card in people(vault)]


def pairs(vault: Vault) -> list[tuple[str, str, str]]:
    return [(one.name, one.other, one.reason) for one in proposals(vault)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Speaker("Ann Oak", "Pond"), Speaker("ann  oak", "Pond")),
        (Speaker("A. Oak", id="orcid:0000-1"), Speaker("Ann Oak", id="orcid:0000-1")),
        (Speaker("Ann Oak-Elm", id="openreview:~Ann_Oak1"), Person("Ann Oak", id="openreview:~Ann_Oak1")),
    ],
)
def test_who_is_certainly_one_person_is_one(vault: Vault, one: Speaker, other: Speaker | Person) -> None:
    fill(vault, (one,), (other,))
    (card,) = people(vault)
    assert card.name == max(one.name, other.name, key=len)
    assert card.conferences == ("Deep Days 2021", "Deep Days 2022")
    assert proposals(vault) == []


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Jonathan Oak", "J. Oak", "initials"),
        ("José Elm", "Jose Elm", "same name without accents"),
        ("Ann Bo Oak", "Ann Oak", "middle name"),
        ("Ann B. Oak", "Ann Bo Oak", "initials"),
        ("Oak Ann", "Ann Oak", "names in reverse order"),
        ("Jürgen Öhl", "Juergen Oehl", "other spelling of umlauts"),
    ],
)
def test_who_may_be_one_person_is_proposed_and_stays_two(vault: Vault, one: str, other: str, reason: str) -> None:
    fill(vault, (Speaker(one, "Pond"),), (Speaker(other, "pond"),))
    assert len(people(vault)) == 2
    (proposal,) = proposals(vault)
    assert ({proposal.name, proposal.other}, proposal.reason, [each.casefold() for each in proposal.shared]) == (
        {one, other},
        reason,
        ["pond"],
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Speaker("Jonathan Oak", id="orcid:1"), Speaker("J. Oak", id="orcid:2")),
        (Speaker("Jonathan Oak"), Speaker("Jason Oak")),
        (Speaker("J. Oak"), Speaker("J. Elm")),
    ],
)
def test_who_cannot_be_one_person_is_not_proposed(vault: Vault, one: Speaker, other: Speaker) -> None:
    fill(vault, (one,), (other,))
    assert proposals(vault) == []


def test_a_full_name_is_proposed_rather_than_one_with_an_initial(vault: Vault) -> None:
    fill(vault, (Speaker("B. Sample"),), (Speaker("Bo Sample"),))
    assert [(one, other) for one, other, _ in pairs(vault)] == [("Bo Sample", "B. Sample")]


def test_two_who_give_a_talk_together_are_two(vault: Vault) -> None:
    talk = Talk("Talk", "1", speakers=(Speaker("J. Oak"), Speaker("Jonathan Oak")))
    save_program(vault, "Deep Days 2021", Program(Conference("Deep Days 2021"), (Session(talks=(talk,)),)))
    assert proposals(vault) == []


def test_namesakes_with_different_ids_stay_two_and_are_shown_with_their_affiliations(vault: Vault) -> None:
    fill(
        vault,
        (Speaker("Ann Oak", "Pond", id="orcid:1"), Speaker("Ann Oak", "Lake", id="orcid:2")),
        (Speaker("Ann Oak", "Lake", id="orcid:2"), Speaker("A. Oak")),
    )
    assert names(vault) == ["A. Oak", "Ann Oak (Lake)", "Ann Oak (Pond)"]
    assert person(vault, "Ann Oak (Lake)").conferences == ("Deep Days 2021", "Deep Days 2022")
    with pytest.raises(ConfnotesError, match=r"matches 2 people: Ann Oak \(Lake\), Ann Oak \(Pond\)"):
        person(vault, "Ann Oak")
    assert proposals(vault) == []
    with pytest.raises(ConfnotesError, match="matches 2 people"):
        accept(vault, "Ann Oak", "A. Oak")
    accept(vault, "Ann Oak (Lake)", "A. Oak")
    assert names(vault) == ["Ann Oak (Lake)", "Ann Oak (Pond)"]
    assert person(vault, "A. Oak").name == "Ann Oak (Lake)"


def test_accounts_of_one_name_are_told_apart_by_their_ids_and_can_be_merged(vault: Vault) -> None:
    two = Speaker("Ann Oak", "Pond", id="frab:1"), Speaker("Ann Oak", "Pond", id="frab:2")
    fill(vault, two, (Speaker("Ann Oak", id="frab:8"),))
    every = ["Ann Oak (frab:1)", "Ann Oak (frab:2)", "Ann Oak (frab:8)"]
    assert names(vault) == every
    with pytest.raises(ConfnotesError, match=r"frab:1\), .*frab:2\), .*frab:8") as caught:
        person(vault, "Ann Oak")
    assert "merge-people 'Ann Oak' 'Ann Oak'" in caught.value.hint
    assert pairs(vault)[0] == (*every[:2], "same name, other id")
    assert len(proposals(vault)) == len(proposals_for(vault, every[1])) == 2
    accept(vault, every[0], every[1])
    assert names(vault) == ["Ann Oak (frab:8)", "Ann Oak (Pond)"]
    assert person(vault, every[1]).name == "Ann Oak (Pond)"
    refuse(vault, "Ann Oak (Pond)", every[2])
    assert proposals(vault) == []
    accept(vault, "Ann Oak", "ann oak")
    assert names(vault) == ["Ann Oak"]
    assert len(person(vault, "Ann Oak").conferences) == 2
    with pytest.raises(UsageError):
        accept(vault, "Ann Oak", "Ann Oak")
    separate(vault, "Ann Oak", "Ann Oak")
    separate(vault, every[0], every[1])
    assert names(vault) == every


def test_ids_of_one_conference_say_nothing_about_another(vault: Vault) -> None:
    fill(vault, (Speaker("Ann Oak", id="frab:1"),), (Speaker("Bo Elm", id="frab:1"), Speaker("Ann Oak", id="frab:7")))
    assert names(vault) == ["Ann Oak", "Bo Elm"]


def test_what_the_user_accepts_is_one_person_everywhere(vault: Vault) -> None:
    fill(vault, (Speaker("Jonathan Oak", "Pond"), Speaker("Bo Elm")), (Speaker("J. Oak", "Lake"),))
    assert proposals(vault) == [Proposal("Jonathan Oak", "J. Oak", NameReason.INITIALS)]
    accept(vault, "jonathan oak", "J. Oak")
    assert (vault.root / PEOPLE_FILE).read_text().endswith('same:\n  - ["Jonathan Oak", "J. Oak"]\n')
    assert proposals(vault) == []
    (row,) = list_things(vault, "people", "oak")
    assert (row["name"], row["names"], row["talks"]) == ("Jonathan Oak", ["Jonathan Oak", "J. Oak"], 2)
    assert person(vault, "J. Oak").affiliations == ("Pond", "Lake")


def test_what_the_user_refuses_is_not_proposed_again(vault: Vault) -> None:
    fill(vault, (Speaker("Jonathan Oak"), Speaker("Jason Oak")), (Speaker("J. Oak"),))
    assert pairs(vault) == [("Jason Oak", "J. Oak", "initials"), ("Jonathan Oak", "J. Oak", "initials")]
    refuse(vault, "J. Oak", "Jason Oak")
    assert pairs(vault) == [("Jonathan Oak", "J. Oak", "initials")]
    accept(vault, "Jonathan Oak", "J. Oak")
    assert names(vault) == ["Jason Oak", "Jonathan Oak"]


def test_aliases_on_a_person_s_page_join_too(vault: Vault) -> None:
    fill(vault, (Speaker("Jonathan Oak"),), (Speaker("J. Oak"),))
    page = "---\naliases: [J. Oak]\n---\nKnows rivers.\n"
    vault.save("People/Jonathan Oak.md", page, None)
    (card,) = people(vault)
    assert (card.name, card.note) == ("Jonathan Oak", "People/Jonathan Oak.md")


def test_a_file_edited_by_hand_keeps_its_comments_and_is_not_written_while_there_is_nonsense_in_it(
    vault: Vault,
) -> None:
    fill(vault, (Speaker("Jonathan Oak"), Speaker("José Elm")), (Speaker("J. Oak"), Speaker("Jose Elm")))
    file = vault.root / PEOPLE_FILE
    file.write_text("# who is who\nsame: # by hand\n  - [Jonathan Oak, J. Oak]\n  - 7\n")
    assert names(vault) == ["Jonathan Oak", "Jose Elm", "José Elm"]
    with pytest.raises(DamagedFileError, match=r"people\.yaml, line 2"):
        accept(vault, "José Elm", "Jose Elm")
    file.write_text(file.read_text().removesuffix("  - 7\n"))
    accept(vault, "José Elm", "Jose Elm")
    assert file.read_text() == (
        '# who is who\nsame: # by hand\n  - ["José Elm", "Jose Elm"]\n  - [Jonathan Oak, J. Oak]\n'
    )
    assert names(vault) == ["Jonathan Oak", "José Elm"]


def test_a_file_that_cannot_be_read_is_named_by_the_doctor(vault: Vault) -> None:
    vault.save(PEOPLE_FILE, "same: [\n", None)
    assert people(vault) == []
    assert vault.damage.of(PEOPLE_FILE)
    assert [problem.path for problem in check(vault)] == [PEOPLE_FILE]


def test_a_name_that_nobody_has_is_not_accepted(vault: Vault) -> None:
    fill(vault, (Speaker("José Elm"), Speaker("Ann Oak")))
    with pytest.raises(NotFoundError) as caught:
        accept(vault, "Jose Elm", "Ann Oak")
    assert caught.value.hint == "Did you mean José Elm?"
    with pytest.raises(UsageError):
        accept(vault, "Ann Oak", "ann oak")


def test_people_with_the_same_name_are_distinguished_by_affiliation(vault: Vault) -> None:
    fill(
        vault,
        (Speaker("Wei Wang", "Tsinghua University"), Speaker("Wei Wang", "UCLA")),
        (Speaker("Wei Wang", "UCLA"), Speaker("Bo Elm", "UCLA")),
    )
    assert possible_namesakes(vault) == [("Wei Wang", ("Tsinghua University", "UCLA"))]
    assert split(vault, "wei wang") == ("Wei Wang (Tsinghua University)", "Wei Wang (UCLA)")
    assert names(vault) == ["Bo Elm", "Wei Wang (Tsinghua University)", "Wei Wang (UCLA)"]
    assert len(person(vault, "Wei Wang (UCLA)").talks) == 2
    assert possible_namesakes(vault) == []
    with pytest.raises(ConfnotesError, match="matches 2 people"):
        person(vault, "Wei Wang")
    join_again(vault, "Wei Wang")
    assert names(vault) == ["Bo Elm", "Wei Wang"]
    with pytest.raises(NotFoundError):
        join_again(vault, "Wei Wang")


def test_an_id_keeps_one_of_several_people_together_who_moved(vault: Vault) -> None:
    fill(
        vault,
        (Speaker("Wei Wang", "Tsinghua University", id="orcid:1"), Speaker("Wei Wang", "UCLA")),
        (Speaker("Wei Wang", "MIT", id="orcid:1"), Speaker("Wei Wang", "MIT")),
    )
    assert len(split(vault, "Wei Wang")) == 2
    assert sorted(len(card.talks) for card in people(vault)) == [1, 3]


def test_taking_back_that_a_name_is_several_people_s_keeps_other_decisions(vault: Vault) -> None:
    fill(vault, (Speaker("Wei Wang", "Tsinghua University"), Speaker("Wei Wang", "UCLA"), Speaker("W. Wang", "Pond")))
    refuse(vault, "Wei Wang", "W. Wang")
    split(vault, "Wei Wang")
    join_again(vault, "Wei Wang")
    assert pairs(vault) == []
    assert "W. Wang" in vault.read(PEOPLE_FILE).text


@pytest.mark.parametrize("affiliations", [("UCLA", "UCLA"), ("UCLA, Los Angeles", "UCLA"), ("", "UCLA")])
def test_one_place_spelt_in_two_ways_makes_nobody_several_people(vault: Vault, affiliations: tuple[str, str]) -> None:
    fill(vault, tuple(Speaker("Wei Wang", where or None) for where in affiliations))
    assert possible_namesakes(vault) == []


def test_a_name_is_not_split_without_differing_affiliations_or_ids(vault: Vault) -> None:
    fill(vault, (Speaker("Wei Wang"), Speaker("Wei Wang")))
    with pytest.raises(UsageError, match="cannot split"):
        split(vault, "Wei Wang")


@pytest.mark.parametrize(
    ("chinese", "latin"), [("王伟", "Wang Wei"), ("王小明", "Xiaoming Wang"), ("欧阳修", "Xiu Ouyang")]
)
def test_a_chinese_name_and_its_latin_spelling_are_proposed(vault: Vault, chinese: str, latin: str) -> None:
    pytest.importorskip("pypinyin")
    fill(vault, (Speaker(chinese),), (Speaker(latin),), (Speaker("Wei Zhang"),))
    ((one, other, reason),) = pairs(vault)
    assert ({one, other}, reason) == ({chinese, latin}, "same name in Latin letters")
