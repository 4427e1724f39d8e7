"""What is marked no-share: set by a command or in a note, told to oneself and the team, and to nobody else."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from confnotes.actions.exporting.export_agenda import calendar_of
from confnotes.actions.program import mark_talk
from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.program.cards import Timetable
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.model.mark import Mark
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.vault.marks_file import parse, with_marks
from confnotes.vault.vault import Vault
from summary_samples import summary_of

PROGRAM = """
sessions:
  - id: board
    title: Board meeting
    talks:
      - {id: b1, title: Budget of the society, start: 2023-05-02T09:00:00, speakers: [{name: Nils Aalto}]}
      - {id: b2, title: Elections, start: 2023-05-02T09:30:00, speakers: [{name: Vera Quist}]}
  - id: talks
    title: Talks
    talks:
      - {id: t1, title: Lichens on granite, start: 2023-05-02T11:00:00, speakers: [{name: Vera Quist}]}
      - {id: t2, title: Closed results, start: 2023-05-02T11:30:00, track: Embargo, speakers: [{name: Ole Storm}]}
people:
  - {name: Nils Aalto, roles: [speaker, organizer]}
  - {name: Vera Quist, roles: [speaker]}
  - {name: Ole Storm, roles: [keynote]}
"""
AT = datetime(2023, 5, 2, 12)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    made = Vault.create(tmp_path / "notes")
    folder = made.root / "Rock 2023"
    folder.mkdir()
    (folder / "Rock 2023.md").write_text("---\ntype: conference\n---\nThe week of [[Closed results]] and stones.\n")
    (folder / "program.yaml").write_text(PROGRAM)
    (folder / "lichens.md").write_text(
        "---\ntalk: rock-2023/t1\n---\nas [[Budget of the society]] and [[Elections|a vote]]\n"
    )
    return made


def test_a_session_is_named_by_its_title_or_key_and_a_talk_as_everywhere(vault: Vault) -> None:
    assert mark_talk.named(vault, "board meeting").is_session
    assert mark_talk.named(vault, "rock-2023/board").id == "board"
    assert mark_talk.named(vault, "Lichens").id == "t1"
    assert mark_talk.named(vault, "rock-2023/t2").title == "Closed results"
    assert mark_talk.named(vault, "board meet").is_session
    with pytest.raises(NotFoundError):
        mark_talk.named(vault, "nothing of that kind")


def test_two_sessions_of_one_title_are_not_guessed(vault: Vault) -> None:
    path = vault.root / "Rock 2023" / "program.yaml"
    path.write_text(PROGRAM.replace("title: Talks", "title: Board meeting"))
    with pytest.raises(ConfnotesError, match="matches 2 sessions"):
        mark_talk.named(vault, "Board meeting")


def test_the_mark_stands_beside_the_others_and_goes_without_a_trace(vault: Vault) -> None:
    vault.mark("Rock 2023", "t1", starred=True)
    before = (vault.root / "Rock 2023" / "marks.yaml").read_bytes()
    assert mark_talk.mark_talk(vault, "rock-2023/t1", Mark.UNSHARED)
    assert '"t1": {starred: true, no-share: true}' in vault.read("Rock 2023/marks.yaml").text
    vault.mark("Rock 2023", "t1", rating=3)
    assert vault.marks("Rock 2023")[Mark.UNSHARED] == {"t1"}
    vault.mark("Rock 2023", "t1", rating=0)
    assert not mark_talk.mark_talk(vault, "rock-2023/t1", Mark.UNSHARED)
    assert (vault.root / "Rock 2023" / "marks.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("said", "hidden"),
    [("true", True), ("yes", True), ("'true'", True), ("", True), ("false", False), ("no", False), ("0", False)],
)
def test_a_mark_typed_by_hand_hides_unless_it_says_no(said: str, hidden: bool) -> None:
    assert bool(parse(f"x: {{no-share: {said}}}\n").value[Mark.UNSHARED]) is hidden


def test_other_lines_of_the_marks_keep_their_bytes() -> None:
    text = "# mine\n'x': {starred: true}   # dear\ny:  {rating: 3, unknown: 5}\n"
    marked = with_marks(text, "z", {Mark.UNSHARED})
    assert marked == text + '"z": {no-share: true}\n'


def test_a_card_of_a_session_that_is_not_shared_says_so(vault: Vault) -> None:
    vault.mark("Rock 2023", "board", unshared=True)
    assert [card.talk.id for card in Timetable(vault, "Rock 2023").all() if card.unshared] == ["b1", "b2"]


def test_the_public_knows_neither_talks_nor_sessions_nor_who_speaks_only_there(vault: Vault) -> None:
    vault.mark("Rock 2023", "board", unshared=True)
    vault.mark("Rock 2023", "t2", unshared=True)
    program = AudienceFilter(vault, Audience.PUBLIC).program("Rock 2023")
    assert [session.title for session in program.sessions] == ["Talks"]
    assert [talk.title for talk in program.talks()] == ["Lichens on granite"]
    assert [(one.name, [*map(str, one.roles)]) for one in program.people] == [
        ("Nils Aalto", ["organizer"]),
        ("Vera Quist", ["speaker"]),
    ]
    for audience in (Audience.ME, Audience.TEAM):
        assert AudienceFilter(vault, audience).program("Rock 2023") is vault.program("Rock 2023")


@pytest.mark.parametrize("front", ["no-share: true", "no-share: yes", "tags: [no-share]", "tags: [no-share/embargo]"])
def test_a_note_that_says_so_hides_its_talk(vault: Vault, front: str) -> None:
    (vault.root / "Rock 2023" / "closed.md").write_text(f"---\ntalk: rock-2023/t2\n{front}\n---\nnumbers\n")
    (vault.root / "Rock 2023" / "more.md").write_text("---\ntalk: rock-2023/t2\n---\nmore numbers\n")
    told = repr(summary_of(vault, "Rock 2023", audience="public"))
    assert "Lichens" in told
    assert not any(word in told for word in ("Closed", "numbers", "Storm", "Embargo"))
    assert "Closed results" in repr(summary_of(vault, "Rock 2023", audience="team"))


def test_a_tag_in_the_text_hides_its_talk_as_well(vault: Vault) -> None:
    (vault.root / "Rock 2023" / "closed.md").write_text("---\ntalk: rock-2023/t2\n---\n#no-share numbers\n")
    assert "Closed" not in repr(summary_of(vault, "Rock 2023", audience="public"))


def test_links_to_what_is_not_shared_are_words_that_do_not_tell(vault: Vault) -> None:
    vault.mark("Rock 2023", "board", unshared=True)
    vault.mark("Rock 2023", "t2", unshared=True)
    summary = summary_of(vault, "Rock 2023", audience="public")
    (item,) = summary.noted()
    assert item.notes[0].text == "as … and a vote"
    assert summary.overview == "The week of … and stones."
    told = summary_of(vault, "Rock 2023", audience="team")
    assert "Budget of the society" in told.noted()[0].notes[0].text
    assert "Closed results" in told.overview


def test_a_shared_talk_keeps_links_to_a_title_that_another_talk_has_too(vault: Vault) -> None:
    path = vault.root / "Rock 2023" / "program.yaml"
    path.write_text(PROGRAM.replace("title: Closed results", "title: Elections"))
    vault.mark("Rock 2023", "t2", unshared=True)
    text = summary_of(vault, "Rock 2023", audience="public").noted()[0].notes[0].text
    assert text.startswith("as Budget of the society")
    assert "a vote" in text


def test_a_link_to_a_private_note_on_a_shared_talk_leads_to_the_talk(vault: Vault) -> None:
    (vault.root / "Rock 2023" / "My secret plan.md").write_text("---\ntalk: rock-2023/t2\nprivate: true\n---\nplan\n")
    (vault.root / "Rock 2023" / "lichens.md").write_text("---\ntalk: rock-2023/t1\n---\nsee [[My secret plan]]\n")
    vault.mark("Rock 2023", "t2", starred=True)
    told = summary_of(vault, "Rock 2023", audience="team")
    (item,) = told.noted()
    assert item.notes[0].text == "see [Closed results](#talk-closed-results)"


def test_the_calendar_for_the_public_leaves_it_out(vault: Vault) -> None:
    vault.mark("Rock 2023", "t1", attended=True)
    vault.mark("Rock 2023", "t2", attended=True, unshared=True)
    public = calendar_of(vault, SummaryOrder("Rock 2023", audience=Audience.PUBLIC), AT).decode()
    assert "Lichens" in public
    assert "Closed" not in public
    assert "Closed" in calendar_of(vault, SummaryOrder("Rock 2023", audience=Audience.TEAM), AT).decode()
