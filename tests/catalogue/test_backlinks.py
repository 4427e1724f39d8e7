"""Who links to a note, in which sentence, under which heading."""

from __future__ import annotations

import pytest

from confnotes.catalogue.links.backlinks import backlinks, resolve
from confnotes.markup.plain import sentence_at
from confnotes.vault.vault import Vault


def put(vault: Vault, path: str, text: str) -> None:
    (vault.root / path).parent.mkdir(exist_ok=True)
    (vault.root / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("- [ ] read [[It]] again ^t101010", "read It again"),
        ("First. See [[It|that one. Really]] for more! Third.", "See that one. Really for more!"),
        ("As e.g. Y. Bengio et al. say in [[It]]. And so on.", "As e.g. Y. Bengio et al. say in It."),
        ("他说。见 [[It]]。再见。", "见 It。"),
        ("? is **[[It#Part]]** true? Who knows", "is It › Part true?"),
        ("[[It]]", "It"),
    ],
)
def test_the_sentence_of_a_link_reads_as_a_person_would_read_it(line: str, sentence: str) -> None:
    start = line.index("[[It")
    assert sentence_at(line, start, start + 4) == sentence


def test_backlinks_come_with_their_sentence_and_heading(vault: Vault) -> None:
    put(vault, "Old/Tides.md", "---\ntitle: Tides here\naliases: [The tide]\n---\n[[Tides]]\n")
    put(
        vault,
        "a.md",
        "---\nrel: '[[tides]]'\n---\n# A\n\n## Why\n\nOne. Two [[The tide#x|it]], [[Old/Tides]]. Three.\n",
    )
    put(vault, "b.md", "[[Tides here]] is no name of a file\n")
    put(vault, "Other/Tides.md", "")
    put(vault, "Other/c.md", "[[Tides]] of the same folder\n")
    found = backlinks(vault, "Old/Tides.md")
    assert [(one.path, one.line, one.sentence, one.heading) for one in found] == [
        ("a.md", 2, "rel: tides", None),
        ("a.md", 8, "Two it, Old/Tides.", "Why"),
    ]
    assert [one.line for one in backlinks(vault, "Old/Tides.md", 1)] == [2]
    assert [one.path for one in backlinks(vault, "Other/Tides.md")] == ["Other/c.md"]


def test_links_as_markdown_writes_them_lead_back_as_well(vault: Vault) -> None:
    put(vault, "in/It has blanks.md", "")
    put(vault, "in/a.md", "See [it](It%20has%20blanks.md#Part).\n")
    put(vault, "b.md", "Or [this](in/It%20has%20blanks). <!-- [[It has blanks]] -->\n")
    found = backlinks(vault, "in/It has blanks.md")
    assert [(one.path, one.sentence) for one in found] == [("b.md", "Or this."), ("in/a.md", "See it.")]


def test_a_link_of_the_front_matter_comes_with_its_field(vault: Vault) -> None:
    put(vault, "Ann.md", "# Ann\n")
    put(vault, "a.md", "---\nspeakers:\n  - \"[[Ann]]\"\n  - '[[Bo]]'\n---\n")
    put(vault, "b.md", "---\ntitle: B\nchair: '[[Ann]]'\n---\n")
    assert [one.sentence for one in backlinks(vault, "Ann.md")] == ["speakers: Ann", "chair: Ann"]


def test_a_link_is_seen_from_where_it_stands(vault: Vault) -> None:
    put(vault, "A/It.md", "")
    put(vault, "B/It.md", "---\naliases: Former\n---\n")
    assert resolve(vault, "it") == ["A/It.md", "B/It.md"]
    assert resolve(vault, "it", "B/here.md") == ["B/It.md"]
    assert resolve(vault, "../A/It", "B/here.md") == ["A/It.md"]
    assert resolve(vault, "it", "C/here.md") == ["A/It.md", "B/It.md"]
    put(vault, "It.md", "")
    assert resolve(vault, "it", "C/here.md") == ["It.md"]
    (vault.root / "It.md").unlink()
    assert resolve(vault, "former") == ["B/It.md"]
    assert resolve(vault, "nobody") == []
