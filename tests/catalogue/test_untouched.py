"""Labels and headings that a template put into a note are no content until somebody writes on them."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from confnotes.actions.notes.take_note import draft, save
from confnotes.catalogue.list_things import list_things
from confnotes.catalogue.open_points import points
from confnotes.catalogue.templates.template_files import BUILT_IN
from confnotes.catalogue.templates.untouched import Untouched
from confnotes.markup.note import parse_note
from confnotes.vault.vault import Vault
from poster_hall import CONFERENCE, fill_hall, key
from summary_samples import set_as
from summary_samples import summary_of as summarise

HEAD = '---\nspeakers:\n  - "[[Ada Vento]]"\n  - "[[Bo x Kai|Bo (x) Kai]]"\n---\n'


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("- claim: \n- trick: wide\n- doubt:\n?\n", "- trick: wide\n"),
        ("- claim:\n  - a part\n", "- claim:\n  - a part\n"),
        ("- claim: ^t101112\n", ""),
        ("- Ada Vento: \n- Bo (x) Kai:\nfree\n- three things:\n", "free\n- three things:\n"),
        ("## Set-up\n\n## Steps\n\n- one\n\n## Exercise\n\n", "\n## Steps\n\n- one\n\n\n"),
        ("## Steps\n### detail\nx", "## Steps\n### detail\nx"),
        ("## Own heading\n", "## Own heading\n"),
        ("```\n- claim:\n```\n", "```\n- claim:\n```\n"),
        ("", ""),
    ],
)
def test_only_what_waits_for_words_goes(body: str, left: str) -> None:
    note = parse_note(PurePosixPath("a.md"), HEAD + body)
    assert Untouched(BUILT_IN.values()).body_without(note) == left


def test_the_users_own_templates_count() -> None:
    note = parse_note(PurePosixPath("a.md"), HEAD + "# Facts\nWho:\nGood: yes\nNote well\n")
    own = Untouched(["---\na: 1\n---\n# Facts\nWho: {{cursor}}\nGood:\nNote well\n"])
    assert own.body_without(note) == "# Facts\nGood: yes\nNote well\n"


def test_a_question_and_a_task_of_the_template_are_nobodys_own_until_they_are_answered_or_done(vault: Vault) -> None:
    fill_hall(vault)
    own = vault.root / ".confnotes" / "templates" / "poster.md"
    own.parent.mkdir(exist_ok=True)
    own.write_text("? what is new\n- [ ] write to {{speaker}}\n- [ ] read it\n", encoding="utf-8")
    for name in ("A2", "A3"):
        begun = draft(vault, key(name))
        save(vault, begun, f"{begun.text}- [ ] mine\n? also mine\n")
    answered = draft(vault, key("A3"))
    text = answered.text.replace("? what is new\n", "? what is new\n! all of it\n").replace(
        "[ ] read it", "[x] read it"
    )
    save(vault, answered, text)
    assert sorted(str(row["text"]) for row in list_things(vault, "tasks")) == ["mine", "mine", "read it"]
    told = {str(row["text"]): row["state"] for row in list_things(vault, "questions")}
    assert told == {"also mine": "open", "what is new": "answered"}
    open_ones = [point.text for note in points(vault) for point in note.points if point.open]
    assert sorted(open_ones) == ["also mine", "also mine", "mine", "mine"]
    summary = set_as("markdown", summarise(vault, CONFERENCE))
    assert "write to" not in summary and summary.count("read it") == 1  # done: with its talk only


def test_a_summary_shows_no_label_that_nobody_wrote_on(vault: Vault) -> None:
    fill_hall(vault)
    note = draft(vault, key("A2"))
    save(vault, note, note.text.replace("- trick: ", "- trick: fisher scores"))
    only_begun = draft(vault, key("A3"))
    save(vault, only_begun, only_begun.text)
    text = set_as("markdown", summarise(vault, CONFERENCE))
    assert "fisher scores" in text and "claim" not in text and "doubt" not in text
