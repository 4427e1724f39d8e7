"""A new note begins with the template for its kind of talk, and nothing of a template can do harm."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from confnotes.actions.check_vault import check
from confnotes.actions.notes.take_note import OpenNote, draft, save
from confnotes.catalogue.program.talks import card
from confnotes.catalogue.templates.note_template import begin_free, begin_note, begin_with
from confnotes.catalogue.templates.template_files import all_templates
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.frontmatter import split
from confnotes.model.program import Conference, Kind, Program, Resource, ResourceKind, Role, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from program_files import save_program

TRAP = "{{abstract}} [[Other]] #tag"


@pytest.fixture
def days(vault: Vault) -> Vault:
    """A conference with one talk of several kinds."""

    def talk(identity: str, kind: Kind, *speakers: Speaker, title: str = "Deep Tides") -> Talk:
        paper = Resource(ResourceKind.PAPER, "https://example.org/paper")
        return Talk(
            title, identity, kind, datetime(2031, 5, 12, 9), speakers=speakers, resources=(paper,), abstract="A."
        )

    panel = (
        Speaker("Ada Vento", role=Role.PANELIST),
        Speaker("Bo Kai", role=Role.PANELIST),
        Speaker("Lu", role=Role.CHAIR),
    )
    talks = (
        talk("talk", Kind.TALK, Speaker("Bo Kai")),
        talk("poster", Kind.POSTER, Speaker("Bo Kai")),
        talk("panel", Kind.PANEL, *panel),
        talk("tutorial", Kind.TUTORIAL),
        talk("trap", Kind.ORAL, title=TRAP),
    )
    in_posters = Session("Posters", "s2", Kind.POSTER, talks=(talk("inside", Kind.TALK),))
    program = Program(Conference("Days", timezone="Europe/Paris"), (Session("All", "s1", talks=talks), in_posters))
    save_program(vault, "Days", program)
    return vault


def write(vault: Vault, name: str, text: str) -> None:
    folder = vault.root / ".confnotes" / "templates"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


def body_of(vault: Vault, talk: str) -> str:
    return split(draft(vault, f"days/{talk}").text).body


def test_talks_begin_empty_and_other_kinds_with_what_is_useful_there(days: Vault) -> None:
    assert body_of(days, "talk") == "\n"
    assert body_of(days, "poster") == body_of(days, "inside") == "\n- claim: \n- trick: \n- doubt: \n? \n"
    assert body_of(days, "panel").startswith("\n- Ada Vento: \n- Bo Kai: \n")
    assert "## Steps" in body_of(days, "tutorial")


def test_typing_begins_at_the_first_empty_place(days: Vault) -> None:
    note = draft(days, "days/poster")
    assert note.cursor is not None and note.text[: note.cursor].endswith("\n- claim: ")


def test_an_untouched_template_leaves_no_file_and_one_that_was_typed_into_is_kept(days: Vault) -> None:
    note = draft(days, "days/poster")
    assert not (days.root / note.path).exists()
    saved = save(days, note, note.text.replace("- claim: ", "- claim: wide"))
    write(days, "poster", "other\n")
    assert draft(days, "days/poster") == saved


def test_the_vaults_template_comes_first_then_the_users_then_that_for_talks(days: Vault, own_home: Path) -> None:
    own = own_home / "config" / "confnotes" / "templates"
    own.mkdir(parents=True)
    (own / "poster.md").write_text("the user's {{title}}\n")
    assert body_of(days, "poster") == "\nthe user's Deep Tides\n"
    write(days, "poster", "the vault's\n")
    assert body_of(days, "poster") == "\nthe vault's\n"
    write(days, "talk", "any talk\n")
    assert (body_of(days, "talk"), body_of(days, "tutorial")) == ("\nany talk\n", "\nany talk\n")
    assert [one.name for one in all_templates(days)] == ["demo", "keynote", "panel", "poster", "talk", "tutorial"]


def test_values_of_a_program_are_only_text(days: Vault) -> None:
    write(days, "oral", "about {{title}}\nat {{date}} {{time}}, {{room}}\n{{paper}}\n")
    assert body_of(days, "trap") == (
        "\nabout {{abstract}} [\\[Other]] \\#tag\nat 2031-05-12 09:00, \nhttps://example.org/paper\n"
    )


def test_front_matter_of_a_template_adds_fields_and_never_takes_the_notes(days: Vault) -> None:
    write(
        days,
        "oral",
        "---\ntitle: x\ntalk: days/other\ntype: y\nconference: z\n"
        "tags: [a]\nstatus: new\nby: '{{speakers}}'\n---\ntext\n",
    )
    found = split(draft(days, "days/trap").text)
    assert found.fields["title"] == TRAP and found.fields["talk"] == "days/trap"
    assert (found.fields["type"], found.fields["conference"]) == ("note", "[[Days]]")
    assert (found.fields["tags"], found.fields["status"], "by" in found.fields) == (["a"], "new", False)


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("---\na: [\n---\nstays\n", "front matter"),
        ("---\na: {b: {{title}}: c}\n---\nstays\n", "front matter"),
        ("---\n- a list\n---\nstays\n", "front matter"),
    ],
)
def test_broken_front_matter_of_a_template_is_reported_and_its_text_kept(days: Vault, template: str, told: str) -> None:
    write(days, "oral", template)
    note = draft(days, "days/trap")
    assert note.remark is not None and told in note.remark and "oral.md" in note.remark
    assert split(note.text).body == "\nstays\n" and split(note.text).fields["talk"] == "days/trap"


def test_a_template_that_cannot_be_read_never_keeps_a_note_from_opening(days: Vault) -> None:
    folder = days.root / ".confnotes" / "templates"
    folder.mkdir()
    path = folder / "oral.md"
    for make in (
        lambda: path.write_bytes(b"caf\xe9"),
        lambda: path.write_text("x" * 200_000),
        lambda: os.mkfifo(path),
        lambda: path.mkdir(),
        lambda: path.symlink_to("/etc/passwd"),
        lambda: path.write_text("{{abstract}}" * 8000 + "x" * 600_000),
    ):
        make()
        note = draft(days, "days/trap")
        assert note.remark and "\n" not in note.remark
        assert split(note.text).body == "\n"
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def test_doctor_names_what_is_wrong_with_templates(days: Vault) -> None:
    write(days, "poster", "---\na: [\n---\n{{titel}}\n")
    write(days, "panel", "{{title}}\n")
    found = [(problem.path, problem.line, problem.message) for problem in check(days)]
    assert len(found) == 2
    assert found[0][0] == found[1][0] == ".confnotes/templates/poster.md"
    assert "front matter" in found[0][2] and found[1][1:] == (4, "{{titel}} is not a placeholder")


def test_a_named_template_is_used_for_any_note(days: Vault, tmp_path: Path) -> None:
    write(days, "corridor", "with {{title}} on {{date}}\n")
    at = datetime(2031, 5, 12, 9, 7)
    assert begin_free(days, "Coffee", None, at, "corridor").text.endswith("\nwith Coffee on 2031-05-12\n")
    assert split(begin_with(days, card(days, "days/talk"), "poster").text).body.startswith("\n- claim:")
    (tmp_path / "file.md").write_text("from {{room}}a file\n")
    assert split(begin_with(days, card(days, "days/talk"), str(tmp_path / "file.md")).text).body == "\n"
    for name in ("none", "../vault", ".hidden", "a/b"):
        with pytest.raises(NotFoundError):
            begin_with(days, card(days, "days/talk"), name)
    write(days, "large", "x" * 200_000)
    with pytest.raises(ConfnotesError, match="larger"):
        begin_with(days, card(days, "days/talk"), "large")


def test_a_draft_without_a_template_is_what_it_was(days: Vault) -> None:
    begun = begin_note(days, card(days, "days/talk"))
    note = draft(days, "days/talk")
    assert note == OpenNote(note.path, begun.text)
