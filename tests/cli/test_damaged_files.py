"""A file of the vault that cannot be read whole: every command says so, uses the rest, and writes nothing over it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from confnotes.actions.save_query import delete_query
from confnotes.config import settings_file, state_folder
from confnotes.vault.vault import Vault
from damaged_vault import (
    CHANGES,
    CONFERENCE,
    DAMAGES,
    FILES,
    MARKS,
    NOTE,
    PAPERS,
    PEOPLE,
    PHOTOS,
    PROGRAM,
    QUERIES,
    TITLES,
    emptied,
    pond_vault,
    unmerged,
    with_garbage,
)
from two_clones import clone, git, merge

from .conftest import RunConfnotes

Damage = Callable[[str], bytes]


@pytest.fixture
def pond(tmp_path: Path) -> Path:
    return pond_vault(tmp_path / "pond").root


def damage(vault: Path, path: str, damaged: Damage) -> bytes:
    data = damaged(FILES[path])
    (vault / path).write_bytes(data)
    return data


OF_A_PROGRAM = [
    "now",
    "now --oneline",
    "agenda",
    "agenda --starred",
    "list talks",
    "search frogs",
    "show frogs",
    f"export {CONFERENCE.partition(' ')[0]} -o out.md",
]
SHOWING = [
    *((path, arguments) for path in (PROGRAM, MARKS) for arguments in OF_A_PROGRAM),
    *((QUERIES, arguments) for arguments in ("list queries", "search --saved Frogs", "search --saved Nothing")),
    *((PAPERS, arguments) for arguments in ("list papers", "export Pond -o out.md")),
    *((PEOPLE, arguments) for arguments in ("list people", "show Ada", "merge-people")),
    *((TITLES, arguments) for arguments in ("list papers", "show frogs", "export Pond -o out.md")),
    (PHOTOS, "photos ."),
    (CHANGES, "list changes"),
]


@pytest.mark.parametrize("damaged", DAMAGES, ids=lambda one: one.__name__)
@pytest.mark.parametrize(("path", "arguments"), SHOWING)
def test_what_shows_less_than_was_asked_for_says_so_on_one_line(
    confnotes: RunConfnotes, pond: Path, path: str, damaged: Damage, arguments: str
) -> None:
    damage(pond, path, damaged)
    for _ in range(2):  # also when it is known to caches and to the index
        shown = confnotes(*arguments.split(), "--vault", pond)
        told = [line for line in shown.err.splitlines() if path in line]
        assert len(told) == 1 and "confnotes doctor" in shown.err
        assert shown.code != 0


WRITING = {
    PROGRAM: "import|again.yaml|--yes",
    MARKS: "star|herons",
    QUERIES: "search|toads|--save|Toads",
    PAPERS: "paper|1905.13633|--read",
    PEOPLE: "merge-people|Ada Example|Cy Instance",
    TITLES: "",
    PHOTOS: "photos|.|--yes",
    CHANGES: "import|again.yaml|--yes",
}


@pytest.mark.parametrize("damaged", DAMAGES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("path", WRITING)
def test_doctor_names_the_line_and_nothing_is_written_over_it(
    confnotes: RunConfnotes, pond: Path, path: str, damaged: Damage
) -> None:
    again = FILES[PROGRAM].replace("T10:30", "T10:45")
    Path("again.yaml").write_text(f"conference: {{name: {CONFERENCE}}}\n{again}", encoding="utf-8")
    data = damage(pond, path, damaged)
    found = json.loads(confnotes("doctor", "--json", "--vault", pond).out)["problems"]
    assert [one for one in found if one["path"] == path and (one["line"] or damaged is emptied) and one["remedy"]]
    written = confnotes(*WRITING[path].split("|"), "--vault", pond) if WRITING[path] else None
    assert (pond / path).read_bytes() == data
    if written is not None:
        assert written.code == 1 and "othing was written" in written.err and path in written.err
    if path != PROGRAM:
        assert confnotes("add", "--to", "frogs", "still noted", "--vault", pond).code == 0


@pytest.mark.parametrize("path", [path for path in WRITING if WRITING[path]])
def test_what_is_refused_for_a_merge_says_which_lines_to_delete_and_that_something_stays(
    confnotes: RunConfnotes, pond: Path, path: str
) -> None:
    Path("again.yaml").write_text(f"conference: {{name: {CONFERENCE}}}\n{FILES[PROGRAM]}", encoding="utf-8")
    text = damage(pond, path, unmerged).decode()
    end = text.count("\n")
    refused = confnotes(*WRITING[path].split("|"), "--vault", pond)
    told = " ".join(refused.err.split())
    assert f"unfinished git merge in {path}, lines {end - 4}–{end}" in told
    assert "eep one version of each conflict and delete the lines that begin with" in told
    assert "<<<<<<<, ======= and >>>>>>>" in told


@pytest.mark.parametrize("text", ["", " \n\n", "\0" * 100], ids=["empty", "blank", "zeros"])
def test_an_empty_file_of_marks_is_reported_and_nothing_goes_public(
    confnotes: RunConfnotes, pond: Path, text: str
) -> None:
    (pond / MARKS).write_text(text, encoding="utf-8")
    shown = confnotes("agenda", "--starred", "--vault", pond)
    assert shown.code == 1 and f"{MARKS}: empty file" in shown.err
    assert confnotes("export", "Pond", "--audience", "public", "--vault", pond).code == 1
    (pond / MARKS).unlink()
    shown = confnotes("agenda", "--vault", pond)
    assert shown.code == 0 and not shown.err


def test_an_empty_bibliography_is_reported(confnotes: RunConfnotes, pond: Path) -> None:
    bibliography = pond / ".confnotes" / "papers.bib"
    bibliography.write_bytes(b"")
    shown = confnotes("list", "papers", "--vault", pond)
    assert shown.code == 1 and ".confnotes/papers.bib: empty file" in shown.err
    assert ".confnotes/papers.bib" in confnotes("doctor", "--vault", pond).out
    bibliography.unlink()
    assert confnotes("list", "papers", "--vault", pond).err == ""


def test_a_file_from_which_the_last_line_was_taken_is_not_empty(confnotes: RunConfnotes, pond: Path) -> None:
    (pond / MARKS).write_text('"frogs": {starred: true}\n', encoding="utf-8")
    (pond / QUERIES).write_text("Frogs: frogs\n", encoding="utf-8")
    (pond / PAPERS).write_text('"https://arxiv.org/abs/1905.13633": read\n', encoding="utf-8")
    (pond / PEOPLE).write_text("same:\n  - [Ada Example, A. Example]\n", encoding="utf-8")
    for command in ("star|frogs|--undo", "paper|1905.13633|--undo", "merge-people|Ada Example|A. Example|--undo"):
        made = confnotes(*command.split("|"), "--vault", pond)
        assert made.code == 0, made.err
    delete_query(Vault.open(pond), "Frogs")
    assert json.loads(confnotes("doctor", "--json", "--vault", pond).out)["problems"] == []


def test_what_can_be_read_is_used(confnotes: RunConfnotes, pond: Path) -> None:
    def starred() -> list[str]:
        shown = json.loads(confnotes("agenda", "--starred", "--json", "--vault", pond).out)
        return [talk["id"].partition("/")[2] for talk in shown["talks"]]

    damage(pond, MARKS, unmerged)
    assert starred() == ["frogs", "herons"]
    damage(pond, MARKS, with_garbage)
    assert starred() == ["frogs", "herons"]
    damage(pond, PROGRAM, with_garbage)
    assert starred() == ["frogs", "herons"]


@pytest.fixture
def clones(pond: Path, tmp_path: Path) -> tuple[Path, Path]:
    return clone(pond, tmp_path / "other")


@pytest.mark.needs("git")
def test_two_clones_that_rate_one_talk_lose_no_mark(confnotes: RunConfnotes, clones: tuple[Path, Path]) -> None:
    for folder, rating in zip(clones, "53", strict=True):
        confnotes("rate", "herons", rating, "--vault", folder)
    assert not merge(*clones)
    assert git(clones[0], "diff", "--name-only", "--diff-filter=U", "--exit-code") == 1
    shown = confnotes("now", "--vault", clones[0])
    assert shown.code == 1 and f"{MARKS}, lines" in shown.err and "merge" in shown.err
    assert shown.out.count("★") == 2


@pytest.mark.needs("git")
def test_two_clones_that_mark_different_talks_are_merged(confnotes: RunConfnotes, clones: tuple[Path, Path]) -> None:
    for folder, session in zip(clones, ("morning", "evening"), strict=True):
        confnotes("no-share", session, "--vault", folder)
    assert merge(*clones)
    lines = (clones[0] / MARKS).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith('"')][:3] == [
        '"evening": {no-share: true}',
        '"frogs": {starred: true, attended: true, rating: 4}',
        '"morning": {no-share: true}',
    ]


HALF_MERGED = "<<<<<<< HEAD\nfrogs sing loudly\n=======\nfrogs sing softly\n>>>>>>> o2\n"


@pytest.fixture
def half_merged(pond: Path) -> Path:
    (pond / NOTE).write_text(FILES[NOTE] + HALF_MERGED, encoding="utf-8")
    return pond


TOLD = f"unfinished git merge in {NOTE}, line 7"


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_an_export_for_oneself_names_the_note_in_which_a_merge_is_unfinished(
    confnotes: RunConfnotes, half_merged: Path, form: str
) -> None:
    for out in ("-", f"out.{form}"):
        made = confnotes("export", "Pond", "--format", form, "-o", out, "--vault", half_merged)
        assert made.code == 0 and made.err.count(TOLD) == 1


@pytest.mark.parametrize("form", ["ics", "bibtex"])
def test_a_calendar_and_a_bibliography_for_oneself_name_it_too(
    confnotes: RunConfnotes, half_merged: Path, form: str
) -> None:
    for audience, left_out in (("me", ""), ("team", "; skipped the note")):
        made = confnotes(
            *(
                "export",
                "Pond",
                "--whole-program",
                "--format",
                form,
                "-o",
                f"{audience}.{form}",
                "--audience",
                audience,
            ),
            *("--vault", half_merged),
        )
        assert made.code == 0 or "no papers found" in made.err
        assert made.err.count(f"{TOLD}{left_out}") == (made.code == 0)


def test_an_export_names_what_cannot_be_read_in_somebody_elses_vault(
    confnotes: RunConfnotes, pond: Path, tmp_path: Path
) -> None:
    other = pond_vault(tmp_path / "ada").root
    (other / NOTE).write_text(FILES[NOTE] + HALF_MERGED, encoding="utf-8")
    (other / PROGRAM).write_bytes(with_garbage(FILES[PROGRAM]))
    for audience in ("me", "team"):
        made = confnotes("export", "Pond", "--with", f"Ada={other}", "--audience", audience, "--vault", pond)
        assert f"unfinished git merge in {other / NOTE}, line 7; skipped the note" in made.err
        assert made.err.count(f"{other / PROGRAM}, line") == 1
        assert "loudly" not in made.out and str(other) not in made.out


@pytest.mark.parametrize("damaged", ["", "{", "[1, 2, [], true]", '["a.md", "b.md", [["a", "x", 1, 2, 3, 4]], true]'])
def test_a_damaged_record_of_the_last_rename_or_move_is_reported(
    confnotes: RunConfnotes, pond: Path, damaged: str
) -> None:
    confnotes("move", "--last", "20h", "--from", "frogs", "--to", "newts", "--vault", pond)
    confnotes("rename", NOTE, "Toads at dusk", "--yes", "--vault", pond)
    for verb, folder in (("rename", "renamed"), ("move", "moved")):
        (record,) = (state_folder() / folder).glob("*.json")
        record.write_text(damaged, encoding="utf-8")
        undone = confnotes(verb, "--undo", "--vault", pond)
        assert undone.code == 1 and f"undo file of the last {verb}: {record}" in undone.err
        assert f"undo file of the last {verb}" in confnotes("doctor", "--vault", pond).out
    assert confnotes("rename", "Toads at dusk", "Frogs", "--yes", "--vault", pond).code == 0
    assert confnotes("rename", "--undo", "--vault", pond).code == 0


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("- author: Ada\n", "name: value"),
        ("author: [Ada]\n", ":1: author must be"),
        ("author: [Ada\n", ":2: "),
        ("", ""),
        ("# nothing yet\n", ""),
    ],
)
def test_invalid_settings_are_reported(confnotes: RunConfnotes, pond: Path, settings: str, told: str) -> None:
    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(settings, encoding="utf-8")
    made = confnotes("export", "Pond", "-o", "out.md", "--vault", pond)
    assert made.code == 0
    assert (
        [line for line in made.err.splitlines() if str(file) in line and told in line]
        if told
        else not [line for line in made.err.splitlines() if str(file) in line]
    )


def test_the_team_gets_no_note_in_which_a_merge_is_unfinished(confnotes: RunConfnotes, half_merged: Path) -> None:
    for form in ("markdown", "bibtex"):
        made = confnotes(
            "export", "Pond", "--audience", "team", "--format", form, "--whole-program", "--vault", half_merged
        )
        assert "sing" not in made.out and "<<<<<<<" not in made.out and "1905.13633" not in made.out
    made = confnotes("export", "Pond", "--audience", "team", "--vault", half_merged)
    assert made.err.count(f"{TOLD}; skipped the note") == 1


def test_nothing_is_exported_for_the_public_while_a_note_is_half_merged(
    confnotes: RunConfnotes, half_merged: Path
) -> None:
    for form in ("markdown", "bibtex", "ics"):
        made = confnotes("export", "Pond", "--audience", "public", "--format", form, "--vault", half_merged)
        assert made.code == 1 and TOLD in made.err and made.out == ""
