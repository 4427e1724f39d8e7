"""Notes are drafted from the program, saved without asking, and never lost."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from confnotes.actions.notes.add_line import add_line
from confnotes.actions.notes.note_snapshots import unsaved_notes
from confnotes.actions.notes.take_note import (
    discard,
    draft,
    new_note,
    note_for,
    open_note,
    record,
    save,
    save_beside,
)
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError, UsageError
from confnotes.markup.frontmatter import split
from confnotes.markup.stamps import STAMP, without_stamp
from confnotes.model.program import Conference, Program, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from confnotes.vault.version import EditConflictError
from program_files import save_program

AT = datetime(2021, 6, 1, 9, 7, 12)
KEY = "deep-days-2021/17"
PATH = "Deep Days 2021/2021-06-01 0900 Depth.md"


@pytest.fixture
def days(vault: Vault) -> Vault:
    """A vault with one conference of two talks at once on the first day, one of them alone at nine."""
    two_accounts = tuple(Speaker("Aino [x] Mäkelä", id=f"frab:{number}") for number in (1, 2))
    talks = (
        Talk("Depth", id="17", start=datetime(2021, 6, 1, 9, 0), room="A", speakers=two_accounts),
        Talk("Width", id="18", start=datetime(2021, 6, 1, 10, 0), room="A"),
        Talk("Height", id="19", start=datetime(2021, 6, 1, 10, 0), room="B"),
    )
    conference = Conference("Deep Days 2021", timezone="Europe/Paris")
    save_program(vault, "Deep Days 2021", Program(conference, (Session("Orals", talks=talks),)))
    return vault


def test_a_draft_is_filled_in_and_not_on_disk_until_it_is_saved(days: Vault) -> None:
    note = draft(days, KEY)
    assert (note.path, note.version) == (PATH, None)
    assert not (days.root / PATH).exists()
    assert split(note.text).fields == {
        "title": "Depth",
        "type": "note",
        "conference": "[[Deep Days 2021]]",
        "talk": KEY,
        "session": "Orals",
        "speakers": ["[[Aino x Mäkelä|Aino (x) Mäkelä]]"],
        "start": "2021-06-01T09:00:00",
        "timezone": "Europe/Paris",
        "room": "A",
    }
    saved = save(days, note, note.text + "typed\n")
    assert (days.root / PATH).read_text() == note.text + "typed\n"
    assert note_for(days, KEY) == PATH
    assert draft(days, KEY) == saved, "a talk has one note"
    assert save(days, saved, saved.text) == saved


def test_two_versions_are_both_kept_and_the_user_chooses(days: Vault) -> None:
    note = save(days, draft(days, KEY), "mine\n")
    (days.root / PATH).write_text("theirs\n")
    record(days, note, "mine, longer\n")
    with pytest.raises(EditConflictError) as caught:
        save(days, note, "mine, longer\n")
    assert caught.value.disk is not None and caught.value.disk.text == "theirs\n"
    assert isinstance(caught.value, ConflictError)
    beside = save_beside(days, note, "mine, longer\n", AT)
    assert beside.path == "Deep Days 2021/2021-06-01 0900 Depth (conflict 2021-06-01 0907).md"
    assert (days.root / beside.path).read_text() == "mine, longer\n"
    assert (days.root / PATH).read_text() == "theirs\n"


def test_what_was_typed_before_a_crash_is_in_the_note_when_it_is_opened_again(days: Vault) -> None:
    note = save(days, draft(days, KEY), "saved\n")
    record(days, note, "saved\nand typed\n")
    unsaved = draft(days, "deep-days-2021/18")
    record(days, unsaved, unsaved.text + "new\n")
    days.journal.close()
    after = Vault.open(days.root)
    assert {(found.path, found.recovered) for found in unsaved_notes(after)} == {(PATH, True), (unsaved.path, True)}
    again = open_note(after, PATH)
    assert (again.text, again.recovered, again.version) == ("saved\nand typed\n", True, note.version)
    unsaved = draft(after, "deep-days-2021/18")
    assert unsaved.text.endswith("new\n")
    save(after, again, again.text)
    assert (days.root / PATH).read_text() == "saved\nand typed\n"
    discard(after, unsaved)
    assert unsaved_notes(after) == []


def test_a_recovered_text_over_a_file_that_changed_is_a_conflict(days: Vault) -> None:
    note = save(days, draft(days, KEY), "saved\n")
    record(days, note, "typed\n")
    days.journal.close()
    (days.root / PATH).write_text("theirs\n")
    after = Vault.open(days.root)
    again = open_note(after, PATH)
    assert again.recovered
    with pytest.raises(EditConflictError):
        save(after, again, again.text)
    assert (days.root / PATH).read_text() == "theirs\n"


def test_a_journal_that_says_what_the_disk_says_is_dropped(days: Vault) -> None:
    note = save(days, draft(days, KEY), "saved\n")
    record(days, note, "saved\n")
    days.journal.close()
    after = Vault.open(days.root)
    assert not open_note(after, PATH).recovered
    assert unsaved_notes(after) == []


def test_a_free_note_lies_with_its_conference_or_in_notes(days: Vault) -> None:
    assert new_note(days, "Corridor: a talk", "deep days 2021", AT).path == "Deep Days 2021/Corridor - a talk.md"
    note = new_note(days, "Idea", None, AT)
    assert note.path == "Notes/Idea.md"
    assert split(note.text).fields == {"title": "Idea", "type": "note", "created": "2021-06-01T09:07:12"}
    save(days, note, note.text)
    assert new_note(days, "idea", None, AT).path == "Notes/idea 2.md"
    with pytest.raises(NotFoundError):
        new_note(days, "Idea", "Nowhere", AT)


def test_a_note_that_is_not_there_or_not_utf8(days: Vault) -> None:
    with pytest.raises(NotFoundError):
        open_note(days, "none.md")
    (days.root / "latin.md").write_bytes(b"caf\xe9\n")
    note = open_note(days, "latin.md")
    assert note.read_only
    with pytest.raises(ConfnotesError, match="UTF-8"):
        save(days, note, "x")
    with pytest.raises(ConfnotesError):
        draft(days, "deep-days-2021/none")


def test_a_line_goes_into_the_note_of_the_talk_that_is_on(days: Vault) -> None:
    first = add_line(days, "  - works on [[RNN]]s too  ", None, AT)
    assert (first.path, first.text) == (PATH, "  - works on [[RNN]]s too ^t090712")
    second = add_line(days, "? why\nand how ^t090000", None, AT)
    lines = (days.root / PATH).read_text().splitlines()
    assert lines[first.line - 1] == first.text
    assert lines[second.line - 1 :] == ["? why ^t090713", "and how ^t090000"]
    assert second.talk is not None and second.talk.key == KEY
    assert split((days.root / PATH).read_text()).fields["talk"] == KEY


@pytest.mark.parametrize("above", ["- [ ] read it", "> a quote", "- [ ] read it\nin full", "| a | b |"])
def test_a_line_below_a_task_or_quote_stands_apart_from_it(days: Vault, above: str) -> None:
    days.save("Notes/Pier.md", f"{above}\n", None)
    added = add_line(days, "by the way\n- a point", "Pier", AT)
    lines = (days.root / "Notes/Pier.md").read_text().split(above)[1].splitlines()
    assert lines == ["", "", "by the way ^t090712", "- a point ^t090713"]
    assert added.line == above.count("\n") + 3
    add_line(days, "- another", "Pier", AT)
    assert (days.root / "Notes/Pier.md").read_text().endswith("- a point ^t090713\n- another ^t090714\n")


def test_the_clock_is_the_one_at_the_conference(days: Vault) -> None:
    assert add_line(days, "x", None, datetime(2021, 6, 1, 7, 30, tzinfo=UTC)).text == "x ^t093000"


@pytest.mark.parametrize("before", ["no newline", "with BOM and CRLF\r\n"])
def test_a_line_keeps_the_bytes_before_it(days: Vault, before: str) -> None:
    add_line(days, "x", None, AT)
    file = days.root / PATH
    text = file.read_text().rstrip("\n").replace("\n", "\r\n" if "\r" in before else "\n")
    data = (b"\xef\xbb\xbf" if "BOM" in before else b"") + text.encode()
    file.write_bytes(data)
    add_line(days, "y", None, AT)
    end = b"\r\n" if "\r" in before else b"\n"
    assert file.read_bytes() == data + end + b"y ^t090713" + end


def test_the_note_of_a_talk_is_found_under_any_name(days: Vault) -> None:
    add_line(days, "x", None, AT)
    (days.root / PATH).rename(days.root / "Deep Days 2021/My view.md")
    assert add_line(days, "y", None, AT).path == "Deep Days 2021/My view.md"
    assert not (days.root / PATH).exists()


def test_when_it_is_not_clear_where_the_line_belongs_nothing_is_written(days: Vault) -> None:
    before = sorted(days.root.rglob("*.md"))
    with pytest.raises(NotFoundError) as caught:
        add_line(days, "x", None, datetime(2021, 6, 1, 8, 0))
    assert "--to" in caught.value.hint
    with pytest.raises(ConfnotesError, match="2 talks are on"):
        add_line(days, "x", None, datetime(2021, 6, 1, 10, 10))
    with pytest.raises(UsageError):
        add_line(days, " \n ", None, AT)
    with pytest.raises(NotFoundError):
        add_line(days, "x", "nothing like it", AT)
    assert sorted(days.root.rglob("*.md")) == before
    days.mark("Deep Days 2021", "19", starred=True)
    assert add_line(days, "x", None, datetime(2021, 6, 1, 10, 10)).path.endswith("1000 Height.md")
    assert add_line(days, "x", "width", AT).path.endswith("1000 Width.md")


def test_many_writers_at_once_lose_no_line_and_make_one_note(days: Vault) -> None:
    program = (
        "import sys; from pathlib import Path; from datetime import datetime\n"
        "from confnotes.actions.notes.add_line import add_line; from confnotes.vault.vault import Vault\n"
        "vault = Vault.open(Path(sys.argv[1]))\n"
        "for n in range(25): add_line(vault, f'{sys.argv[2]} {n}', None, datetime(2021, 6, 1, 9, 7, 12))\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(days.root), name], env={**os.environ})
        for name in ("one", "two", "three")
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    notes = [path for path in days.root.rglob("*.md") if path.name != "Deep Days 2021.md"]
    assert [path.name for path in notes] == [Path(PATH).name]
    text = notes[0].read_text()
    lines = [without_stamp(line) for line in text.splitlines()]
    stamps = STAMP.findall(text)
    assert len(stamps) == len(set(stamps)) == 75
    for name in ("one", "two", "three"):
        assert [line for line in lines if line.startswith(f"{name} ")] == [f"{name} {n}" for n in range(25)]


def test_adding_loads_nothing_heavy(days: Vault) -> None:
    add_line(days, "x", None, AT)
    program = (
        "import sys; from pathlib import Path; from datetime import datetime\n"
        "from confnotes.actions.notes.add_line import add_line; from confnotes.vault.vault import Vault\n"
        "add_line(Vault.open(Path(sys.argv[1])), 'y', None, datetime(2021, 6, 1, 9, 7, 12))\n"
        "heavy = {'textual', 'whoosh', 'yaml', 'markdown_it', 'jinja2', 'rapidfuzz', 'hashlib'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy))\n"
    )
    command = [sys.executable, "-c", program, str(days.root)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stderr.strip() == ""
