"""Lists, people, backlinks, one thing in full, and what is wrong."""

from __future__ import annotations

import os
from datetime import date, datetime

import pytest

from confnotes.actions.check_vault import check
from confnotes.catalogue.links.backlinks import backlinks, resolve
from confnotes.catalogue.list_things import THINGS, list_things
from confnotes.catalogue.papers.papers import papers
from confnotes.catalogue.people.people import SeveralPeopleError, people, person
from confnotes.catalogue.program.cards import timetables
from confnotes.catalogue.program.posters import is_seen
from confnotes.catalogue.searching.find import find
from confnotes.catalogue.show_thing import show
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.model.program import (
    Conference,
    Person,
    Program,
    Resource,
    ResourceKind,
    Role,
    Session,
    Speaker,
    Talk,
)
from confnotes.vault.vault import Vault
from program_files import save_program

PAPER = "https://arxiv.org/abs/1905.13633"
DEPTH = "Deep Days 2021/2021-06-01 0900 Depth.md"


def put(vault: Vault, path: str, text: str) -> None:
    file = vault.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.fixture
def days(vault: Vault) -> Vault:
    """A conference with two talks and notes of several kinds."""
    talks = (
        Talk(
            "Depth",
            id="17",
            start=datetime(2021, 6, 1, 9, 0),
            room="A",
            speakers=(Speaker("Aino Mäkelä", "Aalto"),),
            resources=(Resource(ResourceKind.PAPER, "https://arxiv.org/pdf/1905.13633v2"),),
        ),
        Talk("Width", id="18", speakers=(Speaker("Bo Li"), Speaker("aino makela", "ETH", role=Role.AUTHOR))),
    )
    conference = Conference("Deep Days 2021", start_date=date(2021, 6, 1), end_date=date(2021, 6, 1))
    people_there = (Person("Chi Ma", "MIT", "https://example.org/chi", (Role.ORGANIZER,)),)
    save_program(vault, "Deep Days 2021", Program(conference, (Session("Orals", id="o", talks=talks),), people_there))
    put(
        vault,
        DEPTH,
        "---\ntitle: Depth\ntype: note\ntalk: deep-days-2021/17\ntags:\n  - theory\n---\n\n"
        "See [[width notes|my notes]] and [[Bo Li]] #theory/deep\n- [ ] read arXiv:1905.13633 ^t090712\n- [x] done\n"
        "? does @Dana hold\n",
    )
    put(
        vault, "Papers/Width notes.md", "---\naliases: [The Other Side]\n---\n# On width\n[[Depth#Proof]] [[missing]]\n"
    )
    put(vault, "People/Bo Li.md", "Works on width.\n")
    put(vault, ".confnotes/people.yaml", "same:\n  - [Aino Mäkelä, aino makela]\n")
    return vault


def test_every_list_has_rows_that_serialise(days: Vault) -> None:
    import json

    lists = {what: list_things(days, what, "Depth" if what == "related" else None) for what in THINGS}
    counts = {what: len(rows) for what, rows in lists.items()}
    assert counts == {
        "conferences": 1,
        "sessions": 1,
        "talks": 2,
        "tracks": 0,
        "people": 4,
        "notes": 4,
        "papers": 3,
        "tags": 2,
        "tasks": 2,
        "questions": 1,
        "links": 6,
        "changes": 0,
        "unresolved": 3,
        "queries": 0,
        "recordings": 0,
        "broken": 2,
        "orphans": 1,
        "untagged": 3,
        "unnoted": 1,
        "related": 2,
    }
    for rows in lists.values():
        assert all(row["id"] for row in json.loads(json.dumps(rows)))


@pytest.mark.parametrize("body", ["", "\n\n", "\n- claim:\n## Notes\n\n"], ids=["nothing", "blank", "template"])
def test_a_note_in_which_nothing_was_written_is_no_note(days: Vault, body: str) -> None:
    put(days, DEPTH, f"---\ntitle: Depth\ntype: note\ntalk: deep-days-2021/17\nspeakers: [Aino Mäkelä]\n---\n{body}")
    assert [row["id"] for row in list_things(days, "unnoted")] == ["deep-days-2021/17", "deep-days-2021/18"]
    assert [row["notes"] for row in list_things(days, "conferences")] == [0]
    depth = next(table for table in timetables(days)).card(*next(days.program("Deep Days 2021").sessions_and_talks()))
    assert (depth.note, depth.noted) == (DEPTH, False)
    assert not is_seen(depth)
    assert (person(days, "makela").notes, person(days, "makela").met) == ((), None)
    assert not any(one.note for paper in papers(days) for one in paper.presented)


