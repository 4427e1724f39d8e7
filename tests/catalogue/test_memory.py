"""What the vault remembers about a talk while its note is written."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from confnotes.catalogue.memory import (
    Find,
    distinctive_words,
    mention_in,
    on_mention,
    on_speakers,
    on_words,
    other_talks,
)
from confnotes.catalogue.program.talks import find_talk
from confnotes.catalogue.searching.find import open_finder
from confnotes.model.hit import Hits
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, harbour_vault

HERE = f"{CONFERENCE}/Tides here.md"
NOTES = {
    HERE: "---\ntitle: Tides here\naliases: [The tide]\n---\nabout @Inês Farol\n",
    "Old 2028/Moon.md": "---\ntitle: Moon\ndate: 2028-05-01\n---\n# Moon\nx\n- @Ines Farol says tides have memory\n",
    "Old 2029/Sand.md": "---\ntitle: Sand\ndate: 2029-05-01\n---\nsand\n- @Inês Farol again ^t101500\n[[tides here]]\n",
    f"{CONFERENCE}/Other.md": "---\ntitle: Other\n---\nx\nmemory of tides, see [[The tide#part]]\n[[Equilibrium]]\n",
    "Papers/Equilibrium.md": "---\ntitle: Equilibrium\n---\nhttps://arxiv.org/abs/1905.13633\n",
    "Old 2028/Old 2028.md": "---\ntitle: Old 2028\ntype: conference\n---\n@Inês Farol, memory and tides\n",
}


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    vault = harbour_vault(tmp_path / "vault")
    for path, text in NOTES.items():
        (vault.root / path).parent.mkdir(exist_ok=True)
        (vault.root / path).write_text(text, encoding="utf-8")
    return vault


@pytest.fixture
def find(vault: Vault) -> Iterator[Find]:
    finder, ready = open_finder(vault), threading.Event()
    finder.refresh(done=lambda _: ready.set())
    assert ready.wait(20)

    def ask(query: str, limit: int, sort: str) -> Hits:
        return finder.find(query, limit, sort=sort, typing=False)

    yield ask
    finder.close()


def test_what_was_noted_on_the_speakers_comes_newest_first_with_the_line_that_names_them(find: Find) -> None:
    found = on_speakers(find, ["Inês Farol", 'No"body'], HERE)
    assert [(note.title, note.line, note.text) for note in found] == [
        ("Sand", 6, "@Inês Farol again"),
        ("Moon", 7, "@Ines Farol says tides have memory"),
    ]
    assert on_speakers(find, [], HERE) == ()


def test_what_was_noted_on_the_talks_words_comes_from_other_conferences_first(find: Find) -> None:
    found = on_words(find, ["Tides in Memory", "Morning water"], CONFERENCE, HERE)
    assert [note.title for note in found] == ["Moon", "Other"]
    assert on_words(find, ["In the of"], CONFERENCE, HERE) == ()


def test_the_words_that_say_what_a_talk_is_about() -> None:
    titles = ["Towards RNNs that Learn: A Study of GPT-4 in 2019", "深度学习 for the RNNs"]
    assert distinctive_words(titles) == ["Learn", "Study", "GPT-4", "RNNs", "深度学习"]


@pytest.mark.parametrize(
    ("line", "column", "name"),
    [
        ("he met @Ada Vento and @Bo Kai", 29, "Bo Kai"),
        ("he met @Ada Vento and @Bo Kai", 18, "Ada Vento"),
        ("he met @Ada Vento", 2, "Ada Vento"),
        ("as in [[Papers/Equilibrium|EP]] they", 36, "EP"),
        ("see https://arxiv.org/abs/1905.13633v2 for it", 45, "1905.13633"),
        ("see doi:10.1145/3292500.3330701", 31, "10.1145/3292500.3330701"),
        ("nobody here", 4, None),
    ],
)
def test_what_a_line_names_last(line: str, column: int, name: str | None) -> None:
    mention = mention_in(line, column)
    assert (mention.name if mention else None) == name


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("@Ines Farol", {"Sand", "Moon"}),
        ("[[Equilibrium]]", {"Other", "Equilibrium"}),
        ("https://arxiv.org/pdf/1905.13633v3", {"Equilibrium"}),
    ],
)
def test_what_was_noted_on_what_was_just_named(find: Find, line: str, titles: set[str]) -> None:
    mention = mention_in(line, len(line))
    assert mention is not None
    assert {note.title for note in on_mention(find, mention, HERE)} == titles


def test_how_many_further_talks_a_speaker_gives(vault: Vault) -> None:
    card = find_talk(vault, "Tides in Memory", at("10:00"))
    assert other_talks(vault, card.talk.speakers, card.key) == {"Inês Farol": 1, "Bo Kai": 1}
