"""Flashcards that Anki imports twice: the second time updates them, and what was typed is only text."""

from __future__ import annotations

import io
import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from confnotes.errors import NotFoundError
from confnotes.exporters.forms import render_summary
from confnotes.exporters.render_options import RenderOptions
from confnotes.model.summary import (
    Audience,
    Summary,
    SummaryItem,
    SummaryNote,
    SummaryOrder,
    SummaryPart,
    SummaryQuestion,
    SummarySession,
)
from confnotes.report.summarise import draft
from secret_vault import CONFERENCE, Secrets, secret_vault
from summary_samples import HOSTILE, TIDES

pytest.importorskip("genanki")

ATTACKS = (
    *HOSTILE,
    "[sound:x.mp3]",
    "[latex]\\input{/etc/passwd}[/latex]",
    r"\(\href{javascript:alert(1)}{x}\)",
    "{{x}}",
)


def asked(*pairs: tuple[str, str | None], claim: str = "", title: str = TIDES.title) -> Summary:
    """A summary of one talk with a claim and questions with their answers."""
    questions = tuple(SummaryQuestion(f"q{at}", text, answer) for at, (text, answer) in enumerate(pairs))
    item = replace(
        TIDES, title=title, notes=(SummaryNote(claim=claim, questions=questions),), tags=("sea/tides", "a b")
    )
    return Summary("Coastal ML 2021", parts=(SummaryPart(sessions=(SummarySession(items=(item,)),)),))


def cards(summary: Summary, folder: Path, moment: float = 1) -> dict[str, tuple[str, str, str, str, int]]:
    """Front, back, source, tags and time of each card, by its id."""
    data = render_summary(summary, "anki", RenderOptions(moment=moment)).data
    path = folder / "collection.anki2"
    path.write_bytes(ZipFile(io.BytesIO(data)).read("collection.anki2"))
    with sqlite3.connect(path) as opened:
        rows = opened.execute("select guid, flds, tags, mod from notes").fetchall()
    return {guid: (*fields.split("\x1f"), tags, mod) for guid, fields, tags, mod in rows}


def test_claims_and_answered_questions_become_cards(tmp_path: Path) -> None:
    found = cards(asked(("why *small*", "few sines"), ("open", None), claim="ten weights are enough"), tmp_path)
    assert [(front, back) for front, back, *_ in found.values()] == [
        ("Claim: Learning Tides with *Small* Networks", "ten weights are enough"),
        ("why <em>small</em>", "few sines"),
    ]
    assert all("Ida Brandt" in source and "Coastal ML 2021" in source for _, _, source, _, _ in found.values())
    assert {tags for *_, tags, _ in found.values()} == {" sea::tides a-b "}


def test_a_second_import_updates_the_answer_and_keeps_the_card(tmp_path: Path) -> None:
    before = cards(asked(("why", "so"), claim="old"), tmp_path, moment=100)
    after = cards(asked(("new one", "yes"), ("why", "because"), claim="new"), tmp_path, moment=200)
    assert set(before) < set(after)
    assert {guid: after[guid][1] for guid in before} == dict(zip(before, ["new", "because"], strict=True))
    assert all(after[guid][4] > before[guid][4] for guid in before)


def test_a_deck_without_cards_says_what_to_write() -> None:
    with pytest.raises(NotFoundError, match="no claims"):
        render_summary(asked(("open", None)), "anki", RenderOptions())


@pytest.mark.parametrize("attack", [one for one in ATTACKS if "\x1b" not in one])
def test_nothing_that_was_typed_runs_loads_or_plays(tmp_path: Path, attack: str) -> None:
    for front, back, source, *_ in cards(asked((attack, attack), claim=attack, title=attack), tmp_path).values():
        for field in (front, back, source):
            assert not re.search(r"\[(?:sound:|/?latex|\$)|\\[(\[]", field, re.IGNORECASE)
            assert set(re.findall(r"<(/?\w+)", field)) <= {f"{end}{name}" for end in ("", "/") for name in TAGS}
            assert all(one.startswith(("http", "mailto:")) for one in re.findall(r'href="([^"]*)"', field))


TAGS = ("a", "em", "strong", "s", "mark", "code", "br")


@pytest.mark.parametrize("audience", ["team", "public"])
def test_no_card_tells_a_secret(tmp_path: Path, audience: str) -> None:
    secrets = Secrets()
    vault = secret_vault(tmp_path, secrets)
    summary = draft(vault, SummaryOrder(CONFERENCE, audience=Audience(audience))).summary
    item = SummaryItem("talk-more", "More", notes=(SummaryNote(claim="one"),))
    summary = replace(summary, parts=(*summary.parts, SummaryPart(sessions=(SummarySession(items=(item,)),))))
    text = repr(cards(summary, tmp_path))
    assert "one" in text
    assert not [word for word in secrets.kept_from(audience) if word in text]
