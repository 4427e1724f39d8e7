"""Several vaults are searched as one: one ranking, each result with its vault, and nothing written into the others."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bench.corpus import words_of
from confnotes.catalogue.completing.complete_query import QueryCompleter
from confnotes.catalogue.searching.current_index import current_index
from confnotes.catalogue.searching.find import find
from confnotes.catalogue.searching.searchable import index_store
from confnotes.catalogue.searching.several_vaults import SeveralVaults, find_in_vaults
from confnotes.catalogue.searching.vault_names import name_vaults
from confnotes.model.hit import Hit, HitKind, Hits
from confnotes.vault.settings import set_setting
from confnotes.vault.vault import Vault
from search_vault import MARKS, NEURIPS, NEURIPS_PROGRAM


def fill(root: Path, files: dict[str, str]) -> Vault:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return Vault.create(root)


def other(tmp_path: Path, name: str, files: dict[str, str]) -> Vault:
    """A vault in the folder `lab`, which the settings name."""
    vault = fill(tmp_path / "lab" / name, files)
    set_setting("vaults", [str(tmp_path / "lab")])
    return vault


def search(vault: Vault, query: str, limit: int = 20) -> Hits:
    found = find_in_vaults(vault, query, limit=limit)
    assert found is not None
    return found


def places(hits: Sequence[Hit]) -> list[tuple[str, str | None]]:
    return [(hit.vault.name if hit.vault else "", hit.path) for hit in hits]


def tree(root: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time and bytes, and every folder with its time."""
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in sorted((root, *root.rglob("*")))
    }


@pytest.fixture(autouse=True)
def own_folders(folders: Path) -> None:
    """Settings and indexes are those of the test."""


@pytest.fixture
def mine(tmp_path: Path) -> Vault:
    return fill(tmp_path / "mine", {"Ideas.md": "a walrus in the harbour\n", "Trees.md": "oak and birch\n"})


def test_without_the_setting_only_the_open_vault_is_searched(mine: Vault) -> None:
    assert find_in_vaults(mine, "walrus") is None


def test_results_of_other_vaults_name_their_vault(mine: Vault, tmp_path: Path) -> None:
    other(tmp_path, "berlin", {"ICLR 2026/Talk.md": "the walrus of gradients\n"})
    hits = search(mine, "walrus").hits
    assert sorted(places(hits)) == [("", "Ideas.md"), ("berlin", "ICLR 2026/Talk.md")]
    assert {hit.snippet for hit in hits} == {"a walrus in the harbour", "the walrus of gradients"}


def test_the_setting_names_vaults_or_folders_with_vaults(mine: Vault, tmp_path: Path) -> None:
    for name in ("berlin", "lisbon"):
        other(tmp_path, name, {"Note.md": f"walrus {name}\n"})
    (tmp_path / "lab" / "no vault").mkdir()
    set_setting("vaults", [str(tmp_path / "lab"), str(tmp_path / "lab" / "berlin"), str(mine.root)])
    found = SeveralVaults.beside(mine)
    assert found is not None and found.names == ["mine", "berlin", "lisbon"]


def test_vaults_of_one_name_are_told_apart_by_the_folder_above() -> None:
    roots = [Path("/home/ana/notes"), Path("/home/bo/notes"), Path("/srv/lab")]
    assert list(name_vaults(roots).values()) == ["ana/notes", "bo/notes", "lab"]


def test_a_vault_that_the_user_named_for_this_call_is_searched_alone(mine: Vault, tmp_path: Path) -> None:
    other(tmp_path, "berlin", {"Note.md": "walrus\n"})
    mine.is_alone = True
    assert find_in_vaults(mine, "walrus") is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("in:ber walrus", ["berlin"]),
        ("walrus in:berlin in:mine", ["", "berlin"]),
        ("walrus -in:berlin", ["", "lisbon"]),
        ('in:"BERLIN" walrus', ["berlin"]),
        ("in:lisbon", ["lisbon"]),
        ("(in:lisbon walrus)", ["lisbon"]),
    ],
)
def test_in_narrows_a_search_to_vaults(mine: Vault, tmp_path: Path, query: str, found: list[str]) -> None:
    for name in ("berlin", "lisbon"):
        other(tmp_path, name, {"Note.md": f"walrus {name}\n"})
    assert sorted(vault for vault, _ in places(search(mine, query).hits)) == found


