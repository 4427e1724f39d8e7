"""Only what changed is read again, whoever else is writing; and search is right at all times."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from confnotes.catalogue.searching.find import find
from confnotes.catalogue.searching.searchable import index_store
from confnotes.catalogue.searching.update_index import update
from confnotes.errors import ConfnotesError
from confnotes.search import update as updating
from confnotes.vault.vault import Vault
from search_vault import EQPROP, NEURIPS_PROGRAM, put

EQPROP_PATH = "NeurIPS 2019/2019-12-10 1005 Gradients of Equilibrium Prop.md"


def found(vault: Vault, query: str) -> list[str]:
    hits = find(vault, query, limit=1000)
    return [] if hits.instead else sorted(hit.id for hit in hits.hits)


def test_a_second_update_reads_nothing(vault: Vault) -> None:
    first = update(vault)
    second = update(vault)
    assert (first.added, first.unchanged) == (len(vault.files()), 0)
    assert (second.added, second.changed, second.removed, second.unchanged) == (0, 0, 0, len(vault.files()))


def test_added_changed_renamed_and_deleted_notes_are_distinguished(vault: Vault) -> None:
    update(vault)
    put(vault, "Notes/New.md", "fresh words\n")
    put(vault, "Notes/Tools.md", "only hammers now\n")
    (vault.root / "Notes/Old.md").rename(vault.root / "Notes/Older.md")
    (vault.root / "Notes/Score matching.md").unlink()
    report = update(vault)
    assert (report.added, report.changed, report.removed) == (2, 1, 2)
    assert found(vault, "fresh") == ["Notes/New.md"]
    assert found(vault, "hammers") == ["Notes/Tools.md"]
    assert found(vault, "kernels") == []
    assert found(vault, "python") == ["Notes/Older.md"]
    assert found(vault, "kind:note gradient density") == []


def test_a_note_knows_when_its_talk_is_given_to_another(vault: Vault) -> None:
    assert found(vault, "speaker:bengtsson kind:note") == [EQPROP_PATH]
    put(vault, "NeurIPS 2019/program.yaml", NEURIPS_PROGRAM.replace("Yoko Bengtsson", "Grace Hoppman"))
    assert found(vault, "speaker:bengtsson kind:note") == []
    assert found(vault, "speaker:hoppman kind:note") == [EQPROP_PATH]


def test_a_talk_is_hidden_while_it_has_a_note(vault: Vault) -> None:
    assert found(vault, "title:equilibrium -kind:paper") == [EQPROP_PATH]
    (vault.root / EQPROP_PATH).unlink()
    assert found(vault, "title:equilibrium -kind:paper") == ["neurips-2019/1"]
    put(vault, EQPROP_PATH, EQPROP)
    assert found(vault, "title:equilibrium -kind:paper") == [EQPROP_PATH]


def test_starring_a_talk_needs_no_update_of_the_index(vault: Vault) -> None:
    update(vault)
    vault.mark("NeurIPS 2019", "3", starred=True, rating=5)
    assert found(vault, "is:starred") == ["neurips-2019/2", "neurips-2019/3"]
    assert found(vault, "rating:5") == ["neurips-2019/2", "neurips-2019/3"]
    assert not updating.changes(index_store(vault).open(), vault.files())


def test_a_note_that_cannot_be_read_is_no_hindrance(vault: Vault) -> None:
    put(vault, "Notes/Broken.md", "---\ntitle: [not closed\n---\nstill words\n")
    (vault.root / "Notes/Bytes.md").write_bytes(b"\xff\xfe\x00caf\xe9 words")
    put(vault, "Broken 2020/program.yaml", "sessions: [{")
    assert "Notes/Broken.md" in found(vault, "still words")
    assert update(vault).unchanged == len(vault.files())


def test_an_update_can_be_stopped_and_goes_on_later(vault: Vault) -> None:
    seen: list[tuple[int, int]] = []
    total = len(vault.files())
    report = update(vault, progress=lambda *now: seen.append(now), cancelled=lambda: len(seen) == 3)
    assert report.cancelled and seen[-1] == (3, total)
    assert update(vault).added == total - 3


def test_many_small_updates_leave_few_segments(vault: Vault) -> None:
    for number in range(30):
        put(vault, f"Notes/Note {number}.md", f"number{number} common\n")
        update(vault)
    assert len(index_store(vault).open().parts) <= 7
    assert len(found(vault, "common kind:note")) == 30
    assert found(vault, "number7") == ["Notes/Note 7.md"]


def test_who_holds_the_lock_too_long_is_named_and_search_goes_on(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("confnotes.catalogue.searching.update_index._BUSY_SECONDS", 0.05)
    update(vault)
    put(vault, "Notes/New.md", "fresh words\n")
    with index_store(vault).locked(1):
        with pytest.raises(ConfnotesError, match="another confnotes"):
            update(vault)
        assert found(vault, "fresh") == ["Notes/New.md"]
    assert update(vault).added == 1


WRITER = """
import sys
from pathlib import Path
from confnotes.catalogue.searching.find import find
from confnotes.catalogue.searching.update_index import update
from confnotes.vault.vault import Vault
vault, name = Vault.open(Path(sys.argv[1])), sys.argv[2]
for number in range(8):
    (vault.root / "Notes" / f"{name} {number}.md").write_text(f"{name}{number} shared\\n", encoding="utf-8")
    update(vault) if number % 2 else None
    assert find(vault, f"{name}{number}").total == 1
    find(vault, "shared")
"""


def test_two_processes_update_at_once_and_nothing_is_lost(vault: Vault) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(vault.root), name],
            stderr=subprocess.PIPE,
            env=dict(os.environ),
        )
        for name in ("alpha", "beta")
    ]
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors.decode()
    wanted = sorted(f"Notes/{name} {number}.md" for name in ("alpha", "beta") for number in range(8))
    assert found(vault, "shared") == wanted
    assert not updating.changes(index_store(vault).open(), vault.files())
