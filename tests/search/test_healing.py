"""An index that is damaged, old or half written is built again by itself, and the notes are never touched."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zlib import crc32

import pytest

import index_kills
from confnotes.catalogue.searching.find import find, open_finder, outlines
from confnotes.catalogue.searching.searchable import index_store
from confnotes.catalogue.searching.update_index import update
from confnotes.model.note import Outline
from confnotes.search import sections as sections_module
from confnotes.search.sections import IndexSections
from confnotes.vault.vault import Vault

QUERIES = ("score", "kind:person", "speaker:bengtsson", '"deep networks"', "is:starred", "equi*", "date:2019")


def answers(vault: Vault) -> list[list[str]]:
    return [[hit.id for hit in find(vault, query).hits] for query in QUERIES]


def names(vault: Vault) -> list[Outline]:
    """What all notes say without their text."""
    return list(outlines(vault))


def notes(vault: Vault) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in vault.root.rglob("*") if path.is_file()}


def index_files(vault: Vault) -> list[Path]:
    return sorted(path for path in index_store(vault).folder.iterdir() if path.suffix in (".seg", ".json"))


def segment(vault: Vault) -> Path:
    return next(path for path in index_files(vault) if path.suffix == ".seg")


def manifest(vault: Vault) -> Path:
    return index_store(vault).folder / "manifest.json"


def flip(path: Path, place: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(place * (len(data) - 1))] ^= 16
    path.write_bytes(data)


def flip_segment(place: float, vault: Vault) -> None:
    flip(segment(vault), place)


def older_schema(vault: Vault) -> None:
    content = json.loads(manifest(vault).read_bytes().partition(b"\n")[2])
    body = json.dumps({**content, "schema": "confnotes.index/0"}).encode()
    manifest(vault).write_bytes(f"{crc32(body):08x}".encode() + b"\n" + body)


DAMAGE: dict[str, Callable[[Vault], object]] = {
    "the folder is gone": lambda vault: shutil.rmtree(index_store(vault).folder),
    "the manifest is gone": lambda vault: manifest(vault).unlink(),
    "the manifest is empty": lambda vault: manifest(vault).write_bytes(b""),
    "the manifest is something else": lambda vault: manifest(vault).write_bytes(b"00000000\n[]"),
    "the manifest is cut": lambda vault: os.truncate(manifest(vault), 40),
    "the manifest has a flipped bit": lambda vault: flip(manifest(vault), 0.6),
    "the schema is older": older_schema,
    "a segment is gone": lambda vault: segment(vault).unlink(),
    "a segment is empty": lambda vault: segment(vault).write_bytes(b""),
    "a segment is cut": lambda vault: os.truncate(segment(vault), segment(vault).stat().st_size // 2),
    "a segment is longer": lambda vault: segment(vault).write_bytes(segment(vault).read_bytes() + b"more"),
    "a segment is zeros": lambda vault: segment(vault).write_bytes(bytes(segment(vault).stat().st_size)),
    **{f"a segment has a flipped bit at {at} %": partial(flip_segment, at / 100) for at in range(0, 101, 5)},
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_index_answers_as_before(damage: Callable[[Vault], object], vault: Vault) -> None:
    wanted, before = answers(vault), notes(vault)
    damage(vault)
    assert answers(vault) == wanted
    assert notes(vault) == before


def test_every_flipped_bit_of_a_segment_is_noticed_or_without_effect(vault: Vault) -> None:
    wanted = answers(vault)
    sound = segment(vault).read_bytes()
    chance = random.Random(5)
    for _ in range(25):
        path = segment(vault)
        path.write_bytes(sound)
        flip(path, chance.random())
        assert answers(vault) == wanted
        sound = segment(vault).read_bytes()


def sections(path: Path) -> dict[str, tuple[int, int]]:
    """Where each section of a segment begins and ends."""
    one = IndexSections(path.read_bytes())
    header = json.loads(path.read_bytes()[-16 - struct.unpack("<8sII", path.read_bytes()[-16:])[1] : -16])
    return {name: one.place(name) for name in header["sections"]}


@pytest.mark.parametrize("ask", [answers, names], ids=["queries", "outlines"])
def test_a_flipped_bit_in_any_section_changes_no_answer(
    ask: Callable[[Vault], object], vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections_module, "BLOCK", 64)  # so that few sections share a checksum
    wanted, before = ask(vault), notes(vault)
    for name in sections(segment(vault)):
        start, end = sections(segment(vault))[name]
        if start < end:
            data = bytearray(segment(vault).read_bytes())
            data[(start + end) // 2] ^= 4
            segment(vault).write_bytes(data)
        assert ask(vault) == wanted, name
    assert notes(vault) == before


def test_search_that_is_open_heals_when_any_section_is_damaged(vault: Vault) -> None:
    """Its thread lives on: what is saved afterwards is committed."""
    wanted = names(vault)
    for name in sections(segment(vault)):
        start, end = sections(segment(vault))[name]
        data = bytearray(segment(vault).read_bytes())
        data[(start + end) // 2] ^= 4
        segment(vault).write_bytes(data)
        finder = open_finder(vault)
        finder.refresh()
        until = time.monotonic() + 20
        while names(vault) != wanted:
            assert time.monotonic() < until, name
            time.sleep(0.01)
        finder.close()


def test_damage_that_shows_only_when_segments_are_merged_is_healed_too(vault: Vault) -> None:
    for number in range(6):
        (vault.root / "Notes" / f"New {number}.md").write_text(f"word{number}\n" * 3, encoding="utf-8")
        update(vault)
    wanted = answers(vault)
    for path in index_files(vault):
        if path.suffix == ".seg":
            flip(path, 0.3)
    (vault.root / "Notes" / "Last.md").write_text("last\n", encoding="utf-8")
    update(vault)
    assert answers(vault) == wanted
    assert find(vault, "word3").total == 1


def test_a_leftover_of_a_killed_process_is_swept_away(vault: Vault) -> None:
    answers(vault)
    leftover = index_store(vault).folder / "dead-1.seg"
    leftover.write_bytes(b"half a segment")
    (vault.root / "Notes" / "New.md").write_text("brand new\n", encoding="utf-8")
    assert find(vault, "brand").total == 1
    assert not leftover.exists()


KILLED_AT = ["part", "commit", "_write_toc", "_write_manifest", "_sweep"]


@pytest.mark.parametrize("function", KILLED_AT)
def test_a_process_killed_in_mid_commit_loses_nothing(function: str, vault: Vault) -> None:
    wanted = answers(vault)
    note = vault.root / "Notes" / "New.md"
    note.write_text("score of a brand new kind\n", encoding="utf-8")
    program = f"""