def test_an_unknown_vault_is_reported_with_the_known_ones(mine: Vault, tmp_path: Path) -> None:
    other(tmp_path, "berlin", {"Note.md": "walrus\n"})
    found = search(mine, "in:paris walrus")
    assert not found.hits
    assert found.remarks == ("no vault has this name; vaults: mine, berlin",)


@pytest.mark.parametrize(
    ("query", "found", "remark"),
    [
        ("in:berlin -in:berlin walrus", 0, "in: and -in: leave out every vault; vaults: mine, berlin"),
        ("-in:berlin -in:mine walrus", 0, "in: and -in: leave out every vault; vaults: mine, berlin"),
        ("oak OR in:berlin", 0, "in: is for the whole search, also beside OR"),
        ("(in:berlin) OR walrus", 1, "in: is for the whole search, also beside OR"),
        ("walrus or in:berlin", 1, ""),
    ],
)
def test_what_in_cannot_mean_is_said(mine: Vault, tmp_path: Path, query: str, found: int, remark: str) -> None:
    other(tmp_path, "berlin", {"Note.md": "walrus\n"})
    hits = search(mine, query)
    assert hits.total == found and (hits.remarks[:1] == (remark,) if remark else "in:" not in "".join(hits.remarks))


def test_names_of_vaults_are_completed(mine: Vault, tmp_path: Path) -> None:
    completer = QueryCompleter(mine, lambda: current_index(mine))
    assert completer.offers("in", 2) == [] and completer.offers("in:b", 4) == []
    for name in ("berlin", "bonn", "lab one"):
        other(tmp_path, name, {"Note.md": "walrus\n"})
    assert [one.name for one in completer.offers("in", 2)] == ["in:"]
    assert [one.text for one in completer.offers("walrus -in:b", 12)] == ["berlin ", "bonn "]
    assert [one.text for one in completer.offers("in:lab", 6)] == ['"lab one" ']
    assert [one.text for one in completer.offers("in:m", 4)] == ["mine "]


def test_how_many_vaults_are_read_is_told(mine: Vault, tmp_path: Path) -> None:
    for name in ("berlin", "bonn"):
        other(tmp_path, name, {"Note.md": "walrus\n"})
    told: list[tuple[int, int]] = []
    find_in_vaults(mine, "walrus", progress=lambda *done: told.append(done))
    assert told == [(0, 2), (1, 2)]


