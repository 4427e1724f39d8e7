"""Every paper is one entry, however it was written, with who presented it and where it was noted."""

from __future__ import annotations

import pytest

from confnotes.actions.notes.take_note import paper_note
from confnotes.actions.papers.mark_paper import mark, next_reading
from confnotes.catalogue.papers.find_paper import paper
from confnotes.catalogue.papers.papers import lines_of, papers
from confnotes.catalogue.searching.find import find
from confnotes.errors import NotFoundError
from confnotes.model.paper import Reading
from confnotes.vault import papers_file
from confnotes.vault.own_files import DamagedFileError
from confnotes.vault.vault import Vault
from paper_samples import CONFERENCE, NOTE, TIDES, harbour, hold, only, paper_link, poster, put


def test_the_addresses_of_a_talks_paper_are_one_paper_with_its_authors(vault: Vault) -> None:
    one = only(harbour(vault))
    assert (one.title, one.authors, one.year, one.venue) == (TIDES, ("Ada Vento", "Bo Kai"), 2031, CONFERENCE)
    assert [identifier.kind for identifier in one.ids] == ["arxiv", "openreview", "url"]
    assert one.key == "https://arxiv.org/abs/3105.00001"
    assert [talk.talk for talk in one.presented] == ["harbour-days-2031/tides"]
    assert one.citekey == "ventoTidesTenWeights2031"


@pytest.mark.parametrize(
    "written",
    [
        "arXiv:3105.00001",
        "https://arxiv.org/abs/3105.00001v7",
        "10.48550/arXiv.3105.00001",
        "[the tides](https://openreview.net/pdf?id=TidesAb1)",
        "https://harbour.example/tides.pdf#page=2",
        "[@ventoTidesTenWeights2031]",
        "as @ventoTidesTenWeights2031 says",
        f"@@{TIDES}",
        f"@@{TIDES.lower()}, again",
        f"@@{' '.join(TIDES.split()[:2])} before the walk",
        f"@@{TIDES.split()[0]}",
    ],
)
def test_it_is_the_same_paper_however_a_note_writes_it(vault: Vault, written: str) -> None:
    put(harbour(vault), "Notes/Walk.md", f"# Walk\n\nsee {written} ^t101500\n")
    one = only(vault)
    assert [(noted.path, noted.line, noted.title) for noted in one.noted] == [("Notes/Walk.md", 3, "Walk")]
    assert lines_of(vault, one) == {("Notes/Walk.md", 3): f"see {written} ^t101500"}


@pytest.mark.parametrize("words", ["Tidal waves", "Tides", f"{TIDES.split()[0]} are high today", "the tides"])
def test_words_that_several_papers_or_none_may_mean_name_none(vault: Vault, words: str) -> None:
    other = paper_link("https://arxiv.org/abs/3105.00002", "Tides of Paper")
    hold(vault, poster(TIDES, "tides", paper_link("https://arxiv.org/abs/3105.00001")), poster("Two", "two", other))
    put(vault, "Notes/Walk.md", f"# Walk\n\nsee @@{words} ^t101500\n")
    assert len(papers(vault)) == 2 and not any(one.noted for one in papers(vault))


def test_words_may_be_another_name_that_the_papers_own_note_has(vault: Vault) -> None:
    put(vault, "Papers/Fog.md", f"---\ntitle: {TIDES}\naliases: [the fog paper]\n---\nabout @@the fog paper\n")
    put(vault, "Notes/Walk.md", "read @@the fog paper tonight\n")
    assert [noted.path for noted in only(vault).noted] == ["Notes/Walk.md"]


def test_what_the_front_matter_of_a_talks_note_names_is_the_talks_paper(vault: Vault) -> None:
    head = "---\ntalk: harbour-days-2031/tides\ndoi: 10.1000/tides\n---\n"
    put(harbour(vault), NOTE, f"{head}also 10.1000/other\n")
    found = {one.key: one for one in papers(vault)}
    assert sorted(found) == ["https://arxiv.org/abs/3105.00001", "https://doi.org/10.1000/other"]
    own = found["https://arxiv.org/abs/3105.00001"]
    assert "doi" in [identifier.kind for identifier in own.ids]
    assert own.presented[0].note == NOTE
    assert not found["https://doi.org/10.1000/other"].is_titled, "it is not called like the note that names it"


