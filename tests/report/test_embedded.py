"""Notes that notes embed: told where they stand, as their readers may read them, once, and never without end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from confnotes.model.program import Conference, Program, Session, Speaker, Talk
from confnotes.model.summary import Audience, Summary, SummaryItem, SummaryOrder
from confnotes.report import embedded
from confnotes.report.summarise import draft
from confnotes.vault.vault import Vault
from program_files import save_program
from summary_samples import summary_of

CONFERENCE = "Delta Days 2032"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.create(tmp_path / "notes")


def put(vault: Vault, path: str, text: str) -> None:
    vault.save(path, text, None)


def told(vault: Vault, text: str, **order: Any) -> str:
    """What a note of a talk says, with what it embeds."""
    return item_of(vault, text, **order).notes[0].text


def item_of(vault: Vault, text: str, **order: Any) -> SummaryItem:
    """The talk that the note is about."""
    (item,) = (one for one in summary_with(vault, text, **order).items() if one.title == "Host")
    return item


def summary_with(vault: Vault, text: str, **order: Any) -> Summary:
    """The summary of a talk with this note."""
    talk = Talk("Host", "host", speakers=(Speaker("Ida Brandt"),))
    save_program(vault, CONFERENCE, Program(Conference(CONFERENCE), (Session("All", "s", talks=(talk,)),)))
    put(vault, f"{CONFERENCE}/Host.md", f"---\ntitle: Host\ntalk: delta-days-2032/host\n---\n{text}\n")
    return summary_of(vault, CONFERENCE, **order)


TIDE = "one ^t101500\n\n- two\n\n## Part\nthree\n### Inner\nfour\n## Next\nfive\n\nsix ^b1\n- seven ^b2\n  - eight\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n\n![[Tide#Part]]\n\nb", "a\n\n> **Tide › Part**\n>\n> three\n> ### Inner\n> four\n\nb"),
        ("![[Tide#Part#Inner]]", "> **Tide › Part › Inner**\n>\n> four"),
        ("![[Tide#^b1]]", "> **Tide**\n>\n> six"),
        ("![[Tide#^b2|aside]]", "> **aside**\n>\n> - seven\n>   - eight"),
        ("![[tide.md#^B1]]", "> **tide**\n>\n> six"),
        ("![[Notes/Tide#^b1]]", "> **Tide**\n>\n> six"),
        ("![[Ebb]]", "> **Ebb**\n>\n> by an alias"),
        ("- ![[Tide#^b1]]\n- c", "- > **Tide**\n  >\n  > six\n\n- c"),
        ("- a ![[Tide#^b1]] b", "- a Tide b\n\n  > **Tide**\n  >\n  > six"),
        ("> ![[Tide#^b1]]\nb", "> > **Tide**\n> >\n> > six\n>\nb"),
        ("# ![[Tide#^b1]]\nb", "# Tide\n\n> **Tide**\n>\n> six\n\nb"),
        ("| a |\n|---|\n| ![[Tide#^b1]] |\n| c |\n\nd", "| a |\n|---|\n| Tide |\n| c |\n\n> **Tide**\n>\n> six\n\nd"),
        ("`![[Tide]]`", "`![[Tide]]`"),
        ("![[Empty]]", "> **Empty**"),
        ("![[talk.pdf]] and ![[board.canvas|the board]]", "talk.pdf and the board"),
        ("![[#Own]]\n## Own\nhere", "> **Own**\n>\n> here\n\n## Own\nhere"),
        ("![[Gone]]", "Gone *(no note “Gone”)*"),
        ("![[Tide#Gone]]", "Tide › Gone *(no heading “Gone”)*"),
        ("![[Tide#^gone]]", "Tide *(no block “gone”)*"),
    ],
)
def test_what_is_embedded_stands_as_a_quotation_under_its_name(vault: Vault, text: str, shown: str) -> None:
    put(vault, "Notes/Tide.md", TIDE)
    put(vault, "Notes/Low.md", "---\naliases: [Ebb]\n---\nby an alias\n")
    put(vault, "Notes/Empty.md", "")
    lines = [line.rstrip() for line in told(vault, text).split("\n")]
    assert "\n".join(lines).strip() == shown


def test_an_embedded_note_is_shown_without_stamps_and_keeps_its_points(vault: Vault) -> None:
    put(vault, "Notes/Tide.md", "takeaway: theirs ^t101500\nClaim: theirs\n? whose\n- [ ] do it\nMe: hm\n")
    item = item_of(vault, "takeaway: mine\n![[Tide]]")
    assert [one.text for one in item.takeaways] == ["mine"]
    assert (item.claim, item.questions, item.tasks) == ("", (), ())
    assert "> takeaway: theirs\n> Claim: theirs\n> ? whose\n> - [ ] do it\n> Me: hm" in item.notes[0].text


@pytest.mark.parametrize("text", ["takeaway: ![[Tide]]", "? why ![[Tide]]", "claim: ![[Tide]]", "Me: so\n![[Tide]]"])
def test_an_embedded_note_is_shown_wherever_it_is_embedded(vault: Vault, text: str) -> None:
    put(vault, "Notes/Tide.md", "the tide\n")
    (note,) = item_of(vault, text).notes
    assert "> the tide" in note.text + note.view


def test_footnotes_of_several_embedded_notes_stay_apart_and_go_along_with_a_part(vault: Vault) -> None:
    put(vault, "Notes/A.md", "a[^1]\n\n[^1]: first\n")
    put(vault, "Notes/B.md", "# H\nb[^1] ^b1\n\n# I\n[^1]: second\n")
    text = told(vault, "own[^1]\n\n![[A]]\n\n![[B#^b1]]\n\n[^1]: mine")
    for words in ("own[^1]", "[^1]: mine", "> a[^1-1]", "> [^1-1]: first", "> b[^2-1]", "> [^2-1]: second"):
        assert words in text


@pytest.mark.parametrize("audience", ["team", "public"])
@pytest.mark.parametrize(
    "hidden",
    [
        "---\nprivate: true\n---\nzebra\n",
        "#private\nzebra\n",
        "---\n: [broken\n---\nzebra\n",
        "%%zebra%%\n",
        "<!-- zebra -->\n",
    ],
)
@pytest.mark.parametrize("text", ["![[Plan]]", "- ![[Plan#Part]]", "![[Outer]]", "takeaway: ![[Plan]]"])
def test_embedding_a_private_note_reveals_nothing(vault: Vault, audience: str, hidden: str, text: str) -> None:
    put(vault, "Notes/Plan.md", f"{hidden}\n## Part\n%%zebra%%\n")
    put(vault, "Notes/Outer.md", "outer ![[Plan]]\n")
    assert "zebra" in repr(summary_with(vault, f"open words\n\n{text}"))
    assert "zebra" not in repr(summary_of(vault, CONFERENCE, audience=audience))


def test_the_public_sees_nothing_of_an_embedded_note_that_is_not_shared(vault: Vault) -> None:
    put(vault, "Notes/Secret plan.md", "---\nno-share: true\n---\nzebra\n")
    assert "zebra" in repr(summary_with(vault, "![[Secret plan]]", audience="team"))
    shown = repr(summary_of(vault, CONFERENCE, audience="public"))
    assert "zebra" not in shown
    assert "Secret" not in shown


def test_only_the_author_sees_that_an_embedded_note_is_missing(vault: Vault) -> None:
    assert told(vault, "![[Gone#Part]]", audience="team") == "Gone › Part"
    made = draft(vault, SummaryOrder(CONFERENCE, audience=Audience.TEAM))
    assert [(one.number, one.names) for one in made.left_out if "embedded" in one.why] == [(1, ("Gone#Part",))]


def test_those_who_asked_in_an_embedded_note_are_shortened_too(vault: Vault) -> None:
    put(vault, "Notes/Tide.md", "? why @Grace Hopper\n")
    assert "Grace" not in told(vault, "a\n\n![[Tide]]", short_names=True)


def test_a_note_of_somebody_elses_vault_embeds_from_that_vault_alone(vault: Vault, tmp_path: Path) -> None:
    other = Vault.create(tmp_path / "other")
    item_of(other, "![[Tide]] ![[Plan]]")
    put(other, "Notes/Tide.md", "their tide\n")
    put(other, "Notes/Plan.md", "---\nprivate: true\n---\nzebra\n")
    put(vault, "Notes/Tide.md", "my tide\n")
    item = item_of(vault, "mine", others=(("Bo", str(other.root)),))
    text = "\n".join(note.text for note in item.notes)
    assert "> their tide" in text
    assert "my tide" not in text
    assert "zebra" not in text


def test_notes_that_embed_each_other_are_shown_once_each(vault: Vault) -> None:
    put(vault, "Notes/A.md", "in a\n\n![[B]]\n")
    put(vault, "Notes/B.md", "in b\n\n![[A]]\n\n![[B]]\n\n![[Host]]\n")
    text = told(vault, "mine\n\n![[A]]")
    assert (text.count("in a"), text.count("in b"), text.count("mine")) == (1, 1, 1)


def test_a_deep_or_wide_tangle_comes_to_an_end(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "MOST_LETTERS", 5_000)
    for level in range(9):
        put(vault, f"Notes/L{level}.md", f"level {level}\n" + f"\n![[L{level + 1}]]\n" * 10)
    text = told(vault, "![[L0]]")
    assert len(text) < 40_000
    assert "too many embedded notes" in text
