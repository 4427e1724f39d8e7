"""Of two that both have the words, the one that is wanted comes first."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from confnotes.catalogue.searching.find import find
from confnotes.vault.vault import Vault
from search_vault import put

LONG = " ".join(f"filler{number}" for number in range(60))

RANKED: dict[str, tuple[str, str, str]] = {
    "the title counts more than the body": (
        "lanterns",
        "# Lanterns\n\nThey float.\n",
        "# Rivers\n\nLanterns, lanterns and lanterns again.\n",
    ),
    "who speaks counts more than who is mentioned": (
        "marlow",
        "---\nspeakers: [Ines Marlow]\n---\nOn rivers.\n",
        "He knows Marlow, and Marlow knows him.\n",
    ),
    "a title that begins so counts more than one that ends so": (
        "paper boats",
        f"# Paper boats in winter\n\nThey sink. {LONG}\n",
        "# Winter without any paper boats\n\nThey sink.\n",
    ),
    "a title that is just this counts more than a longer one": (
        "harbour lights",
        f"# Harbour lights\n\nSeen at night. {LONG}\n",
        "# Harbour lights and what the council says of them\n\nSeen at night.\n",
    ),
    "another name of the note counts as its title": (
        "tugs",
        f"---\naliases: [tugs]\n---\nSmall and strong. {LONG}\n",
        "# All about tugs and barges\n\nSmall and strong.\n",
    ),
    "the exact word counts more than another form of it": (
        "ferry",
        "One ferry at noon.\n",
        "Two ferries at noon.\n",
    ),
    "words next to each other count more than words apart": (
        "slow river",
        f"The slow river turns. {LONG} {LONG}\n",
        f"The slow barge turns. {LONG} A river.\n",
    ),
    "words in order count more than the other way round": (
        "north bank",
        "Along the north bank to the mill, as one did every morning before the bridge was built.\n",
        "Along the bank north to the mill.\n",
    ),
    "the recent counts more than the old": (
        "flood tables",
        "---\ndate: 2024-05-01\n---\nFlood tables, read aloud.\n",
        "---\ndate: 2012-05-01\n---\nFlood tables, read aloud.\n",
    ),
    "one that says it often counts more than one that says it once": (
        "sluice",
        "The sluice, and again the sluice. A sluice is a door.\n",
        "The sluice, and again the lock. A weir is a wall.\n",
    ),
}


@pytest.mark.parametrize("why", RANKED, ids=list(RANKED))
def test_of_two_the_wanted_one_comes_first(why: str, folders: Path) -> None:
    query, better, worse = RANKED[why]
    for first, second in (("a", "b"), ("b", "a")):
        vault = Vault.create(folders / first)
        put(vault, f"{first}.md", better)
        put(vault, f"{second}.md", worse)
        notes = [hit.path for hit in find(vault, query).hits if hit.path]
        assert notes == [f"{first}.md", f"{second}.md"]


def test_tasks_and_questions_stand_below_the_notes_that_have_the_words(folders: Path) -> None:
    vault = Vault.create(folders / "vault")
    for number in range(30):
        put(vault, f"list {number}.md", f"# List {number}\n\n- [ ] oil the hinges of door {number}\n? which hinges\n")
    put(vault, "Doors.md", "# Doors\n\nA door is as good as its hinges, said the smith of the harbour.\n")
    hits = find(vault, "hinges", limit=100).hits
    assert {hit.kind for hit in hits[:31]} == {"note"} and len(hits) == 91
    assert [hit.kind for hit in find(vault, "is:todo hinges", limit=30).hits] == ["task"] * 30


def test_an_own_note_stands_above_a_talk_that_says_the_same(folders: Path) -> None:
    vault = Vault.create(folders / "vault")
    put(vault, "Canal 2024/Canal 2024.md", "---\ntitle: Canal 2024\nstart: 2024-05-01\nend: 2024-05-02\n---\n")
    put(
        vault,
        "Canal 2024/program.yaml",
        "sessions:\n  - id: s\n    talks:\n      - {id: '1', title: Locks of the north}\n",
    )
    put(vault, "Locks.md", "# Locks of the north\n")
    assert [hit.kind for hit in find(vault, "locks north").hits] == ["note", "talk"]


def test_a_town_finds_the_conference_held_there_before_its_notes_and_shows_no_time_zone(folders: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "notes", folders / "vault")
    hits = find(Vault.open(folders / "vault"), "vancouver").hits
    assert {hit.title for hit in hits[:2]} == {"ICLR 2018", "NeurIPS 2019"}
    assert not [hit.snippet for hit in hits if "timezone" in hit.snippet]


@pytest.mark.parametrize("order", ["abcde", "edcba", "cebad"])
def test_equally_good_hits_come_in_the_same_order_on_every_machine(order: str, folders: Path) -> None:
    """The newest first, then by path, whatever the order in which they were written and indexed."""
    vault = Vault.create(folders / "vault")
    days = {"a": 3, "b": 3, "c": 9, "d": 3, "e": 3}
    for name in order:
        put(vault, f"{name}.md", f"---\ndate: 2024-05-0{days[name]}\n---\nAn anchor is let go.\n")
        found = [hit.path for hit in find(vault, "anchor").hits]
    assert found == ["c.md", "a.md", "b.md", "d.md", "e.md"]