def test_a_talk_whose_note_is_empty_is_found_among_those_without_notes(days: Vault) -> None:
    def without_notes() -> list[str]:
        return [hit.title for hit in find(days, "kind:talk no:notes").hits]

    assert without_notes() == ["Width"]
    put(days, DEPTH, "---\ntitle: Depth\ntype: note\ntalk: deep-days-2021/17\n---\n\n")
    assert sorted(without_notes()) == ["Depth", "Width"]


def test_a_list_is_narrowed_by_plain_words(days: Vault) -> None:
    assert [row["id"] for row in list_things(days, "talks", "MAKELA aalto")] == []
    assert [row["id"] for row in list_things(days, "talks", "makela depth")] == ["deep-days-2021/17"]
    (task,) = list_things(days, "tasks", "read")
    assert (task["path"], task["line"], task["text"], task["done"]) == (DEPTH, 10, "read arXiv:1905.13633", False)
    (link,) = list_things(days, "links", "width my")
    assert link["to"] == "Papers/Width notes.md"
    with pytest.raises(UsageError):
        list_things(days, "dinners")


def test_whom_the_user_called_one_person_is_one_under_all_spellings(days: Vault) -> None:
    by_name = {one.name: one for one in people(days)}
    assert sorted(by_name) == ["Aino Mäkelä", "Bo Li", "Chi Ma", "Dana"]
    aino = by_name["Aino Mäkelä"]
    assert aino.affiliations == ("Aalto", "ETH")
    assert [card.title for card in aino.talks] == ["Depth", "Width"]
    assert aino.notes == (DEPTH,)
    assert by_name["Bo Li"].note == "People/Bo Li.md"
    assert by_name["Bo Li"].notes == (DEPTH,)
    assert person(days, "makela").name == "Aino Mäkelä"
    with pytest.raises(NotFoundError) as caught:
        person(days, "Aino Makkela")
    assert "Aino Mäkelä" in caught.value.hint


def test_the_page_of_a_conference_is_no_note_about_everybody_who_is_listed_there(days: Vault) -> None:
    assert "[[Chi Ma]]" in days.read("Deep Days 2021/Deep Days 2021.md").text
    assert person(days, "Chi Ma").notes == ()


@pytest.mark.parametrize(
    ("target", "paths"),
    [
        ("Width notes", ["Papers/Width notes.md"]),
        ("WIDTH NOTES", ["Papers/Width notes.md"]),
        ("papers/width notes", ["Papers/Width notes.md"]),
        ("Papers/Width notes.md", ["Papers/Width notes.md"]),
        ("the other side", ["Papers/Width notes.md"]),
        ("Elsewhere/Width notes", []),
        ("nothing", []),
        ("", []),
    ],
)
def test_a_wikilink_means_what_it_means_in_obsidian(days: Vault, target: str, paths: list[str]) -> None:
    assert resolve(days, target) == paths


def test_who_links_here(days: Vault) -> None:
    (link,) = backlinks(days, "Papers/Width notes.md")
    assert (link.path, link.title, link.line) == (DEPTH, "Depth", 9)
    assert link.text.startswith("See [[width notes|my notes]]")
    assert [link.line for link in backlinks(days, "People/Bo Li.md")] == [9]
    put(days, "x.md", "one [[The other side]]\n")
    assert [link.path for link in backlinks(days, "Papers/Width notes.md")] == [DEPTH, "x.md"]
    assert backlinks(days, "none.md") == []


@pytest.mark.parametrize(
    ("thing", "kind", "title"),
    [
        ("deep-days-2021/18", "talk", "Width"),
        ("17", "talk", "Depth"),
        ("Papers/Width notes.md", "note", "On width"),
        ("width notes", "note", "On width"),
        (f"{DEPTH}:9", "note", "Depth"),
        (f"{DEPTH}:10", "task", "read arXiv:1905.13633"),
        ("deep-days-2021", "conference", "Deep Days 2021"),
        ("Chi Ma", "person", "Chi Ma"),
        ("makela", "person", "Aino Mäkelä"),
        ("https://arxiv.org/pdf/1905.13633", "paper", "Depth"),
    ],
)
def test_one_thing_is_shown_in_full(days: Vault, thing: str, kind: str, title: str) -> None:
    shown = show(days, thing)
    assert (shown.kind, shown.title) == (kind, title)


def test_a_paper_shows_the_lines_that_refer_to_it(days: Vault) -> None:
    shown = show(days, PAPER)
    assert [(link.path, link.line) for link in shown.backlinks] == [(DEPTH, 10)]
    with pytest.raises(NotFoundError):
        show(days, "quantum gravity")


