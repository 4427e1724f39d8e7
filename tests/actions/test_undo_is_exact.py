"""Undo gives every file the bytes that it had, and never takes away what somebody wrote meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from confnotes.actions.importing import match_notes
from confnotes.actions.links import rewrite
from confnotes.actions.links.link_mentions import find_unlinked_mentions, link
from confnotes.actions.links.rename import plan_note
from confnotes.actions.links.rename_person import plan_person
from confnotes.actions.links.rewrite import Renaming
from confnotes.actions.notes import move_lines
from confnotes.actions.notes.note_versions import delete, plan_deletion, undelete
from confnotes.actions.notes.tags import plan_retag, retag
from confnotes.actions.people import same_person
from confnotes.actions.program.hide_track import hide_track
from confnotes.actions.program.mark_talk import apply_mark_changes, change_mark
from confnotes.actions.program.own_entry import OwnEntry, add_entry, put_entry, remove_entry
from confnotes.errors import ConfnotesError
from confnotes.model.mark import FLAGS, Mark
from confnotes.model.program import Conference, Program, Session, Speaker, Talk
from confnotes.vault.marks_file import HEAD
from confnotes.vault.vault import Vault
from examples import examples
from program_files import save_program

SHORE, BOATS, FOG = "Shore Days", "shore-days/boats", "shore-days/fog"
NOTE = f"{SHORE}/2031-05-12 1000 Slow Boats.md"
FREE, PERSON, OTHER = "Notes/The Fog.md", "People/Ada Example.md", "Harbour.md"
LINES = (
    "oars ^t100100",
    "- light ^t100801",
    "  - of a lamp",
    "? who pays for drift ^t100900",
    "- [ ] read it #time",
    "#time/hybrid and #tide",
    "see [[The Fog]] and [[The Fog|it]]",
    "The Fog, by Ada Example",
    "@Ada Example asked @Bo-Sample",
    "",
    "## Ends",
)
FRONTS = ("", "---\ntitle: Mine\n---\n", "---\ntags: [time, tide]\n# mine\n---\n\n", "---\nrating: 3\n---\n")
MARK_LINES = ("# mine\n", '"boats": {starred: true, rating: 4}\n', '"fog": {attended: true}\n', '"z": {later: true}\n')


def clock(text: str) -> datetime:
    hour, minute = text.split(":")
    return datetime(2031, 5, 12, int(hour), int(minute))


PROGRAM = Program(
    Conference(SHORE, timezone="Europe/Lisbon"),
    (
        Session(
            "Morning",
            talks=(
                Talk("Slow Boats", "boats", start=clock("10:00"), end=clock("10:30"), room="Pier"),
                Talk("Fog", "fog", start=clock("10:00"), end=clock("10:30"), speakers=(Speaker("Ada Example"),)),
                Talk("Tides", "tides", start=clock("11:00"), end=clock("11:30"), speakers=(Speaker("A. Example"),)),
            ),
        ),
    ),
)

Undo = Callable[[], object]


@st.composite
def files_of_a_vault(draw: st.DrawFn) -> dict[str, bytes]:
    """Notes as people write them, in any line ends, and marks as confnotes does."""
    found = {}
    for path in (NOTE, FREE, PERSON, OTHER):
        front = f"---\ntalk: {BOATS}\n---\n" if path == NOTE else draw(st.sampled_from(FRONTS))
        body = "\n".join(draw(st.lists(st.sampled_from(LINES), max_size=6))) + draw(st.sampled_from(["", "\n"]))
        text = (front + body).replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
        found[path] = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()
    marks = draw(st.lists(st.sampled_from(MARK_LINES), unique=True, max_size=4))
    if marks:
        text = HEAD + "".join(sorted(marks, reverse=True)[::-1])
        found[f"{SHORE}/marks.yaml"] = draw(st.sampled_from([text, text.removesuffix("\n")])).encode()
    return found


def marked(vault: Vault, data: st.DataObject) -> Undo:
    key, mark = data.draw(st.sampled_from([BOATS, FOG])), data.draw(st.sampled_from([*FLAGS, Mark.RATING]))
    done = change_mark(vault, key, mark, data.draw(st.integers(0, 5)) if mark is Mark.RATING else None)
    return lambda: apply_mark_changes(vault, [done.inverse])


def moved(vault: Vault, data: st.DataObject) -> Undo:
    span = data.draw(st.sampled_from([timedelta(minutes=5), timedelta(hours=1), None]))
    done = move_lines.plan(vault, data.draw(st.sampled_from([NOTE, OTHER])), FOG, span, clock("10:10"))
    move_lines.move(vault, done)
    return lambda: move_lines.take_back(vault, done, clock("10:11"))


def attached(vault: Vault, data: st.DataObject) -> Undo:
    done = match_notes.attach(vault, data.draw(st.sampled_from([FREE, OTHER])), FOG)
    return lambda: match_notes.detach(vault, done)


def rewritten(vault: Vault, renaming: Renaming) -> Undo:
    rewrite.apply(vault, renaming)
    return lambda: rewrite.take_back(vault)


def renamed(vault: Vault, data: st.DataObject) -> Undo:
    return rewritten(vault, plan_note(vault, data.draw(st.sampled_from([FREE, OTHER])), "Mist"))


def renamed_a_person(vault: Vault, data: st.DataObject) -> Undo:
    return rewritten(
        vault, plan_person(vault, "Ada Example", data.draw(st.sampled_from(["Ada Exemplar", "A. B. Example"])))
    )


def linked(vault: Vault, data: st.DataObject) -> Undo:
    return rewritten(vault, link(vault, find_unlinked_mentions(vault, data.draw(st.sampled_from([FREE, PERSON])))))


def retagged(vault: Vault, data: st.DataObject) -> Undo:
    retag(vault, plan_retag(vault, "time", data.draw(st.sampled_from(["clocks", "tide"]))))
    return lambda: rewrite.take_back(vault)


def merged(vault: Vault, data: st.DataObject) -> Undo:
    if data.draw(st.booleans()):
        same_person.refuse(vault, "Ada Example", "A. Example")
        return lambda: same_person.propose_again(vault, "Ada Example", "A. Example")
    same_person.accept(vault, "Ada Example", "A. Example")
    return lambda: same_person.separate(vault, "Ada Example", "A. Example")


def met(vault: Vault, data: st.DataObject) -> Undo:
    at = data.draw(st.sampled_from(["09:00", "10:15", "12:00"]))
    key = add_entry(vault, SHORE, OwnEntry("Lunch", clock(at), clock(at) + timedelta(hours=1), "Bar K"))
    return lambda: remove_entry(vault, SHORE, key.partition("/")[2])


def met_no_more(vault: Vault, data: st.DataObject) -> Undo:
    assume(b"# mine" not in (vault.root / SHORE / "marks.yaml").read_bytes())  # it may belong to another line then
    taken = remove_entry(
        vault, SHORE, data.draw(st.sampled_from(["own-20310512T0930-breakfast", "own-20310512T1200-tea"]))
    )
    return lambda: put_entry(vault, SHORE, taken)


def hidden(vault: Vault, data: st.DataObject) -> Undo:
    track = data.draw(st.sampled_from(["Go", "Rust: systems"]))
    hide_track(vault, SHORE, track)
    return lambda: hide_track(vault, SHORE, track, on=False)


def deleted(vault: Vault, data: st.DataObject) -> Undo:
    path = data.draw(st.sampled_from([NOTE, FREE, OTHER]))
    delete(vault, plan_deletion(vault, path))
    return lambda: undelete(vault, path)


ACTIONS = (
    *(marked, moved, attached, renamed, renamed_a_person, linked, retagged),
    *(merged, met, met_no_more, hidden, deleted),
)


def begun(root: Path, files: dict[str, bytes]) -> Vault:
    """A vault with a program, two entries of one's own and these files."""
    vault = Vault.create(root / "vault")
    save_program(vault, SHORE, PROGRAM)
    for title, start in (("Breakfast", "09:30"), ("Tea", "12:00")):
        add_entry(vault, SHORE, OwnEntry(title, clock(start), clock(start) + timedelta(minutes=30)))
    for path, data in files.items():
        if not path.endswith("marks.yaml"):
            (vault.root / path).parent.mkdir(exist_ok=True)
            (vault.root / path).write_bytes(data)
    marks = vault.root / SHORE / "marks.yaml"
    own = [line for line in marks.read_text().splitlines() if line.startswith('"own')]
    others = files.get(f"{SHORE}/marks.yaml", HEAD.encode()).decode()
    lines = sorted([*own, *others.removeprefix(HEAD).splitlines()])
    marks.write_text(HEAD + "\n".join(lines) + "\n" * others.endswith("\n"))
    return Vault.open(vault.root)


