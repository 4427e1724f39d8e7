"""A person is renamed in every note at once, to the byte; programs stay, and both names are one person."""

from __future__ import annotations

import pytest

from confnotes.actions.links import rewrite
from confnotes.actions.links.rename import plan_named
from confnotes.actions.links.rename_person import plan_person as plan
from confnotes.actions.links.rewrite import apply
from confnotes.catalogue.people.people import people, person
from confnotes.errors import NotFoundError, UsageError
from confnotes.model.program import Conference, Program, Session, Speaker, Talk
from confnotes.vault.people_file import PEOPLE_FILE, add_decision
from confnotes.vault.vault import Vault
from program_files import save_program


def say(vault: Vault, *speakers: Speaker) -> None:
    """A conference at which each gives a talk."""
    talks = tuple(Talk(f"Talk {number}", str(number), speakers=(who,)) for number, who in enumerate(speakers))
    save_program(vault, "Fen Days", Program(Conference("Fen Days"), (Session(talks=talks),)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("met @Una Moss, and\r\n[[Una Moss]]\r\n", "met @Una Fern, and\r\n[[Una Fern]]\r\n"),
        ("[[una moss|her]] ![[Una Moss#Talks]]\n", "[[Una Fern|her]] ![[Una Fern#Talks]]\n"),
        ("@[[Una Moss]] and @una moss\n", "@[[Una Fern]] and @una moss\n"),
        ("`@Una Moss` Una Moss [[Una Mossop]]\n", None),
        ('---\nspeakers:\n  - "[[Una Moss]]"  # first\n  - Bo Elm\n---\n', None),
        ("---\nspeakers: [Una Moss, Bo Elm]\nmine: 'x' # y\n---\n", None),
    ],
)
def test_links_mentions_and_speakers_change_and_no_other_byte(vault: Vault, before: str, after: str | None) -> None:
    say(vault, Speaker("Una Moss"))
    vault.save("Notes/One.md", before, None)
    apply(vault, plan(vault, "una moss", "Una Fern"))
    head = before.replace("Una Moss", "Una Fern") if before.startswith("---") else before
    assert vault.read("Notes/One.md").text == (after if after is not None else head)
    (card,) = [one for one in people(vault) if one.talks]
    assert (card.name, card.names) == ("Una Fern", ("Una Fern", "Una Moss"))
    assert "Una Moss" in vault.read("Fen Days/program.yaml").text


def test_the_note_about_them_is_renamed_and_keeps_the_old_name_as_an_alias(vault: Vault) -> None:
    say(vault, Speaker("Una Moss"))
    vault.save("People/Una Moss.md", "---\ntitle: Una Moss\naliases: [Uni]\nmine: 1\n---\nmaps\n", None)
    vault.save("Notes/One.md", "[[People/Una Moss]] [[Uni]]\n", None)
    renaming = plan_named(vault, "Una Moss", "Una Fern")
    assert vault.read("People/Una Moss.md").text.endswith("maps\n")
    apply(vault, renaming)
    assert vault.read("People/Una Fern.md").text == (
        "---\ntitle: Una Fern\naliases: [Uni, Una Moss]\nmine: 1\n---\nmaps\n"
    )
    assert vault.read("Notes/One.md").text == "[[People/Una Fern]] [[Uni]]\n"
    assert person(vault, "Uni").note == "People/Una Fern.md"


def test_everything_is_taken_back_at_once(vault: Vault) -> None:
    say(vault, Speaker("Una Moss"))
    vault.save("Notes/One.md", "@Una Moss\n", None)
    apply(vault, plan(vault, "Una Moss", "Una Fern"))
    rewrite.take_back(vault)
    assert vault.read("Notes/One.md").text == "@Una Moss\n"
    assert [card.name for card in people(vault)] == ["Una Moss"]
    assert not (vault.root / PEOPLE_FILE).exists()


def test_what_was_decided_about_people_before_is_not_taken_back(vault: Vault) -> None:
    say(vault, Speaker("Una Moss"), Speaker("Bo Elm"), Speaker("B. Elm"))
    add_decision(vault, "same", ("Bo Elm", "B. Elm"))
    before = vault.read(PEOPLE_FILE).text
    apply(vault, plan(vault, "Una Moss", "Una Fern"))
    rewrite.take_back(vault)
    assert vault.read(PEOPLE_FILE).text == before


def test_who_was_joined_before_stays_joined_under_the_new_name(vault: Vault) -> None:
    say(vault, Speaker("Una Moss"), Speaker("U. Moss"))
    vault.save(PEOPLE_FILE, "same: # mine\n  - [Una Moss, U. Moss]\n  - [A, B]\n", None)
    apply(vault, plan(vault, "U. Moss", "Una Fern"))
    assert vault.read(PEOPLE_FILE).text == 'same: # mine\n  - ["Una Fern", "Una Moss", "U. Moss"]\n  - [A, B]\n'
    assert [card.name for card in people(vault)] == ["Una Fern"]


@pytest.mark.parametrize("name", ["", "Una Moss", "  ", "Taken"])
def test_who_cannot_be_called_so_stays_as_they_are(vault: Vault, name: str) -> None:
    say(vault, Speaker("Una Moss"))
    vault.save("Notes/Taken.md", "text\n", None)
    with pytest.raises(UsageError):
        plan(vault, "Una Moss", name)


def test_a_name_that_nobody_has_is_not_found(vault: Vault) -> None:
    with pytest.raises(NotFoundError, match="no note or person"):
        plan_named(vault, "Nobody", "Somebody")


def test_nobody_takes_the_name_of_somebody_else_in_silence(vault: Vault) -> None:
    say(vault, Speaker("Una Moss"), Speaker("Bo Elm"))
    with pytest.raises(UsageError, match="another person has the name “Bo Elm”") as told:
        plan(vault, "Una Moss", "Bo Elm")
    assert 'confnotes merge-people "Una Moss" "Bo Elm"' in told.value.hint
    plan(vault, "Una Moss", "una moss")
