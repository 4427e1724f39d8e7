"""Notes of several people on one conference, side by side with their names; nothing is written into other vaults."""

from __future__ import annotations

import os
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.model.content import FULL, SummaryContent
from confnotes.model.summary import Summary
from confnotes.vault.vault import Vault
from summary_samples import export_of, summary_of

PROGRAM = """
sessions:
  - id: s
    title: Dunes
    talks:
      - {{id: {0}1, title: Sand that sings, start: 2022-06-01T09:00:00, speakers: [{{name: Iris Kamp}}]}}
      - {{id: {0}2, title: Wind and grain, start: 2022-06-01T10:00:00}}
      - {{id: {0}3, title: {1}, start: 2022-06-01T11:00:00, speakers: [{{name: Lars Vik, affiliation: Sea College}}]}}
"""


def vault_at(root: Path, conference: str = "Dune 2022", ids: str = "", last: str = "Marram") -> Vault:
    made = Vault.create(root)
    folder = made.root / conference
    folder.mkdir()
    (folder / "program.yaml").write_text(PROGRAM.format(ids, last))
    return made


def note(vault: Vault, name: str, text: str, *, talk: str = "", front: str = "", conference: str = "Dune 2022") -> None:
    about = f"talk: {talk}\n" if talk else ""
    (vault.root / conference / f"{name}.md").write_text(f"---\n{about}{front}---\n{text}\n")


@pytest.fixture
def mine(tmp_path: Path) -> Vault:
    made = vault_at(tmp_path / "mine")
    note(made, "sand", "I heard it hum", talk="dune-2022/1")
    return made


@pytest.fixture
def theirs(tmp_path: Path) -> Vault:
    return vault_at(tmp_path / "theirs")


def together(mine: Vault, theirs: Vault, **order: Any) -> Summary:
    return summary_of(mine, "Dune 2022", others=(("Bea", str(theirs.root)),), **order)


def told(summary: Summary) -> dict[str, list[tuple[str | None, str]]]:
    """By the titles of items, who wrote what."""
    return {item.title: [(one.author, one.text) for one in item.notes] for item in summary.noted()}


def test_two_notes_on_one_talk_stand_side_by_side_with_names(mine: Vault, theirs: Vault) -> None:
    note(theirs, "song", "It sang to me", talk="dune-2022/1")
    summary = together(mine, theirs, author="Ada")
    assert told(summary) == {"Sand that sings": [("Ada", "I heard it hum"), ("Bea", "It sang to me")]}
    assert summary.authors == ("Ada", "Bea")


def test_one_person_alone_is_named_once_and_not_at_each_note(mine: Vault) -> None:
    summary = summary_of(mine, "Dune 2022", author="Ada")
    assert told(summary) == {"Sand that sings": [(None, "I heard it hum")]}
    assert summary.authors == ("Ada",)
    assert summary_of(mine, "Dune 2022").authors == ()


def test_an_author_in_the_front_matter_is_named(mine: Vault) -> None:
    note(mine, "guest", "Written by a guest", talk="dune-2022/1", front='author: "[[People/Cy Ort]]"\n')
    note(mine, "pair", "Written by two", talk="dune-2022/2", front="author:\n  - Cy Ort\n  - Ada\n")
    assert told(summary_of(mine, "Dune 2022", author="Ada")) == {
        "Sand that sings": [("Cy Ort", "Written by a guest"), ("Ada", "I heard it hum")],
        "Wind and grain": [("Cy Ort, Ada", "Written by two")],
    }


def test_ones_own_name_stands_in_the_settings(
    mine: Vault, theirs: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "confnotes").mkdir(parents=True)
    (tmp_path / "config" / "confnotes" / "config.yaml").write_text("author: Ada Bog\n")
    note(theirs, "song", "It sang to me", talk="dune-2022/1")
    assert together(mine, theirs).authors == ("Ada Bog", "Bea")