def test_a_talk_with_two_papers_of_one_kind_has_two_papers(vault: Vault) -> None:
    reading = [paper_link(f"https://arxiv.org/abs/3105.0000{number}") for number in (1, 2)]
    hold(vault, poster("What to read", "list", *reading))
    assert [one.key for one in papers(vault)] == [
        "https://arxiv.org/abs/3105.00001",
        "https://arxiv.org/abs/3105.00002",
    ]
    assert all(one.presented and not one.authors for one in papers(vault))


def test_a_paper_that_is_called_otherwise_than_its_talk_is_not_by_the_speakers(vault: Vault) -> None:
    hold(vault, poster(TIDES, "tides", paper_link("https://arxiv.org/abs/3105.00009", "Fog on the Old Pier")))
    one = only(vault)
    assert (one.title, one.authors) == ("Fog on the Old Pier", ())


@pytest.mark.parametrize(
    ("others", "papers_then"),
    [(("Ada Vento", "Chi Ma"), 1), (("Dee Roy",), 2)],
)
def test_papers_of_one_title_are_one_where_they_share_an_author(
    vault: Vault, others: tuple[str, ...], papers_then: int
) -> None:
    hold(vault, poster(TIDES, "a", paper_link("https://arxiv.org/abs/3105.00001")))
    other = poster(f"{TIDES.upper()}!", "b", paper_link("https://openreview.net/forum?id=Tides"), authors=others)
    hold(vault, other, name="Other Days 2031")
    assert len(papers(vault)) == papers_then


def test_two_arxiv_ids_are_two_papers_though_all_else_is_the_same(vault: Vault) -> None:
    for number in (1, 2):
        link = paper_link(f"https://arxiv.org/abs/3105.0000{number}")
        hold(vault, poster(TIDES, "a", link), name=f"Days {number}")
    first, second = papers(vault)
    assert [first.citekey, second.citekey] == ["ventoTidesTenWeights2031", "ventoTidesTenWeights2031a"]


def test_a_note_in_papers_is_about_a_paper_and_links_to_it_mean_that(vault: Vault) -> None:
    harbour(vault)
    put(
        vault,
        "Papers/Tides.md",
        "---\ntitle: Tides\npaper: arXiv:3105.00001\naliases: [TTW]\ncitekey: tides31\n---\nhm\n",
    )
    put(vault, "Notes/Walk.md", "[[TTW]] again\n- [ ] read the [[Tides]] paper\n")
    one = only(vault)
    assert (one.note, one.citekey, one.citekey_is_given) == ("Papers/Tides.md", "tides31", True)
    assert [noted.line for noted in one.noted] == [1, 2]
    assert (one.status, one.status_is_said) == (Reading.TO_READ, False)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("- [ ] read arXiv:3105.00001", Reading.TO_READ),
        ("- [x] read arXiv:3105.00001 ^t101010", Reading.READ),
        ("- [ ] print arXiv:3105.00001", None),
        ("read arXiv:3105.00001", None),
    ],
)
def test_a_task_to_read_it_shows_as_to_read(vault: Vault, line: str, status: Reading | None) -> None:
    put(harbour(vault), "Notes/Walk.md", f"{line}\n")
    assert only(vault).status is status


def test_what_is_read_is_kept_in_one_line_that_a_person_may_edit(vault: Vault) -> None:
    one = only(harbour(vault))
    mark(vault, one, Reading.TO_READ)
    assert only(vault).status is Reading.TO_READ
    text = vault.read(papers_file.PATH).text
    assert text.endswith('"https://arxiv.org/abs/3105.00001": to-read\n')
    version = vault.read(papers_file.PATH).version
    by_hand = "# mine\nhttps://openreview.net/forum?id=TidesAb1:  read  # twice\n'other': to read\n"
    vault.save(papers_file.PATH, by_hand, version)
    one = only(vault)
    assert one.status is Reading.READ, "by another of its addresses, as a person wrote it"
    mark(vault, one, None)
    assert vault.read(papers_file.PATH).text == "# mine\n'other': to read\n"
    assert only(vault).status is None


def test_a_poster_without_an_address_is_a_paper_that_can_be_read(vault: Vault) -> None:
    hold(vault, poster(TIDES, "tides"), poster("Fog", "fog", authors=()))
    one = only(vault)
    assert (one.key, one.title, one.venue) == ("harbour-days-2031/tides", TIDES, CONFERENCE)
    mark(vault, one, Reading.TO_READ)
    assert paper(vault, one.key).status is Reading.TO_READ
    hold(vault, poster(TIDES, "tides", paper_link("https://arxiv.org/abs/3105.00001")))
    linked = only(vault)
    assert linked.ids and linked.status is Reading.TO_READ, "the mark stays when the program links to the paper"
    assert paper(vault, one.key) == linked
    mark(vault, linked, None)
    assert only(vault).status is None


