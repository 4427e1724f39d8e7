"""The note in other hands: the user's own editor, and two versions that are in each other's way."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from confnotes.actions.notes.edit_file import chosen_editor_command, editor_command, open_in_editor
from confnotes.errors import ConfnotesError
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.note.versions import VersionsScreen, both_passages, changes, versions_lines
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, on_screen, settled, text_of, warning_on
from terminal import CONFNOTES, Terminal, environment_of
from tui.test_note import HEAD, NOTE, SMALL, WIDE, screen_of, until_saved

ADDS_A_LINE = 'import sys; open(sys.argv[-1], "a").write("from the editor " + " ".join(sys.argv[1:-1]) + "\\n")'


@pytest.fixture
def note(vault: Vault) -> Path:
    path = vault.root / NOTE
    path.write_text(f"{HEAD}one\ntwo\nthree\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("vim", ["vim", "+7", "FILE"]),
        ("/usr/bin/nano -w", ["/usr/bin/nano", "-w", "+7", "FILE"]),
        ("code", ["code", "--wait", "--goto", "FILE:7"]),
        ("code -w", ["code", "-w", "--goto", "FILE:7"]),
        ("'my editor' --flag", ["my editor", "--flag", "FILE"]),
        ("vim; rm -rf x", ["vim;", "rm", "-rf", "x", "FILE"]),
    ],
)
def test_an_editor_opens_at_the_line_where_it_is_known_how(chosen: str, expected: list[str], tmp_path: Path) -> None:
    file = tmp_path / "a note.md"
    given = editor_command(chosen, file, 7)
    assert given == [part.replace("FILE", str(file.resolve())) for part in expected]


def test_an_editor_that_is_missing_fails_or_is_not_set_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(ConfnotesError, match="cannot start the editor"):
        open_in_editor("no-such-editor-here", tmp_path / "x.md")
    with pytest.raises(ConfnotesError, match="exited with code 3"):
        open_in_editor(f"{sys.executable} -c 'raise SystemExit(3)'", tmp_path / "x.md")
    with pytest.raises(ConfnotesError, match="cannot parse the editor"):
        open_in_editor("vim 'open quote", tmp_path / "x.md")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", " ")
    with pytest.raises(ConfnotesError, match="no editor set"):
        chosen_editor_command()


def terminal(vault: Vault, tmp_path: Path, editor: str) -> Terminal:
    return Terminal(
        [*CONFNOTES, "--vault", str(vault.root)],
        folder=tmp_path,
        environment=environment_of(tmp_path, EDITOR=editor),
    )


def the_note(vault: Vault) -> Path:
    return next((vault.root / CONFERENCE).glob("2031-05-12 *.md"))


def test_a_draft_goes_to_the_users_editor_and_comes_back_as_one_step(vault: Vault, tmp_path: Path) -> None:
    script = tmp_path / "editor.py"
    script.write_text(ADDS_A_LINE, encoding="utf-8")
    with terminal(vault, tmp_path, f"{sys.executable} {script} --flag") as screen:
        screen.wait_for("Tides in Memory")
        screen.press("enter")
        screen.wait_for("not saved yet")
        screen.press("\x07E")
        screen.wait_for("from the editor --flag")
        screen.wait_for("Loaded changes from python")
        assert "from the editor --flag" in the_note(vault).read_text(encoding="utf-8")
        screen.type("more")
        screen.press("\x1a", "\x1a")
        screen.wait_until(lambda: "from the editor" not in screen.text, "the text before")
        screen.press("ctrl+q")
        assert screen.wait_for_end() == 0
    assert "from the editor" not in the_note(vault).read_text(encoding="utf-8")


def test_a_failing_editor_is_reported_in_one_line_and_the_note_stays_open(vault: Vault, tmp_path: Path) -> None:
    with terminal(vault, tmp_path, "no-such-editor-here") as screen:
        screen.wait_for("Tides in Memory")
        screen.press("enter")
        screen.wait_for("not saved yet")
        screen.type("kept")
        screen.press("\x07E")
        screen.wait_for("annot start the editor")
        screen.type(" on")
        screen.press("ctrl+q")
        assert screen.wait_for_end() == 0
    assert "kept on" in the_note(vault).read_text(encoding="utf-8")


@contextmanager
def in_vim(vault: Vault, tmp_path: Path) -> Iterator[Terminal]:
    """Vim at the first of two lines that were typed into the current note."""
    with terminal(vault, tmp_path, "vim --clean") as screen:
        screen.wait_for("Tides in Memory")
        screen.press("enter")
        screen.wait_for("Speakers")
        screen.type("one\rtwo")
        screen.press("up", "\x07E")
        screen.wait_for("All")
        yield screen


@pytest.mark.needs("vim")
def test_vim_opens_at_the_line_and_ctrl_c_in_it_is_vims_own(vault: Vault, tmp_path: Path) -> None:
    with in_vim(vault, tmp_path) as screen:
        screen.press("I", "in vim ", "\x03", ":", "w", "q", "enter")
        screen.wait_for("Loaded changes from vim")
        screen.wait_for("in vim one")
        screen.press("end", "!")
        screen.press("ctrl+q")
        assert screen.wait_for_end() == 0
    text = the_note(vault).read_text(encoding="utf-8")
    assert re.search(r"in vim one! \^t1010\d\d\ntwo", text)


@pytest.mark.needs("vim")
def test_words_that_vim_appends_behind_a_timestamp_stand_before_it_again(vault: Vault, tmp_path: Path) -> None:
    with in_vim(vault, tmp_path) as screen:
        screen.press("A", ", and more", "\x1b", ":", "w", "q", "enter")
        screen.wait_for("Loaded changes from vim")
        screen.wait_for("one, and more")
        screen.press("ctrl+q")
        assert screen.wait_for_end() == 0
    assert re.search(r"one, and more \^t1010\d\d\ntwo", the_note(vault).read_text(encoding="utf-8"))


# Two versions


async def conflict(app: ConfnotesApp, pilot: Pilot[None], note: Path) -> None:
    """Both sides change the same line, and the person asks to see it."""
    app.open_path(NOTE, 6)
    await settled(pilot)
    await pilot.press("end", *" mine")
    note.write_text(f"{HEAD}one\ntwo theirs\nthree\nfour\n", encoding="utf-8")
    screen_of(app).save_now()
    await pilot.press("ctrl+s")
    await settled(pilot)
    assert isinstance(app.screen, VersionsScreen)


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_both_versions_are_shown_with_what_differs_marked(
    vault: Vault, note: Path, size: tuple[int, int]
) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=size) as pilot:
        await conflict(app, pilot, note)
        assert isinstance(app.screen, VersionsScreen)
        seen = text_of(app.screen.pane)
        marked = [part.split("▎")[1].strip() for line in seen.split("\n") for part in line.split("│") if "▎" in part]
        assert marked == ["two mine", "two theirs", "four"]
        assert "Yours" in seen and "On disk" in seen and "three" in seen
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press(*"!")
        assert "ctrl+s to choose" in warning_on(screen_of(app))
        assert note.read_text(encoding="utf-8").endswith("four\n")


async def test_a_note_that_was_deleted_while_one_types_is_written_again_and_says_so(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE, 6)
        await settled(pilot)
        await pilot.press("end", *" mine")
        note.unlink()
        screen_of(app).save_now()
        assert "confnotes wrote it again" in screen_of(app).line.message
        await until_saved(pilot, screen_of(app))
        assert "mine" in note.read_text(encoding="utf-8")


async def test_a_conflict_that_was_left_for_later_is_told_when_one_quits(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        await conflict(app, pilot, note)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("ctrl+o")  # shows both versions again
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert not isinstance(app.screen, NoteScreen)
        assert [one.message for one in app.closed_unsaved.values()] == [
            f"Not saved: {NOTE}: another program also changed it"
        ]
        app.open_path(NOTE)
        await settled(pilot)
        assert not app.closed_unsaved
        app.save_everything()


async def test_both_passages_can_stand_in_the_text_and_that_is_undone_in_one_step(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        await conflict(app, pilot, note)
        await pilot.press("enter")
        await settled(pilot)
        await until_saved(pilot, screen_of(app))
        assert note.read_text(encoding="utf-8") == f"{HEAD}one\ntwo mine\ntwo theirs\nthree\nfour\n"
        await pilot.press("ctrl+z")
        assert screen_of(app).editor.text == "one\ntwo mine\nthree\n"


async def test_a_version_that_changed_again_is_shown_again_before_anything_is_replaced(
    vault: Vault, note: Path
) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        await conflict(app, pilot, note)
        note.write_text(f"{HEAD}one\ntwo theirs again\nthree\n", encoding="utf-8")
        screen = next(one for one in app.screen_stack if isinstance(one, NoteScreen))
        screen.edited.keeper.look()
        await pilot.pause(0.3)
        await pilot.press("m")
        await settled(pilot)
        assert "theirs again" in note.read_text(encoding="utf-8")
        assert "ctrl+s to choose" in warning_on(screen_of(app))


def test_everything_of_both_is_in_the_joined_text() -> None:
    assert both_passages("a\nb\nc\n", "a\nx\nc\nd\n") == "a\nb\nx\nc\nd\n"
    assert both_passages("", "new") == "new"


def test_long_stretches_that_are_the_same_are_left_out_of_the_picture() -> None:
    same = [f"line {number}" for number in range(40)]
    lines = versions_lines(changes("\n".join([*same, "x", *same]), "\n".join([*same, "y", *same])))(80)
    text = "\n".join("".join(part.text for part in line).rstrip() for line in lines)
    assert "… 38 unchanged lines" in text and len(lines) == 10


async def test_a_warning_at_the_top_leaves_the_typed_line_on_the_screen(vault: Vault, note: Path) -> None:
    text = "".join(f"line {number}\n" for number in range(60))
    note.write_text(f"{HEAD}{text}last", encoding="utf-8")
    async with on_screen(vault, size=SMALL) as (app, pilot):
        app.open_path(NOTE)
        await settled(pilot)
        await pilot.press("ctrl+end", *" mine")
        note.write_text(f"{HEAD}{text}last of theirs", encoding="utf-8")
        screen_of(app).save_now()
        await settled(pilot)
        assert "ctrl+s to choose" in warning_on(screen_of(app))
        editor = screen_of(app).editor
        assert editor.region.contains_point(editor.cursor_screen_offset)
