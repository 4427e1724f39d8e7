"""A summary that is exported again keeps whatever its author typed into it, while the vault goes on."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confnotes.actions.exporting.write_export import write_export
from confnotes.catalogue.open_points import points
from confnotes.exporters.forms import render_summary
from confnotes.exporters.render_options import LinkStyle, RenderOptions
from confnotes.model.summary import Summary, SummaryItem, SummaryNote
from confnotes.vault.vault import Vault
from examples import examples
from html_samples import rich
from summary_samples import summary_of

TALK = "---\ntype: note\nstart: 2021-06-03T09:30:00\ntitle: {title}\n---\n\n{text}\n"


def vault_in(folder: Path) -> Vault:
    (folder / "Coastal ML 2021").mkdir(parents=True)
    (folder / ".confnotes").mkdir()
    (folder / "Coastal ML 2021" / "Coastal ML 2021.md").write_text("---\ntype: conference\n---\n", encoding="utf-8")
    (folder / "Coastal ML 2021" / "Tides.md").write_text(
        TALK.format(title="Tides", text="they come twice\n\n- [ ] measure one"), encoding="utf-8"
    )
    return Vault.open(folder)


@pytest.mark.parametrize("links", LinkStyle)
def test_a_summary_in_the_vault_is_not_part_of_the_next_one(tmp_path: Path, links: LinkStyle) -> None:
    vault = vault_in(tmp_path)
    path = tmp_path / "Coastal ML 2021" / "Coast summary.md"
    setting = RenderOptions(links=links, name="Coast summary")
    assert write_export(path, render_summary(summary_of(vault, "Coastal ML 2021"), "markdown", setting)).changed
    vault = Vault.open(tmp_path)
    again = summary_of(vault, "Coastal ML 2021")
    assert [item.title for item in again.items()] == ["Tides"]
    assert not write_export(path, render_summary(again, "markdown", setting)).changed
    if links is LinkStyle.OBSIDIAN:
        assert [note.title for note in points(vault)] == ["Tides"]


def test_the_vault_and_the_author_write_on_side_by_side(tmp_path: Path) -> None:
    vault = vault_in(tmp_path / "notes")
    path = tmp_path / "coast.md"
    setting = RenderOptions(name="coast")

    def export() -> tuple[str, int]:
        put = write_export(path, render_summary(summary_of(vault, "Coastal ML 2021"), "markdown", setting))
        return path.read_text(encoding="utf-8"), put.kept

    text, _ = export()
    path.write_text(text.replace("they come twice\n", "they come twice\n\nAnd I saw both.\n"), encoding="utf-8")
    folder = tmp_path / "notes" / "Coastal ML 2021"
    (folder / "Tides.md").write_text(
        TALK.format(title="Tides", text="they come twice\n\n- [ ] measure one\n- they go twice"), encoding="utf-8"
    )
    (folder / "Gauges.md").write_text(TALK.format(title="Gauges", text="they drift"), encoding="utf-8")
    text, kept = export()
    assert kept == 0
    assert "they come twice\n\nAnd I saw both.\n\n- [ ] measure one\n- they go twice\n" in text
    assert "they drift\n" in text
    (folder / "Gauges.md").write_text(TALK.format(title="Gauges", text="they drift at night"), encoding="utf-8")
    path.write_text(text.replace("they drift\n", "they drift, I hear\n"), encoding="utf-8")
    text, kept = export()
    assert kept == 1
    assert "they drift, I hear\n" in text
    assert "at night" not in text
    assert export() == (text, 0)


def changed(summary: Summary, chance: random.Random) -> Summary:
    """The summary after some days: talks gone and come, notes written on, lists longer and shorter."""

    def item(one: SummaryItem) -> SummaryItem:
        if chance.random() < 0.4:
            words = "".join(
                chance.choice(("a line\n", "\n", "- an item\n", "| a | b |\n", "```\n", "> so\n")) for _ in range(5)
            )
            return replace(one, notes=(*one.notes, SummaryNote(words, view=chance.choice(("", "I doubt it")))))
        return replace(one, rating=chance.randrange(1, 6))

    parts = []
    for part in summary.parts:
        sessions = [
            replace(session, items=tuple(item(one) for one in session.items if chance.random() < 0.8))
            for session in part.sessions
        ]
        if chance.random() < 0.3:
            sessions.reverse()
        parts.append(replace(part, sessions=tuple(sessions)))
    summary = replace(
        summary, parts=tuple(parts), highlights=(), themes=(), actions=(), missed=(), later=(), posters=()
    )
    known = set(summary.by_id)
    return replace(
        summary,
        people=tuple(
            replace(one, items=tuple(known & set(one.items))) for one in summary.people if chance.random() < 0.8
        ),
        tags=() if chance.random() < 0.5 else summary.tags,
        references=tuple(replace(one, items=()) for one in summary.references),
    )


def typed_into(text: str, chance: random.Random, count: int) -> str:
    """The text after some edits anywhere but in the last comment: lines added, changed, taken out and moved."""
    lines = text.split("\n")
    for number in range(count):
        end = lines.index("<!-- confnotes made")
        row, what = chance.randrange(end), chance.random()
        if what < 0.5:
            lines.insert(row, f"typed {number}")
        elif what < 0.7:
            lines[row] = f"typed {number} {lines[row]}"
        elif what < 0.85:
            del lines[row : row + chance.randrange(1, 4)]
            if "<!-- confnotes made" not in lines:
                return text
        else:
            block = lines[row : min(row + 6, end)]
            del lines[row : row + len(block)]
            at = chance.randrange(lines.index("<!-- confnotes made") + 1)
            lines[at:at] = block
    return "\n".join(lines)


@given(st.randoms(use_true_random=False), st.integers(0, 12), st.booleans(), st.sampled_from(list(LinkStyle)))
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_line_of_the_author_is_lost(
    tmp_path: Path, chance: random.Random, count: int, folder: bool, links: LinkStyle
) -> None:
    setting = RenderOptions(links=links, folder=folder, name="Coast", bibliography="@a")
    home = tmp_path / str(len(list(tmp_path.iterdir())))
    home.mkdir()
    path = home / "Coast.md"
    write_export(path, render_summary(rich(), "markdown", setting))
    typed: dict[Path, list[str]] = {}
    for page in sorted(home.glob("*.md")):
        text = typed_into(page.read_text(encoding="utf-8"), chance, count)
        page.write_bytes(text.replace("\n", chance.choice(("\n", "\r\n"))).encode())
        typed[page] = [line for line in text.split("\n") if line.startswith("typed ")]
    after = render_summary(changed(rich(), chance), "markdown", setting)
    write_export(path, after)
    for page, lines in typed.items():
        there = page.read_bytes().decode().replace("\r\n", "\n").split("\n")
        assert sorted(line for line in there if line.startswith("typed ")) == sorted(lines)
    before = {page: page.read_bytes() for page in home.iterdir()}
    assert write_export(path, after) == replace(write_export(path, after), changed=False)
    assert {page: page.read_bytes() for page in home.iterdir()} == before
