"""An import that is killed can be undone or completed, and imports into one vault take turns."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from confnotes import notices
from confnotes.actions.check_vault import check
from confnotes.actions.importing import import_program, import_record
from confnotes.actions.importing.import_again import look
from confnotes.actions.importing.open_source import ImportContext
from confnotes.actions.importing.undo_import import undo_last_import
from confnotes.config import state_folder
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError, StoppedError
from confnotes.importers.importer import Hints
from confnotes.vault.vault import Vault
from faults import Faults, Killed

HARBOURS, WELLS = "Harbour Days 2031", "Well Days 2032"
FIRST = ("Ropes", "Tar", "Sails")
CALLS = 400
"""At least the calls to the system that an import of these notes makes."""


def folder_of(tmp_path: Path, name: str, *notes: str) -> Path:
    """A folder with notes of talks, as they are imported."""
    folder = tmp_path / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, note in enumerate(notes):
        head = f"---\nconference: {name}\nspeaker: Ann Knot\ndate: 2031-05-1{number}\n---\n"
        (folder / f"{note}.md").write_text(f"{head}# {note}\n\nsaid about {note}\n", encoding="utf-8")
    return folder


def bring(vault: Vault, *folders: Path, asked: ImportContext | None = None) -> None:
    previews = look(vault, [str(folder) for folder in folders], Hints(), anyway=True).previews
    import_program.write(vault, previews, asked)


def kill(vault: Vault, folder: Path, at: int) -> bool:
    """Import the folder, and kill the program at its call of that number; whether it came so far."""
    previews = look(vault, [str(folder)], Hints(), anyway=True).previews
    faults = Faults(at, kill=True)
    with suppress(Killed), faults.inside():
        import_program.write(vault, previews)
    return faults.is_dead


def files(vault: Vault) -> dict[str, bytes]:
    """The files of the vault, once the next start has cleared what is in the making."""
    Vault.open(vault.root).settle()
    return {
        path.relative_to(vault.root).as_posix(): path.read_bytes()
        for path in vault.root.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


@pytest.mark.parametrize("name", [HARBOURS, WELLS])
def test_undo_after_a_kill_undoes_what_was_killed_and_never_the_complete_import_before(
    tmp_path: Path, name: str
) -> None:
    empty = files(Vault.create(tmp_path / "plain"))
    seen = set()
    for at in range(1, CALLS, 13):
        vault = Vault.create(tmp_path / f"vault {at}")
        bring(vault, folder_of(tmp_path, HARBOURS, *FIRST))
        complete = files(vault)
        was_killed = kill(vault, folder_of(tmp_path, name, *FIRST, "Knots"), at)
        has_written = files(vault) != complete
        undo_last_import(Vault.open(vault.root))
        assert files(vault) == (complete if has_written else empty), at
        (tmp_path / HARBOURS / "Knots.md").unlink(missing_ok=True)
        seen.add((was_killed, has_written))
    assert seen == {(True, False), (True, True), (False, True)}


def test_an_import_that_completes_a_killed_one_is_undone_with_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, HARBOURS, *FIRST, "Knots")
    completed = 0
    for at in range(1, CALLS, 23):
        vault = Vault.create(tmp_path / f"vault {at}")
        empty = files(vault)
        kill(vault, folder, at)
        completed += files(vault) != empty
        bring(Vault.open(vault.root), folder)
        assert len(vault.written_notes(HARBOURS)) == 4
        undo_last_import(Vault.open(vault.root))
        assert files(vault) == empty, at
        with pytest.raises(NotFoundError):
            undo_last_import(vault)
    assert completed


def killed_halfway(vault: Vault, folder: Path) -> None:
    """Leave the vault with a part of an import, whose program is written."""
    program, at = vault.root / folder.name / "program.yaml", 1
    before = program.read_bytes() if program.exists() else None
    while (program.read_bytes() if program.exists() else None) == before:
        assert kill(vault, folder, at)
        at += 5


def test_the_doctor_and_the_next_import_of_another_conference_tell_of_a_killed_one(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    killed_halfway(vault, folder_of(tmp_path, HARBOURS, *FIRST))
    (problem,) = [one for one in check(vault) if one.message.startswith("interrupted")]
    assert problem.message == f"interrupted: import into {HARBOURS}"
    assert problem.remedy == "Import it again to complete it, or undo it with `confnotes import --undo`."
    told: list[str] = []
    with notices.listen(told.append):
        bring(vault, folder_of(tmp_path, WELLS, *FIRST))
    assert told == [f"an earlier import into {HARBOURS} was interrupted: import it again"]
    assert not [one for one in check(vault) if one.message.startswith("interrupted")]


def test_a_killed_import_with_a_changed_file_is_not_undone_and_the_error_says_what_to_do(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    folder = folder_of(tmp_path, HARBOURS, *FIRST)
    bring(vault, folder)
    killed_halfway(vault, folder_of(tmp_path, HARBOURS, *FIRST, "Knots"))
    program = vault.root / HARBOURS / "program.yaml"
    program.write_text(program.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    before = files(vault)
    with pytest.raises(ConflictError, match=r"program\.yaml changed since the import") as error:
        undo_last_import(vault)
    assert error.value.hint == "Nothing was undone. Import it again to complete it."
    assert files(vault) == before
    bring(vault, folder)
    assert len(vault.written_notes(HARBOURS)) == 4


def test_an_import_that_fails_leaves_the_one_before_as_the_last(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    empty = files(vault)
    bring(vault, folder_of(tmp_path, HARBOURS, *FIRST))
    complete = files(vault)

    def stop(what: str, _done: int, _total: int) -> None:
        if what == "writing":
            raise StoppedError

    with pytest.raises(StoppedError):
        bring(vault, folder_of(tmp_path, WELLS, *FIRST), asked=ImportContext(stop))
    assert files(vault) == complete
    undo_last_import(vault)
    assert files(vault) == empty


def test_an_undo_that_was_killed_is_completed_by_the_next_one(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, HARBOURS, *FIRST, "Knots")
    for at in range(1, CALLS, 23):
        vault = Vault.create(tmp_path / f"vault {at}")
        empty = files(vault)
        bring(vault, folder)
        with suppress(Killed), Faults(at, kill=True).inside():
            undo_last_import(vault)
        with suppress(NotFoundError):  # it was done
            undo_last_import(Vault.open(vault.root))
        assert files(vault) == empty, at


class Stage:
    """An import in a thread that stops in the middle of its writing until it may go on."""

    def __init__(self, vault: Vault, folder: Path) -> None:
        self.is_writing, self.may_go_on = Event(), Event()
        self._thread = Thread(
            target=bring, args=(Vault.open(vault.root), folder), kwargs={"asked": ImportContext(self._step)}
        )

    def _step(self, what: str, _done: int, _total: int) -> None:
        if what == "writing":
            self.is_writing.set()
            assert self.may_go_on.wait(30)

    def __enter__(self) -> Stage:
        self._thread.start()
        assert self.is_writing.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self.may_go_on.set()
        self._thread.join()


@pytest.mark.parametrize("name", [HARBOURS, WELLS])
def test_an_import_waits_for_another_one_and_both_are_there_with_their_notes(tmp_path: Path, name: str) -> None:
    vault = Vault.create(tmp_path / "vault")
    first, second = folder_of(tmp_path / "first", HARBOURS, *FIRST), folder_of(tmp_path, name, *FIRST, "Knots")
    said: list[str] = []
    with Stage(vault, first) as stage:

        def told(what: str, _done: int, _total: int) -> None:
            said.append(what)
            stage.may_go_on.set()

        bring(vault, second, asked=ImportContext(told))
    assert said[0] == "waiting for another import to end"
    notes = vault.written_notes(HARBOURS, WELLS)
    talks = [talk for conference in vault.conferences() for talk in vault.program(conference).talks()]
    assert len(notes) == len(talks) == (4 if name == HARBOURS else 7)


def test_an_import_that_does_not_end_and_undo_meanwhile_are_refused_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault.create(tmp_path / "vault")
    monkeypatch.setattr(import_record, "_WAIT", 0.3)
    with Stage(vault, folder_of(tmp_path, HARBOURS, *FIRST)):
        before = files(vault)
        for act in (lambda: bring(vault, folder_of(tmp_path, WELLS, *FIRST)), lambda: undo_last_import(vault)):
            with pytest.raises(ConflictError, match="another import into this vault is running") as error:
                act()
            assert error.value.hint == "Nothing was changed. Try again when it has ended."
            assert files(vault) == before


def test_without_room_for_its_record_an_import_is_written_and_cannot_be_undone_later(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    for kind in ("imported", "importing"):
        (state_folder() / kind).write_text("in the way", encoding="utf-8")
    bring(vault, folder_of(tmp_path, HARBOURS, *FIRST))
    assert len(vault.written_notes(HARBOURS)) == 3
    with pytest.raises(ConfnotesError, match="no import to undo"):
        undo_last_import(vault)
