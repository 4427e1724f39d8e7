"""The notes that belong together find each other, by what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.catalogue.related import find_related, find_related_to
from confnotes.errors import NotFoundError
from confnotes.vault.vault import Vault

THEMES = {
    "Caches": [
        ("Eviction", "Least recently used is not always best: a scan throws every hot page out of the cache."),
        (
            "Warm starts",
            "An empty cache after a deploy sends the whole load to the database; replay the hot keys first.",
        ),
        ("Stampede", "When a hot key expires, all servers ask the database at once. Expire early, at random."),
        (
            "Invalidation",
            "They version keys in place of deleting them, and old keys fall out of the cache by eviction.",
        ),
        ("Two levels", "A small cache in the process, a large one beside the database. Keys are hashed once."),
        ("Measuring", "The hit rate of a cache says little; they plot how long hot keys live until eviction."),
    ],
    "Birdsong": [
        ("Dialects", "Sparrows of two valleys sing different songs, and fledglings learn the dialect of the fathers."),
        ("Microphones", "Four microphones on a tree tell where a bird sings; wind is the enemy of every recording."),
        ("Night", "Migrating birds call at night. A recording of one autumn has ten thousand calls of thrushes."),
        ("Learning", "Fledglings babble before they sing; without fathers the songs of sparrows stay poor."),
        ("Naming", "A model names the bird from a recording of three seconds; thrushes and warblers are mixed up."),
        ("City", "In a loud city birds sing higher and at night; warblers shorten their songs."),
    ],
    "Proofs": [
        ("Tactics", "A tactic rewrites the goal until a lemma closes it. Short lemmas make proofs that survive."),
        ("Kernels", "Everything is checked by a kernel of two thousand lines; a tactic may be as wild as it likes."),
        ("Search", "A model proposes a tactic, the kernel refuses most. Lemmas from the library help more than size."),
        ("Teaching", "Students wrote proofs with a tactic they understood and forgot every other lemma."),
        ("Libraries", "A library of lemmas rots: definitions move, proofs break, and somebody has to mend the goal."),
        ("Types", "Dependent types put the definition into the goal, so a lemma can be found by its type."),
    ],
    "Bread": [
        ("Sourdough", "A starter that is fed twice a day rises in four hours; cold dough tastes of more."),
        ("Flour", "Rye flour drinks more water than wheat, and the dough stays sticky whatever the baker does."),
        ("Ovens", "Steam in the first minutes lets the crust open. A cold oven gives a pale crust."),
        ("Hydration", "At eighty percent water the dough is folded, not kneaded; wheat with much gluten holds it."),
        ("Scale", "A bakery plans the starter a day ahead, for the dough waits for nobody. Ovens never cool."),
        ("Crumb", "Large holes in the crumb come from a wet dough and from a baker who is gentle with it."),
    ],
    "Glaciers": [
        ("Cores", "An ice core from the plateau has eight hundred thousand winters; ash layers give the years."),
        ("Melt", "Dark ash on the ice takes the sun, and the glacier melts from above and below."),
        ("Calving", "A glacier that ends in the fjord calves when warm water undercuts the ice front."),
        ("Radar", "Radar from a plane shows the bed under the ice, and lakes nobody had expected below the plateau."),
        ("Models", "Friction at the bed decides how fast the glacier slides; nobody can measure it under the ice."),
        ("Villages", "Under the glacier a lake grows behind the ice; villages by the fjord have sirens now."),
    ],
}


@pytest.fixture
def themes(tmp_path: Path) -> Vault:
    vault = Vault.create(tmp_path / "vault")
    for theme, notes in THEMES.items():
        for title, text in notes:
            put(vault, f"Notes/{theme} - {title}.md", f"---\ntitle: {title}\n---\n{text}\n")
    return vault


def put(vault: Vault, path: str, text: str) -> None:
    (vault.root / path).parent.mkdir(parents=True, exist_ok=True)
    (vault.root / path).write_text(text, encoding="utf-8")


def test_the_note_most_like_another_is_of_its_theme(themes: Vault) -> None:
    strays = []
    for path in themes.note_paths():
        found = find_related(themes, path)
        theme = path.partition(" - ")[0]
        if not found or not found[0].path.startswith(theme):
            strays.append((path, [(one.path, one.why) for one in found[:2]]))
    assert not strays


def test_related_notes_state_their_reason_in_a_few_words(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    put(vault, "A.md", "---\ntags: [flow]\n---\nDenoising and score matching, with @Ines Duarte. See [[Langevin]].\n")
    put(vault, "B.md", "Score matching again, by @Ines Duarte: denoising of pictures. #flow\n")
    put(vault, "C.md", "The soup was cold. See [[Langevin]].\n")
    put(vault, "D.md", "Nothing of this kind.\n")
    (first,) = find_related(vault, "A.md")
    assert (first.path, first.things) == ("B.md", ("Ines Duarte", "#flow"))
    assert set(first.words) == {"score matching", "denoising"}
    assert first.why == f"{', '.join(first.words)}; Ines Duarte, #flow"
    assert [(one.path, one.why, one.linked) for one in find_related(vault, "C.md")] == [("A.md", "Langevin", False)]


def test_pages_about_everything_are_like_nothing(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    same = "Denoising and score matching of pictures.\n"
    put(vault, "Flow Days/Flow Days.md", f"---\ntype: conference\n---\n{same}")
    put(vault, "Flow Days/2024-05-01 Day.md", f"---\ntype: day\n---\n{same}")
    put(vault, "Flow Days/A.md", f'---\nconference: "[[Flow Days]]"\n---\n{same}')
    put(vault, "Flow Days/B.md", f'---\nconference: "[[Flow Days]]"\n---\n{same}')
    put(vault, "Flow Days/C.md", '---\nconference: "[[Flow Days]]"\n---\nSoup.\n')
    assert [one.path for one in find_related(vault, "Flow Days/A.md")] == ["Flow Days/B.md"]


def test_a_related_note_that_is_linked_is_marked_as_such(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    put(vault, "A.md", "Denoising, score matching: [[B]].\n")
    put(vault, "B.md", "Score matching and denoising.\n")
    assert [(one.path, one.linked) for one in find_related(vault, "A.md")] == [("B.md", True)]
    assert [(one.path, one.linked) for one in find_related(vault, "B.md")] == [("A.md", True)]


def test_nothing_is_related_to_what_is_not_there(tmp_path: Path) -> None:
    assert find_related(Vault.create(tmp_path / "vault"), "Nowhere.md") == ()


PROGRAM = """\
sessions:
  - id: s
    title: Talks
    talks:
      - {id: "1", title: Score matching of pictures, abstract: "Denoising, and why it matches.", speakers: [Ines]}
      - {id: "2", title: Bread, abstract: "Rye and wheat, in cold ovens.", speakers: [Bo]}
      - id: "3"
        title: A bakery in the fjord
        abstract: Wheat, rye and what cold ovens do to them.
        links: [{paper: "https://arxiv.org/abs/1905.13633"}]
      - {id: "4", title: Opening, abstract: Welcome to everybody.}