def test_a_folder_of_the_setting_without_a_vault_is_reported_once(
    mine: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("confnotes.notices.tell", told.append)
    set_setting("vaults", [str(tmp_path / "gone")])
    assert find_in_vaults(mine, "walrus") is None
    assert told == [f"No vault found in {tmp_path / 'gone'}. The setting is `vaults`: see `confnotes config vaults`."]


def test_notes_rank_as_in_one_vault_with_all_of_them(tmp_path: Path) -> None:
    """BM25 of one index with another's is not comparable: a word that is rare here may be common there."""
    chance = random.Random(5)
    words = words_of(chance, 400)
    common = ["harbour", "memory", "gradient"]
    files: list[dict[str, str]] = [{}, {}, {}]
    for number in range(150):
        at = number % 3
        lines = chance.choices(words, k=chance.randint(20, 200)) + chance.choices(common[at:], k=chance.randint(0, 9))
        chance.shuffle(lines)
        head = f"---\ntitle: {' '.join(chance.sample([*words[:50], *common], 3))}\ndate: 20{10 + at:02d}-01-01\n---\n"
        files[at][f"Notes {at}/{number:03d}.md"] = head + " ".join(lines) + "\n"
    one = fill(tmp_path / "one", {path: text for some in files for path, text in some.items()})
    mine = fill(tmp_path / "mine", files[0])
    for at, some in enumerate(files[1:]):
        other(tmp_path, f"lab-{at}", some)
    queries = [*common, "harbour memory", "memory gradient harbour", '"the of"', "mem*", "title:memory", "harbuor"]
    for query in [*queries, *(" ".join(chance.sample(words[:80], 2)) for _ in range(30))]:
        together, alone = search(mine, query, 40), find(one, query, limit=40)
        assert [hit.path for hit in together.hits] == [hit.path for hit in alone.hits], query
        assert [hit.score for hit in together.hits] == pytest.approx([hit.score for hit in alone.hits]), query
        assert together.total == alone.total


CONFERENCE = {"NeurIPS 2019/NeurIPS 2019.md": NEURIPS, "NeurIPS 2019/program.yaml": NEURIPS_PROGRAM}
NOTE = {"NeurIPS 2019/Legendre.md": "---\ntalk: neurips-2019/2\n---\nmemory cells\n"}


def test_a_talk_that_several_vaults_have_is_one_result(tmp_path: Path) -> None:
    mine = fill(tmp_path / "mine", CONFERENCE)
    other(tmp_path, "berlin", CONFERENCE)
    other(tmp_path, "lisbon", CONFERENCE)
    assert places(search(mine, "kind:spotlight").hits) == [("", None)]
    fill(tmp_path / "lab" / "berlin", NOTE)
    found = [hit for hit in search(mine, "legendre").hits if hit.kind is not HitKind.PERSON]
    assert places(found) == [("berlin", "NeurIPS 2019/Legendre.md")], "a talk with a note is shown as its note"
    assert places(search(mine, "in:lisbon kind:spotlight").hits) == [("lisbon", None)]


def test_a_person_of_several_vaults_is_one_result_of_the_open_one(tmp_path: Path) -> None:
    mine = fill(tmp_path / "mine", CONFERENCE)
    other(tmp_path, "berlin", CONFERENCE)
    people = [hit for hit in search(mine, "kind:person voelkel").hits if hit.kind is HitKind.PERSON]
    assert [(hit.title, hit.vault) for hit in people] == [("Aaron Voelkel", None)]


def test_stars_count_for_the_talk_in_every_vault(tmp_path: Path) -> None:
    mine = fill(tmp_path / "mine", {**CONFERENCE, "NeurIPS 2019/marks.yaml": MARKS})
    other(tmp_path, "berlin", {**CONFERENCE, **NOTE})
    assert places(search(mine, "is:starred").hits) == [("berlin", "NeurIPS 2019/Legendre.md")]


@pytest.mark.parametrize("query", ['links:"Score"', "is:broken", "is:orphan", 'near:"Score"'])
def test_names_of_links_are_resolved_within_each_vault(tmp_path: Path, query: str) -> None:
    files = {"Score.md": "a page\n", "A.md": "see [[Score]]\n", "B.md": "see [[Nowhere]]\n", "C.md": "alone\n"}
    mine = fill(tmp_path / "mine", files)
    other(tmp_path, "berlin", files)
    alone = find(mine, query)
    together = search(mine, query)
    assert alone.total and together.total == 2 * alone.total
    assert {hit.path for hit in together.hits} == {hit.path for hit in alone.hits}


def test_nothing_is_written_into_another_vault(mine: Vault, tmp_path: Path) -> None:
    vault = other(tmp_path, "berlin", {**CONFERENCE, **NOTE, "NeurIPS 2019/marks.yaml": MARKS})
    before = tree(vault.root)
    for query in ("walrus", "memory", "is:starred", "links:x", "kind:person", "in:berlin"):
        search(mine, query)
    assert tree(vault.root) == before
    assert index_store(vault).folder.is_relative_to(tmp_path / "xdg_cache_home")


def test_a_new_note_in_another_vault_is_found_by_the_next_search(mine: Vault, tmp_path: Path) -> None:
    vault = other(tmp_path, "berlin", {"Note.md": "walrus\n"})
    search(mine, "walrus")
    fill(vault.root, {"New.md": "a zebra\n"})
    assert places(search(mine, "zebra").hits) == [("berlin", "New.md")]


def _cut(folder: Path) -> None:
    (segment,) = folder.glob("*.seg")
    data = bytearray(segment.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    segment.write_bytes(data)


@pytest.mark.parametrize("damage", [_cut, shutil.rmtree])
def test_a_damaged_index_of_another_vault_is_built_again(
    mine: Vault, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    vault = other(tmp_path, "berlin", {f"Note {number}.md": "walrus and zebra\n" for number in range(50)})
    current_index(vault)
    damage(index_store(vault).folder)
    assert search(mine, "zebra").total == 50