def test_the_doctor_names_what_is_wrong_and_what_mends_it(days: Vault) -> None:
    put(days, "Broken.md", "---\ntitle: [x\n---\nbody\n")
    put(days, "Other/bo li.md", "x\n")
    put(days, "Gone.md", "---\ntalk: deep-days-2021/99\n---\n")
    put(days, "Twice.md", "---\ntalk: deep-days-2021/17\n---\n")
    put(days, "A (conflict 2021-06-01 0900).md", "x\n")
    put(days, "Merge.md", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n")
    put(days, "Bad 2020/program.yaml", "sessions:\n  - talks: 3\n")
    put(days, "_MAIN_1.toc", "")
    put(days, ".confnotes-0123.tmp", "")
    put(days, "Same/Café.md", "a\u2028b\n<<<<<<< HEAD\n")
    put(days, "Same/cafe\u0301.md", "x\n")
    for name in ("latin.md", "';reboot'.md"):
        (days.root / name).write_bytes(b"caf\xe9\n")
    os.mkfifo(days.root / "pipe.md")
    (days.root / "link.md").symlink_to("/etc/passwd")
    problems = check(days)
    assert not any("same name" in one.message for one in problems if one.path == "People/Bo Li.md")
    said = {(problem.path, problem.message) for problem in problems}
    for path, part in [
        ("Broken.md", "broken front matter"),
        ("Gone.md", "not found in any program"),
        ("Twice.md", "same talk as"),
        ("A (conflict 2021-06-01 0900).md", "conflict copy"),
        ("Merge.md", "unfinished git merge"),
        ("Bad 2020/program.yaml", "must be a list"),
        ("_MAIN_1.toc", "search index"),
        (".confnotes-0123.tmp", "from a save"),
        ("Same/cafe\u0301.md", "same name"),
        ("latin.md", "read-only"),
        ("pipe.md", "not a regular file"),
        ("link.md", "symbolic link"),
        ("Papers/Width notes.md", "unresolved link: [[missing]]"),
        ("Papers/Width notes.md", "unresolved link: [[Depth]]"),
        (DEPTH, "ambiguous link [[Bo Li]]"),
    ]:
        assert any(where == path and part in message for where, message in said), (path, part)
    assert all(problem.remedy for problem in problems)
    assert any("utf-8 ''\"'\"';reboot'\"'\"'.md'" in problem.remedy for problem in problems)
    assert ("Same/Café.md", 2) in {(problem.path, problem.line) for problem in problems}


def test_a_healthy_vault_has_nothing_wrong(vault: Vault) -> None:
    put(vault, "Notes/One.md", "[[Two]] [[Two#Part|p]] ![[picture.png]] [[#Here]]\n")
    put(vault, "Notes/Two.md", "---\ntitle: 2\n---\n[[One]]\n")
    put(vault, "Notes/attachments/picture.png", "")
    assert check(vault) == []


def test_a_note_with_two_meanings_is_asked_about(days: Vault) -> None:
    put(days, "Other/width notes.md", "x\n")
    with pytest.raises(ConfnotesError, match="matches 2 notes"):
        show(days, "width notes")


def test_the_start_of_a_session_is_not_shown_as_the_start_of_its_talk(days: Vault) -> None:
    nine = datetime(2021, 6, 1, 9)
    session = Session(
        "Spotlights", id="spots", start=nine, talks=(Talk("First", id="a", start=nine), Talk("Second", id="b"))
    )
    save_program(days, "Small Days", Program(Conference("Small Days"), (session,)))
    first, second = list_things(days, "talks", "small")
    assert (first["start"], second["start"]) == ("2021-06-01T09:00:00", None)


def test_whoever_has_exactly_that_name_comes_before_a_talk_with_the_word(days: Vault) -> None:
    put(days, ".confnotes/people.yaml", "same:\n  - [Aino Mäkelä, aino makela, Aino]\n")
    twins = (Speaker("Chess", id="xy:5"), Speaker("Chess", id="xy:6"))
    talks = (Talk("Aino: a language", id="a", speakers=twins), Talk("Chess for two", id="b"))
    save_program(days, "Small Days", Program(Conference("Small Days"), (Session("Talks", id="s", talks=talks),)))
    assert (show(days, "aino").kind, show(days, "aino").title) == ("person", "Aino Mäkelä")
    with pytest.raises(SeveralPeopleError, match="matches 2 people"):
        show(days, "chess")
    assert show(days, "chess for").kind == "talk"
