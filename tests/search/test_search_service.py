"""Search that stays open: what was just saved is found, nobody waits, and every save reaches the disk."""

from __future__ import annotations

import errno
import gc
import os
import shutil
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator

import pytest

from confnotes.catalogue.searching import search_service as finding
from confnotes.catalogue.searching.find import find, open_finder
from confnotes.catalogue.searching.search_service import SearchService
from confnotes.catalogue.searching.searchable import Harvester, index_store
from confnotes.catalogue.searching.update_index import update, update_beside
from confnotes.model.hit import HitKind, Hits
from confnotes.search import store
from confnotes.search import update as updating
from confnotes.search.update import IndexReport
from confnotes.vault.vault import Vault
from confnotes.wanted import while_wanted
from search_vault import NEURIPS, NEURIPS_PROGRAM, put


@pytest.fixture
def finder(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Iterator[SearchService]:
    monkeypatch.setattr(finding, "COMMIT_SECONDS", 0.1)
    monkeypatch.setattr(finding, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(finding, "_LOCK_SECONDS", 0.05)
    update(vault)
    finder = open_finder(vault)
    yield finder
    finder.close()


def soon(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


def committed(vault: Vault) -> bool:
    index, damaged = updating.open_or_empty(index_store(vault))
    return not damaged and not updating.changes(index, vault.files())


def test_the_word_being_typed_finds_what_begins_so(finder: SearchService) -> None:
    assert finder.find("legen").hits[0].title == "Legendre Memory Units"
    assert finder.find("speaker:bengtsson eqp").hits[0].title == "Gradients of Equilibrium Prop"
    assert finder.find("s").total > 0


def test_when_that_finds_nothing_every_word_may_be_unfinished(finder: SearchService) -> None:
    hits = finder.find("legen mem")
    assert hits.hits[0].title == "Legendre Memory Units"
    assert hits.explanation == "text has “legen…” and text has “mem…”"


def test_a_saved_note_is_found_at_once_and_committed_soon(finder: SearchService, vault: Vault) -> None:
    put(vault, "Notes/Fresh.md", "zebra crossing\n")
    finder.note_saved("Notes/Fresh.md")
    assert finder.find("zebra").total == 1
    put(vault, "Notes/Fresh.md", "yak shaving\n")
    finder.note_saved("Notes/Fresh.md")
    assert (finder.find("zebra").total, finder.find("yak").total) == (0, 1)
    assert soon(lambda: committed(vault))
    assert finder.find("yak").total == 1


def test_of_a_note_saved_again_and_again_only_the_last_is_kept_in_memory(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "COMMIT_SECONDS", 60.0)
    update(vault)
    finder = open_finder(vault)
    committed_parts = len(finder.index().parts)
    for number in range(5):
        put(vault, "Notes/Fresh.md", f"zebra crossing {number}\n")
        finder.note_saved("Notes/Fresh.md")
        assert finder.find("zebra").total == 1
    assert len(finder.index().parts) == committed_parts + 1
    finder.close()


def test_a_deleted_note_is_gone_at_once(finder: SearchService, vault: Vault) -> None:
    (vault.root / "Notes/Tools.md").unlink()
    finder.note_saved("Notes/Tools.md")
    assert finder.find("kernels").total == 0
    assert soon(lambda: committed(vault))


def test_an_edited_program_reaches_the_notes_of_its_talks(finder: SearchService, vault: Vault) -> None:
    put(vault, "NeurIPS 2019/program.yaml", NEURIPS_PROGRAM.replace("Yoko Bengtsson", "Grace Hoppman"))
    finder.note_saved("NeurIPS 2019/program.yaml")
    assert [hit.kind for hit in finder.find("speaker:hoppman kind:note").hits] == ["note"]


def test_what_a_conference_says_of_itself_reaches_its_talks_for_good(finder: SearchService, vault: Vault) -> None:
    def talks(hits: Hits) -> list[str]:
        return [hit.title for hit in hits.hits if hit.kind is HitKind.TALK]

    page, day = "NeurIPS 2019/NeurIPS 2019.md", "date:2019-12-10"
    assert talks(finder.find(day))
    put(vault, page, NEURIPS.replace("America/Vancouver", "Asia/Tokyo"))
    finder.note_saved(page)
    assert not talks(finder.find(day))
    assert soon(lambda: committed(vault))
    assert not talks(finder.find(day))
    assert not talks(find(Vault.open(vault.root), day)), "on the disk as well"


def test_the_talks_of_a_conference_are_found_when_its_page_is_deleted(finder: SearchService, vault: Vault) -> None:
    page = "NeurIPS 2019/NeurIPS 2019.md"
    (vault.root / page).unlink()
    finder.note_saved(page)
    assert finder.find("legendre").exact
    assert soon(lambda: committed(vault))
    assert finder.find("legendre").exact


def test_a_search_at_the_moment_of_a_commit_takes_nothing_from_it(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "COMMIT_SECONDS", 60.0)
    page, day = "NeurIPS 2019/NeurIPS 2019.md", "date:2019-12-10 kind:talk -kind:note"
    update(vault)
    finder = open_finder(vault)
    commit = finder._commit

    def search_and_commit(paths: set[str]) -> None:
        finder.find(day)
        commit(paths)

    monkeypatch.setattr(finder, "_commit", search_and_commit)
    assert find(vault, day).exact
    put(vault, page, NEURIPS.replace("America/Vancouver", "Asia/Tokyo"))
    finder.note_saved(page)
    finder.close()
    assert not find(Vault.open(vault.root), day).exact


def test_a_note_saved_again_while_all_files_are_read_is_committed_in_the_end(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "COMMIT_SECONDS", 60.0)
    update(vault)
    finder = open_finder(vault)
    put(vault, "Notes/Fresh.md", "zebra crossing\n")
    finder.note_saved("Notes/Fresh.md")

    def save_again(done: int, total: int) -> None:
        put(vault, "Notes/Fresh.md", "yak shaving\n")
        finder.note_saved("Notes/Fresh.md")
        assert finder.find("yak").total == 1

    reports: list[IndexReport | None] = []
    finder.refresh(save_again, reports.append)
    assert soon(lambda: bool(reports))
    assert finder.find("yak").total == 1
    finder.close()
    assert committed(vault)


def test_what_another_process_did_is_found_after_a_refresh(finder: SearchService, vault: Vault) -> None:
    put(vault, "Notes/Elsewhere.md", "written by vim\n")
    reports: list[IndexReport | None] = []
    seen: list[tuple[int, int]] = []
    finder.refresh(lambda *now: seen.append(now), reports.append)
    assert soon(lambda: bool(reports))
    assert reports[0] is not None and reports[0].added == 1
    assert seen == [(1, 1)]
    assert finder.find("vim").total == 1


def test_what_another_process_committed_is_taken_over(finder: SearchService, vault: Vault) -> None:
    put(vault, "Notes/Elsewhere.md", "written by vim\n")
    find(vault, "vim")
    assert soon(lambda: finder.find("vim").total == 1)


def test_an_index_that_is_made_anew_is_taken_over_however_soon_after_the_last(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)  # no time passes between two commits
    update(vault)
    finder = open_finder(vault)
    assert finder.find("legendre").total
    (vault.root / "NeurIPS 2019" / "program.yaml").unlink()
    update(vault, rebuild=True)
    assert not find(vault, "kind:talk").total, "this search compared the files and said so to those that come"
    finder.refresh()
    assert soon(lambda: not finder.find("kind:talk").total)
    finder.close()


def test_a_held_lock_hinders_nobody_and_the_note_is_committed_later(finder: SearchService, vault: Vault) -> None:
    with index_store(vault).locked(1):
        put(vault, "Notes/Fresh.md", "zebra crossing\n")
        finder.note_saved("Notes/Fresh.md")
        assert finder.find("zebra").total == 1
        time.sleep(0.5)
        assert not committed(vault)
    assert soon(lambda: committed(vault))


def test_closing_commits_what_was_saved_last(vault: Vault) -> None:
    update(vault)
    finder = open_finder(vault)
    put(vault, "Notes/Fresh.md", "zebra crossing\n")
    finder.note_saved("Notes/Fresh.md")
    finder.close()
    assert committed(vault)


def test_a_damaged_index_is_built_again_while_the_program_runs(finder: SearchService, vault: Vault) -> None:
    for path in index_store(vault).folder.glob("*.seg"):
        path.unlink()
    put(vault, "Notes/Fresh.md", "zebra crossing\n")
    finder.note_saved("Notes/Fresh.md")
    assert finder.find("zebra").total == 1
    assert soon(lambda: committed(vault))
    assert soon(lambda: finder.find("kind:note").total == 7)


def test_an_index_of_nothing_is_filled_in_the_background(vault: Vault) -> None:
    finder = open_finder(vault)
    finder.refresh()
    assert soon(lambda: finder.find("kind:note").total == 6)
    finder.close()


@pytest.mark.parametrize("damaged", [False, True])
def test_very_many_notes_are_read_by_another_process(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    if damaged:
        update(vault)
        next(index_store(vault).folder.glob("*.seg")).unlink()
    monkeypatch.setattr(finding, "_MOST_READ_HERE", 3)
    monkeypatch.setattr(Harvester, "load", lambda self, path: pytest.fail(f"{path} was read here"))
    ready = threading.Event()
    finder = open_finder(vault)
    finder.refresh(None, lambda report: ready.set())
    assert ready.wait(30)
    assert finder.find("kind:note").total == 6
    assert committed(vault)
    finder.close()


def test_a_very_long_note_is_read_by_another_process_when_it_is_saved(
    vault: Vault, finder: SearchService, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert finder.find("kind:note").total == 6
    monkeypatch.setattr(finding, "COMMIT_SECONDS", 0.1)
    monkeypatch.setattr(finding, "_MOST_BYTES_READ_HERE", 10_000)
    monkeypatch.setattr(Harvester, "load", lambda self, path: pytest.fail(f"{path} was read here"))
    for word in ("first", "second"):
        put(vault, "Notes/Long.md", f"{word} line\n" * 2000)
        finder.note_saved("Notes/Long.md")
        assert soon(lambda: committed(vault), 30)
    assert soon(lambda: not finder._dirty)


def test_notes_are_read_here_where_no_other_process_can_be_had(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_MOST_READ_HERE", 3)
    monkeypatch.setattr(sys, "executable", "/there/is/no/python")
    finder = open_finder(vault)
    finder.refresh()
    assert soon(lambda: finder.find("kind:note").total == 6)
    finder.close()


def test_reading_in_another_process_can_be_stopped(vault: Vault) -> None:
    told: list[int] = []
    assert not update_beside([vault], lambda done, total: told.append(done), lambda: True, rebuild=False)
    assert not told


def test_searching_and_saving_at_once_from_several_threads(finder: SearchService, vault: Vault) -> None:
    wrong: list[object] = []

    def work(name: str) -> None:
        try:
            for number in range(10):
                put(vault, f"Notes/{name}{number}.md", f"{name}{number} shared\n")
                finder.note_saved(f"Notes/{name}{number}.md")
                if finder.find(f"{name}{number}").total != 1:
                    wrong.append((name, number))
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("ant", "bee", "cow")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert finder.find("shared").total == 30
    assert soon(lambda: committed(vault))
    assert finder.find("shared").total == 30


def test_a_search_that_nobody_wants_any_more_ends(finder: SearchService) -> None:
    asked: list[int] = []
    found: list[Hits] = []

    def wanted() -> bool:
        asked.append(1)
        return len(asked) < 3

    with while_wanted(wanted):
        found.append(finder.find("score function of deep networks"))
    assert not found and len(asked) == 3
    assert finder.find("score").total


def test_what_was_worked_out_for_searches_is_forgotten_with_nothing_that_was_saved(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(vault)
    finder = open_finder(vault)
    monkeypatch.setattr(finding, "COMMIT_SECONDS", 60)
    put(vault, "Rice.md", "Grains in the *market hall*.\n")
    finder.note_saved("Rice.md")
    before = finder.find("is:orphan").hits
    assert finder.find("grains").total == 1
    known = [weakref.ref(part.data) for part in finder.index().parts]
    finder.give_back()
    gc.collect()
    assert [data() for data in known] == [None] * len(known)
    assert finder.find("is:orphan").hits == before
    assert finder.find("grains").total == 1
    finder.close()


@pytest.fixture
def mended_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "FULL_DISK_SECONDS", 0.1)


@pytest.mark.usefixtures("mended_soon")
def test_where_the_index_is_no_folder_any_more_what_others_write_is_found_until_it_is_one_again(
    finder: SearchService, vault: Vault
) -> None:
    folder = index_store(vault).folder
    shutil.rmtree(folder)
    folder.write_text("x")
    put(vault, "Notes/Elsewhere.md", "written by vim\n")
    (vault.root / "Notes/Tools.md").unlink()
    finder.refresh()
    assert soon(lambda: finder.find("vim").total == 1)
    assert finder.find("kernels").total == 0 and finder.find("kind:note").total == 6
    assert soon(lambda: finder.why_not_written is not None)
    assert str(folder.parent) in (finder.why_not_written or "")
    folder.unlink()
    assert soon(lambda: committed(vault) and finder.why_not_written is None)
    assert finder.find("vim").total == 1 and finder.find("kind:note").total == 6


@pytest.mark.usefixtures("mended_soon")
@pytest.mark.parametrize("first_index", [False, True])
def test_on_a_full_disk_everything_is_found_and_committed_once_there_is_room(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, first_index: bool
) -> None:
    monkeypatch.setattr(finding, "COMMIT_SECONDS", 0.1)
    monkeypatch.setattr(finding, "_MOST_READ_HERE", 3)
    if not first_index:
        update(vault)

    def no_room(self: object, file: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    finder = open_finder(vault)
    monkeypatch.setattr(finding, "update_beside", lambda *_, **__: False)
    with monkeypatch.context() as full:
        full.setattr(store.SyncedStorage, "synced", no_room)
        for number in range(5):
            put(vault, f"Notes/Elsewhere {number}.md", "written by vim\n")
        finder.refresh()
        assert soon(lambda: finder.find("vim").total == 5)
        assert finder.find("kind:note").total == 11
        assert soon(lambda: "free space" in (finder.why_not_written or ""))
        assert not committed(vault)
    assert soon(lambda: committed(vault) and finder.why_not_written is None)
    assert finder.find("kind:note").total == 11
    finder.close()


def test_an_index_that_somebody_deletes_while_search_is_open_comes_back_whole(
    finder: SearchService, vault: Vault
) -> None:
    shutil.rmtree(index_store(vault).folder)
    put(vault, "Notes/Fresh.md", "zebra crossing\n")
    finder.note_saved("Notes/Fresh.md")
    assert soon(lambda: committed(vault))
    assert finder.find("kind:note").total == 7


def test_an_index_that_is_cut_while_search_is_open_is_built_again(finder: SearchService, vault: Vault) -> None:
    """Such as by a backup that is copied over it: what a map has lost cannot be read, not even to find that out."""
    for path in index_store(vault).folder.glob("*.seg"):
        os.truncate(path, 300)
    finder.find("score")
    assert soon(lambda: committed(vault))
    assert soon(lambda: finder.find("kind:note").total == 6)