import os, signal
from pathlib import Path
from confnotes.search.store import Store
from confnotes.catalogue.searching.update_index import update
from confnotes.vault.vault import Vault
def killed(*arguments): os.kill(os.getpid(), signal.SIGKILL)
Store.{function} = killed
update(Vault.open(Path({str(vault.root)!r})))
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert find(vault, "brand").total == 1
    note.unlink()
    assert answers(vault) == wanted


@pytest.mark.parametrize("after", [0.15, 0.3, 0.45])
def test_a_process_that_reads_beside_may_be_killed_at_any_moment(after: float, vault: Vault) -> None:
    for number in range(120):
        (vault.root / "Notes" / f"Many {number}.md").write_text(
            f"many words, the {number}th time\n" * 50, encoding="utf-8"
        )
    before = notes(vault)
    command = [sys.executable, "-P", "-m", "confnotes.catalogue.searching.update_index", str(vault.root)]
    beside = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    time.sleep(after)
    beside.kill()
    beside.wait(30)
    assert find(vault, "many kind:note", limit=200).total == 120
    assert notes(vault) == before


def test_a_cache_folder_that_cannot_be_written_is_no_hindrance(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = answers(vault)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("confnotes.search.store.SyncedStorage.create_segment_file", full)
    (vault.root / "Notes" / "New.md").write_text("brand new\n", encoding="utf-8")
    assert find(vault, "brand").total == 1
    assert answers(vault) == wanted


def test_without_any_cache_folder_search_works_all_the_same(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = answers(vault)
    (vault.root.parent / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(vault.root.parent / "file"))
    assert answers(vault) == wanted


def test_rebuilding_makes_the_same_index(vault: Vault) -> None:
    wanted = answers(vault)
    report = update(vault, rebuild=True)
    assert (report.rebuilt, report.added) == (True, len(vault.files()))
    assert answers(vault) == wanted


def test_the_index_is_private_and_not_in_the_vault(vault: Vault) -> None:
    before = set(notes(vault))
    answers(vault)
    folder = index_store(vault).folder
    assert folder.stat().st_mode & 0o777 == 0o700
    assert vault.root not in folder.parents
    assert set(notes(vault)) == before


def test_programs_that_write_the_index_may_be_killed_again_and_again(vault: Vault) -> None:
    chance = random.Random(3)
    root = Vault.create(vault.root.parent / "killed").root
    for number in range(4):
        assert not index_kills.kill_once(root, 1000 * number, chance)
