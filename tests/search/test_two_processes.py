"""Very many files are read by two processes: what is found is the same, also when one of them dies."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from confnotes.catalogue.searching.find import find
from confnotes.catalogue.searching.searchable import index_store
from confnotes.catalogue.searching.update_index import update
from confnotes.vault.vault import Vault
from search_vault import put

BUILD = """
import os, signal, sys
from pathlib import Path
from confnotes.search import update as updating
from confnotes.catalogue.searching.searchable import Harvester
from confnotes.catalogue.searching.update_index import update
from confnotes.vault.vault import Vault
updating._FIRST_WORDS, updating._READ_BY_TWO, updating._TELL_EVERY = 10, 4, 2
updating.prefix_of = lambda process: "beside"  # "p…" begins one name in 36 of those drawn by lot
if not updating.can_have_second():
    sys.exit(7)
here, load = os.getpid(), Harvester.load
if sys.argv[2] == "killed":
    def die(self, path):
        if os.getpid() != here and path.endswith("5.md"):
            os.kill(os.getpid(), signal.SIGKILL)
        return load(self, path)
    Harvester.load = die
told = []
report = update(Vault.open(Path(sys.argv[1])), progress=lambda *now: told.append(now), rebuild=True)
assert told[-1] == (report.added, report.added), told
print(report.added)
"""


@pytest.mark.parametrize("fate", ["alive", "killed"])
def test_two_processes_read_what_one_would(fate: str, vault: Vault) -> None:
    for number in range(40):
        put(vault, f"Many/Note {number}.md", f"number{number} of many\n- [ ] task {number}\n")
    update(vault)
    wanted = {query: find(vault, query, limit=200).hits for query in ("many", "kind:task", "number7", "score", "")}
    made = subprocess.run(
        [sys.executable, "-c", BUILD, str(vault.root), fate], capture_output=True, text=True, env=dict(os.environ)
    )
    if made.returncode == 7:
        pytest.skip("there is one core only")
    assert made.returncode == 0, made.stderr
    assert int(made.stdout) == len(vault.files())
    index = index_store(vault).open()
    assert any("MAIN_beside" in part.name for part in index.parts) == (fate == "alive")
    assert index.files().keys() == vault.files().keys()
    for query, hits in wanted.items():
        assert {hit.id for hit in find(vault, query, limit=200).hits} == {hit.id for hit in hits}
    assert not [
        path for path in index_store(vault).folder.glob("*.seg") if path.name not in {p.name for p in index.parts}
    ]