"""


@pytest.fixture
def flow_days(tmp_path: Path) -> Vault:
    vault = Vault.create(tmp_path / "vault")
    put(vault, "Flow Days/Flow Days.md", "---\ntype: conference\n---\n")
    put(vault, "Flow Days/program.yaml", PROGRAM)
    put(vault, "Flow Days/Pictures.md", "---\ntalk: flow-days/1\n---\nNobody asked about pictures.\n")
    put(vault, "Notes/Slopes.md", "Denoising pictures by score matching, once more.\n")
    return vault


@pytest.mark.parametrize(
    ("thing", "wanted"),
    [
        ("Bread", "flow-days/3"),
        ("flow-days/3", "flow-days/2"),
        ("arxiv:1905.13633", "flow-days/2"),
        ("Score matching of pictures", "Notes/Slopes.md"),
        ("Slopes", "Flow Days/Pictures.md"),
    ],
)
def test_a_talk_or_a_paper_of_a_program_has_related_ones_too(flow_days: Vault, thing: str, wanted: str) -> None:
    assert [one.id for one in find_related_to(flow_days, thing)] == [wanted]


def test_a_note_beside_which_one_writes_is_only_shown_notes(flow_days: Vault) -> None:
    put(flow_days, "Notes/Ovens.md", "Cold ovens, rye, wheat.\n")
    assert find_related(flow_days, "Notes/Ovens.md") == ()
    assert {one.id for one in find_related_to(flow_days, "Ovens")} == {"flow-days/2", "flow-days/3"}


def test_what_is_neither_note_nor_talk_nor_paper_is_not_there(flow_days: Vault) -> None:
    with pytest.raises(NotFoundError, match="note not found: “Nowhere”"):
        find_related_to(flow_days, "Nowhere")
