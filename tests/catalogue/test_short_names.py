"""Those who asked questions by their initials."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from confnotes.catalogue.audience.short_names import ShortNames
from confnotes.markup.note import parse_note
from confnotes.vault.vault import Vault
from summary_samples import summary_of


def short(*texts: str, speakers: tuple[str, ...] = ()) -> list[str]:
    notes = [parse_note(PurePosixPath(f"{number}.md"), text) for number, text in enumerate(texts)]
    names = ShortNames(notes, speakers)
    return [names.note(note).body for note in notes]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("? why @Marta Lind", "? why @M. L."),
        ("? why @Marta Lind ^t101500", "? why @M. L. ^t101500"),
        ("- ? why @[[Marta Lind]]\n  ! so, @Marta Lind", "- ? why @M. L.\n  ! so, @M. L."),
        ("? why @[[People/Marta Lind|Marta]]", "? why @M. L."),
        ("? @Marta: why", "? @[[M.]]: why"),
        ("? why @山田太郎", "? why @山"),
        ("? why @[[山田 太郎]]", "? why @[[山 太]]"),
        ("? why @Marta Lind\n- [ ] write to @Marta Lind", "? why @M. L.\n- [ ] write to @M. L."),
        ("? why @Marta Lind\nMarta Lind said it, marta lind too", "? why @M. L.\nM. L. said it, M. L. too"),
        ("? why @Marta Lind\nsee [[People/Marta Lind]]", "? why @M. L.\nsee M. L."),
        ("? why @Marta Lind\nMarta Lindgren is another", "? why @M. L.\nMarta Lindgren is another"),
        ("? why @Will\nWill it rain", "? why @W.\nWill it rain"),
        ("with @Marta Lind", "with @Marta Lind"),
        ("? why", "? why"),
    ],
)
def test_a_name_is_short_wherever_it_stands(text: str, told: str) -> None:
    assert short(text) == [told]


def test_who_asked_in_one_note_is_short_in_all(tmp_path: Path) -> None:
    assert short("? why @Marta Lind", "with @Marta Lind") == ["? why @M. L.", "with @M. L."]


def test_a_speaker_is_short_as_one_who_asked_only() -> None:
    told = short("? why @Marta Lind\n! said @Marta Lind\nMarta Lind, @Marta Lind", speakers=("Marta Lind",))
    assert told == ["? why @M. L.\n! said @M. L.\nMarta Lind, @Marta Lind"]


def test_a_summary_knows_nobody_who_asked_by_name(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path)
    (vault.root / "Wave 2020").mkdir()
    (vault.root / "Wave 2020" / "program.yaml").write_text(
        "sessions:\n  - id: s\n    talks:\n      - {id: a, title: Foam, speakers: [{name: Jo Quell}]}\n"
    )
    (vault.root / "Wave 2020" / "Wave 2020.md").write_text("---\ntype: conference\n---\nDinner with @Marta Lind\n")
    (vault.root / "Wave 2020" / "foam.md").write_text(
        "---\ntalk: wave-2020/a\n---\n? is it white @Marta Lind\n! says @Jo Quell\n? is it wet @Jo Quell\n"
        "- [ ] write to @Marta Lind\n#takeaway Marta Lind doubts it\n"
    )
    summary = summary_of(vault, "Wave 2020", short_names=True)
    (item,) = summary.noted()
    assert [(one.text, one.asked_by) for one in item.questions] == [("is it white", "M. L."), ("is it wet", "J. Q.")]
    assert "Lind" not in repr(summary)
    assert "Jo Quell" in [person.name for person in summary.people]
    assert "M. L." in [person.name for person in summary.people]
    assert "Marta Lind" in repr(summary_of(vault, "Wave 2020"))
