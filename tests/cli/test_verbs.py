"""What each verb does for a person, and what it prints for a program."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any, cast

import pytest

from .conftest import RunConfnotes

PROGRAM = """\
# Tools for Thought Day

3 June 2025, Porto

## Schedule

- 09:30 - 10:15 Keynote: Notes that outlive their program, Ada Example (Example University)
- 10:15 - 10:30 Coffee
- 10:30 - 11:00 A parser in forty lines, Bo Sample (Sample Labs)
"""


def data(text: str) -> dict[str, Any]:
    """The one JSON document that was printed."""
    return cast("dict[str, Any]", json.loads(text))


def test_init_makes_a_vault_of_a_new_folder_and_leaves_an_old_one_alone(
    confnotes: RunConfnotes, tmp_path: Path
) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "note.md").write_text("mine\n", encoding="utf-8")
    for folder in ("new", "old"):
        assert confnotes("init", folder).code == 0
        assert (tmp_path / folder / ".confnotes").is_dir()
    assert (tmp_path / "old" / "note.md").read_text(encoding="utf-8") == "mine\n"
    again = confnotes("init", "old")
    assert again.code == 0
    assert "lready a vault" in again.err


def test_now_names_what_is_on_and_what_is_next(confnotes: RunConfnotes, vault: Path) -> None:
    shown = confnotes("now", "--vault", vault)
    assert shown.code == 0
    assert shown.out.index("NOW") < shown.out.index("Parsers in forty lines") < shown.out.index("NEXT")
    answer = data(confnotes("now", "--vault", vault, "--json").out)
    assert answer["schema"] == "confnotes.now/1"
    assert {talk["title"] for talk in answer["on"]} == {"Parsers in forty lines", "Clocks and their lies"}
    assert [talk["title"] for talk in answer["next"]] == ["Indexes that heal"]
    later = data(confnotes("now", "--vault", vault, "--at", "2024-05-06T10:40", "--json").out)
    assert [talk["title"] for talk in later["on"]] == ["Indexes that heal"]


def test_an_unstated_end_is_not_printed(confnotes: RunConfnotes, vault: Path) -> None:
    program = vault / "Small Systems 2024" / "program.yaml"
    lines = program.read_text(encoding="utf-8").splitlines(keepends=True)
    program.write_text("".join(line for line in lines if "end:" not in line), encoding="utf-8")
    for verb in ("now", "agenda"):
        shown = confnotes(verb, "--vault", vault)
        assert "10:00 " in shown.out and "–" not in shown.out
        assert '"end": "' not in confnotes(verb, "--vault", vault, "--json").out


def test_agenda_lists_a_day_and_what_is_starred(confnotes: RunConfnotes, vault: Path) -> None:
    assert confnotes("star", "--vault", vault, "small-systems-2024/t2").out.startswith("★")
    starred = data(confnotes("agenda", "--vault", vault, "--starred", "--json").out)
    assert [talk["id"] for talk in starred["talks"]] == ["small-systems-2024/t2"]
    whole = confnotes("agenda", "--vault", vault, "2024-05-06").out
    assert "Mon 6 May 2024" in whole
    assert "10:30–11:00" in whole
    other_day = confnotes("agenda", "--vault", vault, "2024-05-07")
    assert (other_day.code, other_day.out) == (0, "")


def test_marks_are_set_and_removed(confnotes: RunConfnotes, vault: Path) -> None:
    for command in (("star", "indexes"), ("attend", "indexes"), ("rate", "indexes", "4")):
        assert confnotes("--vault", vault, *command).code == 0
    card = data(confnotes("agenda", "--vault", vault, "--json").out)["talks"][-1]
    assert (card["starred"], card["attended"], card["rating"]) == (True, True, 4)
    for command in (("star", "indexes", "--undo"), ("attend", "indexes", "--undo"), ("rate", "indexes", "0")):
        assert confnotes("--vault", vault, *command).code == 0
    card = data(confnotes("agenda", "--vault", vault, "--json").out)["talks"][-1]
    assert (card["starred"], card["attended"], card["rating"]) == (False, False, None)


def test_what_is_to_be_watched_later_is_found_by_search_and_in_the_lists(confnotes: RunConfnotes, vault: Path) -> None:
    assert confnotes("--vault", vault, "watch-later", "indexes").out.startswith("▷")
    found = data(confnotes("--vault", vault, "search", "is:later", "--json").out)["hits"]
    assert len(found) == 1
    rows = data(confnotes("--vault", vault, "list", "talks", "--json").out)["talks"]
    assert [row["id"] for row in rows if row["later"]] == [found[0]["id"]]
    confnotes("--vault", vault, "watch-later", "--undo", "indexes")
    assert not data(confnotes("agenda", "--vault", vault, "--json").out)["talks"][-1]["later"]


def test_clashing_starred_talks_name_each_other(confnotes: RunConfnotes, vault: Path) -> None:
    for talk in data(confnotes("agenda", "--vault", vault, "--json").out)["talks"]:
        confnotes("--vault", vault, "star", talk["id"])
    talks = data(confnotes("agenda", "--vault", vault, "--json").out)["talks"]
    shown = confnotes("agenda", "--vault", vault).out
    assert shown.count("clashes with") == sum(talk["clash"] for talk in talks)
    assert [talk["clash"] for talk in talks] == [bool(talk["clashes"]) for talk in talks]


def test_add_writes_a_stamped_line_into_the_note_of_the_talk(confnotes: RunConfnotes, vault: Path) -> None:
    result = confnotes("add", "--vault", vault, "--to", "parsers", "--at", "2024-05-06T10:07:12", "left", "recursion")
    assert result.code == 0, result
    path, _, line = result.out.strip().rpartition(":")
    text = (vault / path).read_text(encoding="utf-8")
    assert text.splitlines()[int(line) - 1] == "left recursion ^t100712"
    assert "talk: small-systems-2024/t1" in text


def test_add_reads_lines_from_standard_input(confnotes: RunConfnotes, vault: Path) -> None:
    result = confnotes("add", "--vault", vault, "--to", "parsers", "-", "--json", stdin=b"first\n\nsecond\n")
    answer = data(result.out)
    assert [line["text"].split(" ^t")[0] for line in answer["lines"]] == ["first", "second"]
    assert "second ^t100501" in (vault / answer["path"]).read_text(encoding="utf-8")


def test_adding_nothing_is_wrong_usage(confnotes: RunConfnotes, vault: Path) -> None:
    assert confnotes("add", "--vault", vault, "--to", "parsers", "-", stdin=b"\n \n").code == 2


def test_new_begins_a_note_once(confnotes: RunConfnotes, vault: Path) -> None:
    first = confnotes("new", "--vault", vault, "parsers", "--path")
    assert first.code == 0, first
    path = Path(first.out.strip())
    assert "Parsers in forty lines" in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8") + "mine\n", encoding="utf-8")
    again = confnotes("new", "--vault", vault, "parsers", "--path")
    assert again.out == first.out
    assert path.read_text(encoding="utf-8").endswith("mine\n")


def test_new_begins_a_free_note_from_a_template(confnotes: RunConfnotes, vault: Path) -> None:
    templates = vault / ".confnotes" / "templates"
    templates.mkdir(parents=True)
    (templates / "card.md").write_text("claim: {{ 7 * 7 }}\n", encoding="utf-8")
    made = confnotes("new", "--vault", vault, "--title", "Over coffee", "--template", "card", "--path")
    text = Path(made.out.strip()).read_text(encoding="utf-8")
    assert "claim: {{ 7 * 7 }}" in text
    assert confnotes("new", "--vault", vault, "--title", "Other", "--template", "no-such").code == 3


def test_new_opens_the_editor_without_a_shell(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "my editor"
    editor.write_text('#!/bin/sh\necho "typed in $1" >> "$2"\n', encoding="utf-8")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", f"'{editor}' vim;true")
    made = confnotes("new", "--vault", vault, "--title", "Over coffee; echo", "--edit")
    assert made.code == 0, made
    assert "typed in vim;true" in Path(made.out.strip()).read_text(encoding="utf-8")
    monkeypatch.setenv("EDITOR", "no-such-editor-here")
    assert confnotes("new", "--vault", vault, "--title", "Again", "--edit").code == 1


def test_search_answers_people_and_programs(confnotes: RunConfnotes, vault: Path) -> None:
    shown = confnotes("search", "--vault", vault, "leap")
    assert shown.code == 0
    assert "Clocks and their lies" in shown.out
    assert "Clocks and their lies.md:10" in shown.out
    answer = data(confnotes("search", "--vault", vault, "leap", "--json").out)
    assert answer["schema"] == "confnotes.hits/1"
    understood = {"suggestion", "instead", "others", "also", "without", "remarks"}
    assert set(answer) == {"schema", "query", "total", "took_ms", "hits"} | understood
    assert set(answer["hits"][0]) == {
        *("id", "kind", "title", "conference", "path", "line", "date", "score", "snippet", "speakers", "vault")
    }
    assert answer["hits"][0]["line"] == 10
    people = data(confnotes("search", "--vault", vault, "speaker:jose", "--json").out)
    assert people["total"] >= 1


def test_search_that_finds_nothing_offers_the_nearest_word(confnotes: RunConfnotes, vault: Path) -> None:
    nothing = confnotes("search", "--vault", vault, "indexs")
    assert nothing.code == 0
    assert "indexes" in (nothing.out + nothing.err).lower()
    unread = confnotes("search", "--vault", vault, "((( AND *", "--explain")
    assert unread.code == 3 and "Unclosed “(”" in unread.err


@pytest.mark.parametrize(
    ("things", "expected"),
    [
        ("conferences", "Small Systems 2024"),
        ("sessions", "Morning"),
        ("talks", "Indexes that heal"),
        ("people", "José Exemplo"),
        ("notes", "Clocks and their lies"),
        ("tags", "time/hybrid"),
        ("tasks", "read the paper on hybrid clocks"),
        ("questions", "who pays for drift"),
        ("links", "Small Systems 2024"),
    ],
)
def test_list_names_what_the_vault_holds(confnotes: RunConfnotes, vault: Path, things: str, expected: str) -> None:
    assert expected in confnotes("list", "--vault", vault, things).out
    answer = data(confnotes("list", "--vault", vault, things, "--json").out)
    assert answer["schema"] == f"confnotes.{things}/1"
    assert any(expected in str(row) for row in answer[things])


def test_list_keeps_what_has_every_word(confnotes: RunConfnotes, vault: Path) -> None:
    rows = confnotes("list", "--vault", vault, "talks", "heal", "index").out.splitlines()
    assert len(rows) == 1
    assert "Indexes that heal" in rows[0]


@pytest.mark.parametrize(
    "thing", ["small-systems-2024/t3", "Clocks and their lies", "José Exemplo", "Small Systems 2024"]
)
def test_show_prints_one_thing_in_full(confnotes: RunConfnotes, vault: Path, thing: str) -> None:
    shown = confnotes("show", "--vault", vault, thing)
    assert shown.code == 0, shown
    answer = data(confnotes("show", "--vault", vault, thing, "--json").out)
    assert answer["schema"] == "confnotes.thing/1"
    assert answer["title"] in shown.out


def test_import_shows_what_it_understood_and_writes_only_when_asked(confnotes: RunConfnotes, tmp_path: Path) -> None:
    (tmp_path / "day.md").write_text(PROGRAM, encoding="utf-8")
    confnotes("init", "vault")
    before = sorted((tmp_path / "vault").rglob("*"))
    dry = confnotes("import", "--vault", "vault", "day.md", "--dry-run")
    assert dry.code == 0, dry
    assert "Tools for Thought Day" in dry.out
    assert "A parser in forty lines" in dry.out
    assert sorted((tmp_path / "vault").rglob("*")) == before
    written = confnotes("import", "--vault", "vault", "day.md")
    assert written.code == 0, written
    assert "A parser in forty lines" in confnotes("list", "--vault", "vault", "talks").out
    again = confnotes("import", "--vault", "vault", "day.md")
    assert "nothing changed" in again.err


def test_import_needs_no_vault_to_show_what_it_understands(confnotes: RunConfnotes, tmp_path: Path) -> None:
    (tmp_path / "day.md").write_text(PROGRAM, encoding="utf-8")
    one = data(confnotes("import", "day.md", "--dry-run", "--json").out)
    assert one["schema"] == "confnotes.program/1"
    piped = data(confnotes("import", "-", "--dry-run", "--json", stdin=PROGRAM.encode()).out)
    assert piped["sessions"] == one["sessions"]
    (tmp_path / "other.md").write_text(PROGRAM.replace("Thought", "Talk"), encoding="utf-8")
    both = json.loads(confnotes("import", "day.md", "other.md", "--dry-run", "--json").out)
    assert [program["conference"]["name"] for program in both] == ["Tools for Thought Day", "Tools for Talk Day"]


def test_export_writes_the_summary_to_a_file_or_to_the_pipe(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path
) -> None:
    piped = confnotes("export", "--vault", vault, "Small Systems 2024", "--format", "markdown")
    assert piped.code == 0, piped
    assert "Leap seconds are social constructs" in piped.out
    assert "^t100312" not in piped.out
    assert confnotes("export", "--vault", vault, "Small Systems 2024", "--format", "html", "-o", "out.html").code == 0
    assert "Leap seconds" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_the_index_comes_back_when_it_is_thrown_away(confnotes: RunConfnotes, vault: Path) -> None:
    assert confnotes("index", "--vault", vault).code == 0
    assert confnotes("index", "--vault", vault, "--rebuild").code == 0
    assert data(confnotes("search", "--vault", vault, "leap", "--json").out)["total"] == 1


def test_doctor_names_the_line_and_the_remedy(confnotes: RunConfnotes, vault: Path) -> None:
    healthy = confnotes("doctor", "--vault", vault)
    assert (healthy.code, healthy.out) == (0, "")
    (vault / "Broken.md").write_text("---\ntitle: [unclosed\n---\n\ntext\n", encoding="utf-8")
    ill = confnotes("doctor", "--vault", vault)
    assert ill.code == 1
    assert "Broken.md" in ill.out
    answer = data(confnotes("doctor", "--vault", vault, "--json").out)
    assert answer["problems"][0]["path"] == "Broken.md"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_each_shell(confnotes: RunConfnotes, shell: str) -> None:
    result = confnotes("completion", shell)
    assert result.code == 0
    assert "_CONFNOTES_COMPLETE" in result.out


def test_a_task_is_added_as_it_is_typed(confnotes: RunConfnotes, vault: Path) -> None:
    for words in (("- [ ] read it",), ("-", "[ ]", "read it"), ("--json", "- [ ] read it"), ("--", "- [ ] read it")):
        result = confnotes("add", "--vault", vault, "--to", "parsers", *words)
        assert result.code == 0, (words, result)
    tasks = data(confnotes("list", "--vault", vault, "tasks", "read", "it", "--json").out)["tasks"]
    assert [task["text"] for task in tasks] == ["read it"] * 4
    assert confnotes("add", "--vault", vault, "--too", "parsers", "a line").code == 2


def test_several_lines_are_added_at_once_and_each_is_named(confnotes: RunConfnotes, vault: Path) -> None:
    result = confnotes("add", "--vault", vault, "--to", "parsers", "-", stdin="é first\nsecond\n".encode("latin-1"))
    first, second = (int(line.rpartition(":")[2]) for line in result.out.splitlines())
    assert second == first + 1
    text = (vault / result.out.splitlines()[0].rpartition(":")[0]).read_text(encoding="utf-8")
    assert "é first ^t100500\nsecond ^t100501\n" in text


def test_a_search_may_begin_with_what_is_not_wanted(confnotes: RunConfnotes, vault: Path) -> None:
    def found(*words: str) -> list[str]:
        hits = data(confnotes("search", "--vault", vault, "--json", *words).out)["hits"]
        return [hit["title"] for hit in hits if hit["kind"] == "talk"]

    assert found("kind:talk", "-parsers") == found("-parsers", "kind:talk") == ["Indexes that heal"]
    assert found("-nothing", "kind:talk", "-n1") == found("kind:talk", "-n", "1")
    assert confnotes("search", "--vault", vault, "--limt", "3", "x").code == 2


def test_the_clock_may_be_set_before_the_verb(confnotes: RunConfnotes, vault: Path) -> None:
    later = data(confnotes("--at", "2024-05-06T10:40", "now", "--vault", vault, "--json").out)
    assert [talk["title"] for talk in later["on"]] == ["Indexes that heal"]
    assert "10:40" in confnotes("--at", "2024-05-06T10:40", "--vault", vault).out


def test_several_talks_that_are_on_are_named_and_none_is_written(confnotes: RunConfnotes, vault: Path) -> None:
    result = confnotes("add", "--vault", vault, "which one")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("confnotes: 2 talks are on at 10:05: ")
    assert "--to" in result.err and "star" in result.err
    assert confnotes("list", "--vault", vault, "notes", "Parsers").out == ""


def test_a_conference_may_be_named_by_how_it_begins(confnotes: RunConfnotes, vault: Path) -> None:
    for verb in ("agenda", "now"):
        answer = data(confnotes(verb, "--vault", vault, "--conference", "small", "--json").out)
        assert answer["conference"] == "Small Systems 2024"


def test_a_person_is_shown_with_talks_even_when_there_is_a_note_about_them(
    confnotes: RunConfnotes, vault: Path
) -> None:
    (vault / "People").mkdir()
    text = "---\ntype: person\naliases:\n  - Zé\n---\n\nMet in the queue.\n"
    (vault / "People" / "José Exemplo.md").write_text(text, encoding="utf-8")
    for name in ("José Exemplo", "jose exemplo", "Zé"):
        shown = data(confnotes("show", "--vault", vault, name, "--json").out)
        assert (shown["kind"], shown["id"]) == ("person", "José Exemplo"), name
        assert "Clocks and their lies" in str(shown["fields"]["talks"]) and "Met in the queue" in shown["text"]
    assert data(confnotes("show", "--vault", vault, "People/José Exemplo.md", "--json").out)["kind"] == "note"


def test_every_hit_can_be_shown_by_its_id(confnotes: RunConfnotes, vault: Path) -> None:
    hits = data(confnotes("search", "--vault", vault, "", "--limit", "100", "--json").out)["hits"]
    assert {hit["kind"] for hit in hits} >= {"note", "talk", "person", "task"}
    for hit in hits:
        shown = data(confnotes("show", "--vault", vault, hit["id"], "--json").out)
        assert (shown["id"], shown["kind"], shown["title"]) == (hit["id"], hit["kind"], hit["title"])


def test_the_index_says_where_it_is(confnotes: RunConfnotes, vault: Path) -> None:
    folder = Path(confnotes("index", "--vault", vault, "--path").out.strip())
    assert (folder / "manifest.json").is_file()
    assert vault not in folder.parents


def test_the_index_says_what_it_did(confnotes: RunConfnotes, vault: Path) -> None:
    assert confnotes("index", "--vault", vault, "--rebuild").err == "Built the index: 3 files.\n"
    assert confnotes("index", "--vault", vault).err == "The index is up to date: 3 files, no changes.\n"
    (vault / "More.md").write_text("more\n", encoding="utf-8")
    assert confnotes("index", "--vault", vault).err == "The index is up to date: 4 files, 1 new.\n"


def test_without_an_editor_no_note_is_begun(confnotes: RunConfnotes, vault: Path) -> None:
    before = sorted(vault.rglob("*"))
    assert confnotes("new", "--vault", vault, "--title", "Mine", "--edit").code == 1
    assert sorted(vault.rglob("*")) == before