def everything(vault: Vault) -> dict[str, bytes]:
    """All files with their bytes, and the folders."""
    found = sorted(path for path in vault.root.rglob("*") if path.name != ".lock")
    return {str(path.relative_to(vault.root)): path.read_bytes() if path.is_file() else b"" for path in found}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda one: one.__name__)
def test_undo_gives_every_file_its_bytes_back(
    monkeypatch: pytest.MonkeyPatch, action: Callable[[Vault, st.DataObject], Undo]
) -> None:
    @settings(max_examples=examples(16))
    @given(files=files_of_a_vault(), data=st.data())
    def undone(files: dict[str, bytes], data: st.DataObject) -> None:
        with TemporaryDirectory() as folder:
            monkeypatch.setenv("XDG_STATE_HOME", f"{folder}/state")
            vault = begun(Path(folder), files)
            before = everything(vault)
            try:
                undo = action(vault, data)
            except ConfnotesError:
                assert everything(vault) == before  # there is nothing to do, such as no lines to move
                return
            undo()
            assert everything(vault) == before

    undone()


def edited(data: bytes, first: bool) -> bytes:
    """The file after somebody wrote a line at its beginning or end."""
    line = b"# mine too\n"
    return line + data.removeprefix(b"\xef\xbb\xbf") if first else data + b"\n" * (not data.endswith(b"\n")) + line