def test_talks_are_found_again_under_other_ids_and_another_folder_name(mine: Vault, tmp_path: Path) -> None:
    other = vault_at(tmp_path / "b", conference="dune-2022", ids="x-")
    note(other, "song", "It sang to me", talk="dune-2022/x-1", conference="dune-2022")
    assert len(told(together(mine, other))["Sand that sings"]) == 2


def test_ids_that_mean_other_talks_there_are_not_believed(mine: Vault, tmp_path: Path) -> None:
    other = vault_at(tmp_path / "b")
    text = (other.root / "Dune 2022" / "program.yaml").read_text()
    swapped = text.replace("id: 1,", "id: 9,").replace("id: 2,", "id: 1,").replace("id: 9,", "id: 2,")
    swapped = swapped.replace("id: 3,", "id: 4,")
    (other.root / "Dune 2022" / "program.yaml").write_text(swapped)
    note(other, "song", "It sang to me", talk="dune-2022/2")
    assert len(told(together(mine, other))["Sand that sings"]) == 2


def test_notes_without_a_program_find_their_talk_by_title_and_start(mine: Vault, theirs: Vault) -> None:
    (theirs.root / "Dune 2022" / "program.yaml").write_text("sessions: []\n")
    note(
        theirs,
        "song",
        "It sang to me",
        talk="dune-2022/elsewhere",
        front="title: Sand that sings\nstart: 2022-06-01T09:00:00\n",
    )
    assert len(told(together(mine, theirs))["Sand that sings"]) == 2


def test_a_talk_that_only_they_know_comes_in_with_all_its_facts(mine: Vault, tmp_path: Path) -> None:
    other = vault_at(tmp_path / "b", last="A late guest")
    program = other.root / "Dune 2022" / "program.yaml"
    program.write_text(program.read_text().replace("id: 3,", "id: 4,").replace("11:00", "15:00"))
    note(other, "late", "It was worth it", talk="dune-2022/4")
    summary = together(mine, other)
    assert told(summary)["A late guest"] == [("Bea", "It was worth it")]
    item = next(item for item in summary.items() if item.title == "A late guest")
    assert item.speakers[0].affiliation == "Sea College"
    assert item.start is not None
    assert "Marram" not in told(summary)


def test_what_is_private_there_is_read_by_nobody_here(mine: Vault, theirs: Vault) -> None:
    note(theirs, "song", "It sang to me %%off key%%", talk="dune-2022/1")
    note(theirs, "secret", "mine alone", talk="dune-2022/2", front="private: true\n")
    summary = together(mine, theirs, audience="me")
    assert told(summary)["Sand that sings"][1] == ("Bea", "It sang to me ")
    assert "mine alone" not in repr(summary)


def test_their_stars_and_ratings_are_not_mine(mine: Vault, theirs: Vault) -> None:
    theirs.mark("Dune 2022", "1", starred=True, attended=True, rating=5)
    note(theirs, "song", "It sang to me", talk="dune-2022/1")
    (item,) = together(mine, theirs).noted()
    assert (item.starred, item.attended, item.rating) == (False, False, None)


def test_links_among_their_notes_lead_to_their_talks_here(mine: Vault, theirs: Vault) -> None:
    note(theirs, "song", "see [[grain]]", talk="dune-2022/1")
    note(theirs, "grain", "small", talk="dune-2022/2")
    assert told(together(mine, theirs))["Sand that sings"][1] == ("Bea", "see [grain](#talk-wind-and-grain)")


def test_nothing_is_written_into_their_vault(mine: Vault, theirs: Vault) -> None:
    note(theirs, "song", "It sang\n```query\nsang\n```\n", talk="dune-2022/1")
    before = {path: path.stat().st_mtime_ns for path in sorted(theirs.root.rglob("*"))}
    for form in ("markdown", "json"):
        assert b"It sang" in export_of(mine, "Dune 2022", form, others=(("Bea", str(theirs.root)),))
    assert {path: path.stat().st_mtime_ns for path in sorted(theirs.root.rglob("*"))} == before


