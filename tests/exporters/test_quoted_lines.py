"""Lines that digest, highlights and next steps quote from notes, for people who don't know the note."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from confnotes.exporters.quoted_lines import without_marks
from confnotes.model.content import SummaryContent
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, harbour_vault
from summary_samples import export_of

AFTER = datetime(2031, 5, 20, 9)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("buoys beat satellites here #sensing/local", "buoys beat satellites here"),
        ("buoys beat satellites #sensing #cheap", "buoys beat satellites"),
        ("the #sensing people trust buoys", "the sensing people trust buoys"),
        ("#sensing", "sensing"),
        ("ask @Ada Lind about `#define` and `@Ada`", "ask Ada Lind about `#define` and `@Ada`"),
        ("ask @[Ada Lind](#ada) for the data", "ask [Ada Lind](#ada) for the data"),
        ("C# at ada@example.org, and @param x of issue #12", "C# at ada@example.org, and @param x of issue #12"),
    ],
)
def test_tags_and_signs_of_mentions_are_left_out_of_a_quoted_line(line: str, read: str) -> None:
    assert without_marks(line) == read


@pytest.mark.parametrize(("form", "label"), [("markdown", "*My view:* "), ("slack", "_My view:_ "), ("json", "")])
def test_an_opinion_in_the_digest_is_labelled_as_one(form: str, label: str, tmp_path: Path) -> None:
    vault: Vault = harbour_vault(tmp_path)
    vault.save(
        f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md",
        "---\ntitle: Tides in Memory\ntalk: harbourconf-2031/tides-in-memory\n---\n"
        "The buoys measure the tides of a whole year.\n\n"
        "Me: I doubt that one battery lasts for a winter, because the cold takes half of it.\n",
        None,
    )
    made = export_of(vault, CONFERENCE, form, AFTER, contents=frozenset({SummaryContent.DIGEST})).decode()
    assert f"{label}I doubt that one battery lasts" in made
    assert "view:* The buoys" not in made and "view:_ The buoys" not in made


def test_an_opinion_in_the_digest_of_several_authors_is_labelled_with_its_author(tmp_path: Path) -> None:
    vault: Vault = harbour_vault(tmp_path)
    vault.save(
        f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md",
        "---\ntitle: Tides in Memory\ntalk: harbourconf-2031/tides-in-memory\nauthor: Vera Moss\n---\n"
        "The buoys measure the tides of a whole year.\n\n"
        "Me: I doubt that one battery lasts for a winter, because the cold takes half of it.\n",
        None,
    )
    vault.save(
        f"{CONFERENCE}/Tides in Memory of Bo.md",
        "---\ntitle: Tides of Bo\ntalk: harbourconf-2031/tides-in-memory\nauthor: Bo Lund\n---\n"
        "Me: Nobody asked about ice.\n",
        None,
    )
    made = export_of(vault, CONFERENCE, "markdown", AFTER, contents=frozenset({SummaryContent.DIGEST})).decode()
    assert "*Vera Moss’s view:* I doubt that one battery lasts for a winter, because the cold takes half of it." in made
    assert "The buoys measure the tides of a whole year. — Vera Moss" in made