@pytest.mark.parametrize("action", ACTIONS, ids=lambda one: one.__name__)
def test_undo_keeps_what_somebody_wrote_meanwhile_or_refuses_in_a_line(
    monkeypatch: pytest.MonkeyPatch, action: Callable[[Vault, st.DataObject], Undo]
) -> None:
    @settings(max_examples=examples(16))
    @given(files=files_of_a_vault(), data=st.data())
    def undone(files: dict[str, bytes], data: st.DataObject) -> None:
        with TemporaryDirectory() as folder:
            monkeypatch.setenv("XDG_STATE_HOME", f"{folder}/state")
            vault = begun(Path(folder), files)
            before = everything(vault)
            try:
                undo = action(vault, data)
            except ConfnotesError:
                return
            done = everything(vault)
            changed = sorted(path for path in done if done[path] != before.get(path))
            if not changed:
                return
            path = data.draw(st.sampled_from(changed))
            (vault.root / path).write_bytes(edited(done[path], data.draw(st.booleans())))
            meanwhile = everything(vault)
            try:
                undo()
            except ConfnotesError as error:
                assert everything(vault) == meanwhile
                assert "\n" not in error.message
            else:
                assert b"# mine too" in b"".join(everything(vault).values())

    undone()


def test_a_mark_that_was_changed_otherwise_meanwhile_is_left_as_it_is(vault: Vault) -> None:
    save_program(vault, SHORE, PROGRAM)
    done = change_mark(vault, FOG, Mark.RATING, 3)
    change_mark(vault, FOG, Mark.RATING, 5)
    with pytest.raises(ConfnotesError, match="the marks of “Fog” changed since"):
        apply_mark_changes(vault, [done.inverse])
    assert vault.marks(SHORE).ratings == {"fog": 5}


def test_a_rating_that_the_note_states_holds_again_after_undo(vault: Vault) -> None:
    save_program(vault, SHORE, PROGRAM)
    vault.save(NOTE, f"---\ntalk: {BOATS}\nrating: 3\n---\n", None)
    done = change_mark(vault, BOATS, Mark.RATING, 5)
    apply_mark_changes(vault, [done.inverse])
    assert done.before == 3
    assert not (vault.root / SHORE / "marks.yaml").exists()