def test_three_vaults_each_keep_their_name(mine: Vault, theirs: Vault, tmp_path: Path) -> None:
    third = vault_at(tmp_path / "third")
    note(theirs, "same name", "Bea's", talk="dune-2022/1")
    note(third, "same name", "Cy's", talk="dune-2022/1")
    others = (("Bea", str(theirs.root)), ("Cy", str(third.root)))
    summary = summary_of(mine, "Dune 2022", author="Ada", others=others)
    assert [author for author, _ in told(summary)["Sand that sings"]] == ["Ada", "Bea", "Cy"]


def test_a_vault_without_the_conference_adds_nothing(mine: Vault, tmp_path: Path) -> None:
    other = vault_at(tmp_path / "b", conference="Another 1999")
    assert told(together(mine, other)) == told(summary_of(mine, "Dune 2022"))


def test_an_impossible_choice_of_vaults_is_an_error_in_one_line(mine: Vault, theirs: Vault, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()

    def order(*others: tuple[str, str]) -> Summary:
        return summary_of(mine, "Dune 2022", others=others)

    with pytest.raises(NotFoundError, match="notes of Bea"):
        order(("Bea", str(tmp_path / "plain")))
    with pytest.raises(NotFoundError, match="not a vault"):
        order(("Bea", str(tmp_path / "nowhere")))
    with pytest.raises(UsageError, match="is your own vault"):
        order(("Bea", str(mine.root)))
    with pytest.raises(UsageError, match="is Bea’s vault"):
        order(("Bea", str(theirs.root)), ("Cy", str(theirs.root / ".." / "theirs")))
    with pytest.raises(UsageError, match="two vaults have the name bea"):
        order(("Bea", str(theirs.root)), ("bea", str(tmp_path)))
    with pytest.raises(UsageError, match="missing name for the notes"):
        order((" ", str(theirs.root)))


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read_is_named(mine: Vault, theirs: Vault) -> None:
    theirs.root.chmod(0)
    try:
        with pytest.raises(ConfnotesError, match=r"cannot read|not a vault"):
            together(mine, theirs)
    finally:
        theirs.root.chmod(0o700)


@pytest.fixture
def both(mine: Vault, theirs: Vault) -> tuple[Vault, Vault]:
    """Both noted the first talk, and rated it differently; each noted one more."""
    note(mine, "grain", "takeaway: sand moves in jumps\n- [ ] measure the wind", talk="dune-2022/2")
    note(theirs, "song", "The dune sang louder than an organ of 40 pipes", talk="dune-2022/1", front="rating: 2\n")
    note(theirs, "marram", "takeaway: roots hold the dune", talk="dune-2022/3")
    mine.mark("Dune 2022", "1", rating=5)
    theirs.mark("Dune 2022", "3", rating=5)
    return mine, theirs


def test_readers_learn_who_saw_what_and_where_ratings_differ(both: tuple[Vault, Vault]) -> None:
    summary = together(*both, author="Ada")
    groups = {one.title: [summary.by_id[item].title for item in one.items] for one in summary.team}
    assert groups == {
        "Different ratings": ["Sand that sings"],
        "Ada, Bea": ["Sand that sings"],
        "Ada": ["Wind and grain"],
        "Bea": ["Marram"],
    }
    assert [point.text for point in summary.team[0].points] == ["Ada 5/5, Bea 2/5"]
    assert together(*both, author="Ada", audience="public").team[0].title == "Ada, Bea"


@pytest.mark.parametrize("form", ["markdown", "html", "slides", "json"])
def test_every_form_has_who_saw_what(both: tuple[Vault, Vault], form: str) -> None:
    mine, theirs = both
    data = export_of(mine, "Dune 2022", form, others=(("Bea", str(theirs.root)),), author="Ada", audience="team")
    assert "Ada 5/5, Bea 2/5" in data.decode()


def test_each_line_of_page_one_and_digest_names_its_author(both: tuple[Vault, Vault]) -> None:
    summary = together(*both, author="Ada", contents=FULL - {SummaryContent.TIMELINE})
    lines = [one.text for highlight in summary.highlights for one in highlight.takeaways]
    assert lines == [
        "roots hold the dune — Bea",
        "The dune sang louder than an organ of 40 pipes — Bea",
        "sand moves in jumps — Ada",
    ]
    assert [action.text for action in summary.actions] == ["measure the wind — Ada"]
    assert not summary.digest, "the highlights have said all"
    digest = together(*both, author="Ada", contents=frozenset({SummaryContent.DIGEST})).digest
    assert digest and all(point.text.endswith(("— Ada", "— Bea", "— Ada, Bea", "— Bea, Ada")) for point in digest)
    alone = summary_of(both[0], "Dune 2022", author="Ada")
    assert not alone.team and "—" not in repr([highlight.takeaways for highlight in alone.highlights])


def test_a_colleagues_best_talk_is_a_highlight_and_their_rating_is_not_mine(both: tuple[Vault, Vault]) -> None:
    summary = together(*both, author="Ada")
    marram = next(item for item in summary.items() if item.title == "Marram")
    assert (marram.rating, [one.item for one in summary.highlights].index(marram.id)) == (None, 0)
    both[0].mark("Dune 2022", "1", rating=0)
    sand = next(item for item in together(*both, author="Ada").items() if item.title == "Sand that sings")
    assert sand.rating is None, "the rating in a colleague's note"


@pytest.mark.parametrize("form", ["slack", "matrix", "mail"])
def test_a_message_to_the_team_ends_with_who_saw_what_and_whose_ratings_differ(
    both: tuple[Vault, Vault], form: str
) -> None:
    mine, theirs = both
    data = export_of(mine, "Dune 2022", form, others=(("Bea", str(theirs.root)),), author="Ada", audience="team")
    body = message_from_bytes(data, policy=default).get_body(("plain",)) if form == "mail" else None
    text = " ".join((body.get_content() if body else data.decode()).split())
    told = text[text.casefold().index("who saw what") :]
    assert "Different ratings:" in told and "(Ada 5/5, Bea 2/5)" in told


CHOSEN = """type: conference
highlights:
  - "It sings louder than an organ [[song#^t090100|It sang to me]]"
  - "zqsecretqz [[song#^t090200|Off key]]"
  - "[[song]]"
  - Next year we send two people.
"""


@pytest.mark.parametrize("audience", ["me", "team", "public"])
def test_what_a_colleague_chose_for_page_one_is_a_highlight_with_their_name(
    mine: Vault, theirs: Vault, audience: str
) -> None:
    note(theirs, "song", "It sang to me ^t090100\n%%Off key%% ^t090200\ntakeaway: sand hums", talk="dune-2022/1")
    note(theirs, "Dune 2022", "", front=CHOSEN)
    found = together(mine, theirs, author="Ada", audience=audience).highlights
    lines = [line for one in found for line in (one.text, *(taken.text for taken in one.takeaways)) if line]
    assert [line for line in lines if "organ" in line] == ["It sings louder than an organ — Bea"]
    assert "Next year we send two people. — Bea" in lines and "sand hums — Bea" in lines
    assert not [line for line in lines if "secret" in line or "Off key" in line]


def test_the_highlights_of_a_colleague_follow_mine_and_replace_the_draft(mine: Vault, theirs: Vault) -> None:
    note(mine, "Dune 2022", "", front='type: conference\nhighlights: ["It hums [[sand|I heard it hum]]"]\n')
    note(theirs, "song", "It sang to me", talk="dune-2022/1")
    note(theirs, "Dune 2022", "", front='type: conference\nhighlights: ["Louder [[song|It sang to me]]"]\n')
    for target in ("Dune 2022", "Dune 2022 2022-06-01"):
        found = summary_of(mine, target, others=(("Bea", str(theirs.root)),), author="Ada").highlights
        assert [one.text for one in found] == ["It hums", "Louder — Bea"]