def test_a_poster_that_hangs_twice_is_one_paper(vault: Vault) -> None:
    hold(vault, poster(TIDES, "monday"), poster(TIDES, "tuesday"), poster(TIDES, "other", authors=("Dee Roy",)))
    one, other = papers(vault)
    assert [talk.talk for talk in one.presented] == ["harbour-days-2031/monday", "harbour-days-2031/tuesday"]
    assert paper(vault, "harbour-days-2031/tuesday") == one != other


def test_where_there_is_a_note_about_it_the_note_says_whether_it_is_read(vault: Vault) -> None:
    harbour(vault)
    mark(vault, only(vault), Reading.TO_READ)
    put(vault, "Papers/Tides.md", "---\r\npaper: arXiv:3105.00001 # mine\r\nx: [1]\r\n---\r\nhm\r\n")
    assert only(vault).status is Reading.TO_READ
    mark(vault, only(vault), Reading.READ)
    assert vault.read_bytes("Papers/Tides.md") == (
        b"---\r\npaper: arXiv:3105.00001 # mine\r\nx: [1]\r\nstatus: read\r\n---\r\nhm\r\n"
    )
    mark(vault, only(vault), None)
    assert only(vault).status is None
    assert b"status" not in vault.read_bytes("Papers/Tides.md")


def test_a_broken_file_of_marks_is_named_and_not_written_over(vault: Vault) -> None:
    harbour(vault)
    put(vault, papers_file.PATH, "a: [\n")
    assert papers(vault)
    assert vault.damage.of(papers_file.PATH)
    with pytest.raises(DamagedFileError, match=r"papers\.yaml, line 1"):
        mark(vault, papers(vault)[0], Reading.READ)
    assert (vault.root / papers_file.PATH).read_text() == "a: [\n"


def test_marks_go_round() -> None:
    assert [next_reading(one) for one in (None, Reading.TO_READ, Reading.READ)] == [
        Reading.TO_READ,
        Reading.READ,
        None,
    ]


def test_the_note_about_a_paper_begins_with_what_is_known_and_is_found_again(vault: Vault) -> None:
    one = only(harbour(vault))
    note = paper_note(vault, one)
    assert (note.path, note.version) == (f"Papers/{TIDES}.md", None)
    assert not (vault.root / note.path).exists(), "nothing is written before somebody types"
    put(vault, note.path, f"{note.text}Clever.\n")
    again = only(vault)
    assert (again.note, again.key, again.citekey) == (note.path, one.key, one.citekey)
    assert again.authors == ("Ada Vento", "Bo Kai")


@pytest.mark.parametrize(
    "wanted",
    [
        "3105.00001",
        "@ventoTidesTenWeights2031",
        "TIDES from ten weights",
        "tides vento",
        "openreview.net/pdf?id=TidesAb1",
    ],
)
def test_a_paper_is_found_by_whatever_it_is_called(vault: Vault, wanted: str) -> None:
    harbour(vault)
    assert paper(vault, wanted).title == TIDES


def test_a_missing_paper_is_answered_with_the_nearest_title(vault: Vault) -> None:
    harbour(vault)
    with pytest.raises(NotFoundError) as error:
        paper(vault, "Tides of Ten Weight")
    assert TIDES in error.value.hint


@pytest.mark.parametrize(
    "address",
    [
        "https://proceedings.neurips.cc/paper_files/paper/2031",
        "https://proceedings.neurips.cc/paper/2031/",
        "https://papers.nips.cc/book/advances-in-tides-31-2031",
        "https://openreview.net/group?id=Harbour.cc/2031/Conference",
        "https://proceedings.mlr.press/v331/",
    ],
)
def test_a_list_of_papers_is_no_paper_whatever_it_is_called(vault: Vault, address: str) -> None:
    put(vault, "Notes/Walk.md", f"---\npaper: {address}\n---\nall at {address} and in [the paper]({address})\n")
    hold(vault, poster(TIDES, "tides", paper_link(address)))
    assert [(paper.key, paper.ids) for paper in papers(vault)] == [("harbour-days-2031/tides", ())]
    assert not find(vault, "kind:paper").hits
