"""Bibliographies go in and come out; the network is asked about a paper only when somebody wants that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from confnotes.actions.exporting.export_bibliography import bibliography_of
from confnotes.actions.papers import mark_paper
from confnotes.actions.papers.add_bibliography import add_bibliography
from confnotes.actions.papers.fetch_paper import FetchOptions, fetch_paper, read_csl, read_page, request_for
from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.papers.find_paper import paper
from confnotes.catalogue.papers.paper_library import PATH
from confnotes.catalogue.papers.papers import papers
from confnotes.catalogue.searching.find import open_finder
from confnotes.errors import ConfnotesError, NetworkError, NotFoundError, UsageError
from confnotes.exporters.data.bibtex import entry_of, format_entry
from confnotes.markup.generated_regions import PAGE_TYPE, with_parts
from confnotes.model.mark import Mark
from confnotes.model.paper import Reading
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.vault.vault import Vault
from paper_samples import CONFERENCE, NOTE, TIDES, harbour, hold, only, paper_link, poster, put
from web_site import WebSite, web_site

ZOTERO = r"""@article{ventoTides2031,
  title = {Tides from {{Ten Weights}}},
  author = {Vento, Ada and Kai, Bo and M{\"u}ller, Cleo},
  date = {2031-05-01},
  eprint = {3105.00001},
  eprinttype = {arXiv},
  file = {/home/me/Zotero/tides.pdf}
}
"""
HERE = FetchOptions(allow_private=True)


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as serving:
        yield serving


def test_an_entry_is_joined_with_the_paper_that_has_its_identifier(vault: Vault) -> None:
    added = add_bibliography(harbour(vault), ZOTERO, "my.bib")
    assert (added.joined, added.new) == ([("ventoTides2031", TIDES)], [])
    one = only(vault)
    assert (one.citekey, one.authors[2], one.presented[0].conference) == ("ventoTides2031", "Cleo Müller", CONFERENCE)
    assert ZOTERO in vault.read(PATH).text
    assert format_entry(entry_of(one)) == ZOTERO.strip()


def test_of_two_entries_with_one_citekey_the_first_is_taken_each_time(vault: Vault) -> None:
    both = "@misc{a, title = {Slow boats}, note = {one}}\n@misc{a, title = {Slow boats}, note = {two}}\n"
    for _ in range(3):
        (warning,) = add_bibliography(vault, both, "my.bib").warnings
        assert warning.message == "skipped a: the paper has an entry above"
        assert "{one}" in vault.read(PATH).text and "{two}" not in vault.read(PATH).text


def test_an_entry_is_joined_by_its_title_where_it_shares_an_author(vault: Vault) -> None:
    harbour(vault)
    added = add_bibliography(vault, f"@misc{{x, title = {{{TIDES}}}, author = {{Kai, B.}}}}", "my.bib")
    assert added.joined == [("x", TIDES)] and len(papers(vault)) == 1
    added = add_bibliography(vault, f"@misc{{y, title = {{{TIDES}}}, author = {{Roy, Dee}}}}", "my.bib")
    assert added.new == [("y", TIDES)] and len(papers(vault)) == 2


def test_a_talk_without_a_link_presents_the_paper_of_its_title_and_an_author(vault: Vault) -> None:
    hold(vault, poster(f"Poster: {TIDES}", "tides"), poster(TIDES, "other", authors=("Dee Roy",)))
    assert [len(paper.ids) for paper in papers(vault)] == [0, 0], "a paper each, by its authors"
    add_bibliography(vault, ZOTERO, "my.bib")
    other, one = papers(vault)
    assert [talk.talk for talk in one.presented] == ["harbour-days-2031/tides"]
    assert other.key == "harbour-days-2031/other" and other.authors == ("Dee Roy",)
    assert exported(vault, CONFERENCE) == ["royTidesTenWeights2031", "ventoTides2031"]


def test_the_same_bibliography_twice_changes_nothing(vault: Vault) -> None:
    more = "@string{hd = {Days}}@misc{other, title = {Fog on the Pier}, month = dec, journal = hd}\n"
    add_bibliography(harbour(vault), ZOTERO + more, "my.bib")
    before = vault.read_bytes(PATH)
    added = add_bibliography(vault, ZOTERO + more, "my.bib")
    assert (added.new, added.joined, added.unchanged) == ([], [], 2)
    assert vault.read_bytes(PATH) == before


def test_an_entry_that_changed_takes_the_place_of_the_old_one_and_keeps_what_only_that_had(vault: Vault) -> None:
    add_bibliography(harbour(vault), f"% top\n{ZOTERO}\n@misc{{z, title = {{Zebra crossings}}}}\n", "my.bib")
    text, version = vault.read(PATH).text, vault.read(PATH).version
    vault.save(PATH, text.replace("  eprinttype", "  shelf = {left},\n  eprinttype"), version)
    changed = ZOTERO.replace("2031-05-01", "2031-06-02")
    added = add_bibliography(vault, changed, "my.bib")
    assert added.joined == [("ventoTides2031", TIDES)]
    text = vault.read(PATH).text
    assert "2031-06-02" in text and "2031-05-01" not in text
    assert "shelf = {left}" in text and "@misc{z, title = {Zebra crossings}}" in text


def test_an_entry_that_fits_several_papers_is_reported_and_skipped(vault: Vault) -> None:
    for number in (1, 2):
        link = paper_link(f"https://harbour.example/{number}/tides.pdf")
        put(vault, f"Papers/Tides {number}.md", f"---\ntitle: {TIDES}\nauthors: [Ada Vento]\npaper: {link.url}\n---\n")
    put(vault, "Papers/x.md", "---\ntitle: Another thing altogether\npaper: arXiv:3105.00001\n---\n")
    both = "@misc{b, title = {Tides from Ten Weights}, author = {Vento, Ada}}"
    added = add_bibliography(vault, both, "my.bib")
    assert [key for key, _, _ in added.ambiguous] == ["b"]
    assert not (vault.root / PATH).exists()


def test_a_dry_run_writes_nothing(vault: Vault) -> None:
    assert add_bibliography(harbour(vault), ZOTERO, "my.bib", dry_run=True).joined
    assert not (vault.root / PATH).exists()


@pytest.mark.parametrize("text", ["", "no entries here", "@article{x"])
def test_a_file_that_is_not_a_bibliography_is_an_error(vault: Vault, text: str) -> None:
    with pytest.raises(ConfnotesError, match="no readable entries"):
        add_bibliography(vault, text, "my.bib")


def test_entries_without_a_title_and_duplicate_keys_are_reported(vault: Vault) -> None:
    two = "@misc{a, title = {One Thing}}\n@misc{a, title = {Another Thing}}\n@misc{b, year = 2031}\n"
    added = add_bibliography(vault, two, "my.bib")
    assert added.new == [("a", "One Thing")]
    assert ["skipped a:" in one.message for one in added.warnings] == [True, False]


# Out again


def exported(vault: Vault, target: str, **how: object) -> list[str]:
    """The citekeys of a bibliography, and behind them the addresses that stand in it as comments."""
    text = bibliography_of(vault, SummaryOrder(target, **how)).decode()  # type: ignore[arg-type]
    keys = [line.partition("{")[2].rstrip(",") for line in text.split("\n") if line.startswith("@")]
    return [*keys, *(line[2:] for line in text.split("\n") if line.startswith("% https:"))]


@pytest.fixture
def three(vault: Vault) -> Vault:
    """Three posters, of which one has a note that cites something, and nothing is starred."""
    links = [paper_link(f"https://arxiv.org/abs/3105.0000{number}") for number in (1, 2, 3)]
    hold(
        vault,
        *(poster(f"Paper of {word}", word, link) for word, link in zip(["fog", "rain", "sun"], links, strict=True)),
    )
    put(vault, NOTE, "---\ntalk: harbour-days-2031/fog\n---\nlike arXiv:3105.00009\n%% or arXiv:3105.00008 %%\n")
    return vault


def test_a_conference_goes_out_with_what_was_noted_or_marked(three: Vault) -> None:
    fog, sun = "ventoPaperFog2031", "ventoPaperSun2031"
    mentioned = ["https://arxiv.org/abs/3105.00008", "https://arxiv.org/abs/3105.00009"]
    assert exported(three, CONFERENCE) == [fog, *mentioned]
    mark_talk(three, "harbour-days-2031/sun", Mark.STAR)
    assert exported(three, CONFERENCE) == [fog, sun, *mentioned]
    assert exported(three, "2031-05-12", everything=True) == [fog, "ventoPaperRain2031", sun, *mentioned]


def test_what_only_private_text_names_goes_to_nobody_else(three: Vault) -> None:
    told = ["ventoPaperFog2031", "https://arxiv.org/abs/3105.00009"]
    assert exported(three, CONFERENCE, audience=Audience.TEAM) == told
    mark_talk(three, "harbour-days-2031/sun", Mark.STAR)
    assert exported(three, CONFERENCE, audience=Audience.PUBLIC) == told


def test_a_paper_of_which_only_the_address_is_known_is_no_entry(vault: Vault) -> None:
    put(vault, "Days/Fog.md", "- [ ] read arXiv:3105.00009 and https://example.org/@ada/fog.pdf\n")
    put(vault, "Days/Days.md", "---\ntype: conference\n---\n")
    text = bibliography_of(vault, SummaryOrder("Days")).decode()
    assert "@" not in text, "BibTeX reads an entry behind each"
    assert "% https://arxiv.org/abs/3105.00009\n% https://example.org/%40ada/fog.pdf\n" in text


def test_a_search_goes_out_with_the_papers_it_finds(three: Vault) -> None:
    assert exported(three, "rain") == ["ventoPaperRain2031"]


def test_a_conference_without_papers_is_an_error(vault: Vault) -> None:
    hold(vault, poster("Nothing to read", "none", authors=()))
    with pytest.raises(NotFoundError):
        bibliography_of(vault, SummaryOrder(CONFERENCE))


NAMED = (("one", "Bo Kai"), ("two", "Cy Day"))


def test_proceedings_without_addresses_go_out_by_their_titles_and_authors(vault: Vault) -> None:
    twins = [poster("Fog & rain", name, authors=("Ada Vento", other)) for name, other in NAMED]
    hold(vault, *twins, poster("Sun", "sun", paper_link("https://arxiv.org/abs/3105.00003")))
    assert exported(vault, CONFERENCE) == ["ventoFogRain2031", "ventoFogRain2031a", "ventoSun2031"]
    assert "author = {Vento, Ada and Kai, Bo}" in bibliography_of(vault, SummaryOrder(CONFERENCE)).decode()
    mark_talk(vault, "harbour-days-2031/two", Mark.STAR)
    assert exported(vault, CONFERENCE) == ["ventoFogRain2031a"]
    assert exported(vault, CONFERENCE, audience=Audience.PUBLIC) != ["ventoFogRain2031a"], "a star is not public"


# The network

PAGE = b"""<html><head>
<meta name="citation_title" content="Tides &amp; Ten Weights"/>
<meta name="citation_author" content="Vento, Ada" /><meta name="citation_author" content="Bo Kai" />
<meta name="citation_publication_date" content="2031/05/01" />
<meta content="Harbour Days" name="citation_conference_title">
<meta name="citation_firstpage" content="7"><meta name="citation_lastpage" content="19">
<meta name="citation_doi" content="10.1000/tides">
</head></html>"""


def test_a_page_that_wants_to_be_cited_is_kept_as_an_entry(vault: Vault, site: WebSite) -> None:
    site.pages["/papers/tides"] = PAGE
    put(vault, "Papers/Tides.md", f"---\ntitle: Tides\npaper: {site.url}/papers/tides\n---\n")
    entry = fetch_paper(vault, only(vault), HERE)
    assert (entry.kind, entry.key) == ("inproceedings", "ventoTidesTenWeights2031")
    fields = dict(entry.fields)
    assert (fields["pages"], fields["doi"], fields["booktitle"]) == ("7--19", "10.1000/tides", "Harbour Days")
    one = only(vault)
    assert (one.title, one.authors, one.year, one.venue) == (
        "Tides & Ten Weights",
        ("Ada Vento", "Bo Kai"),
        2031,
        "Harbour Days",
    )
    assert one.note == "Papers/Tides.md" and one.citekey == "ventoTidesTenWeights2031"


def test_what_the_bibliography_says_already_stays(vault: Vault, site: WebSite) -> None:
    site.pages["/papers/tides"] = PAGE
    mine = f"@misc{{mine, title = {{My Title}}, url = {{{site.url}/papers/tides}}}}\n"
    add_bibliography(vault, mine, "my.bib")
    put(vault, "Notes/n.md", f"[paper]({site.url}/papers/tides)\n")
    entry = fetch_paper(vault, paper(vault, "@mine"), HERE)
    assert dict(entry.fields)["doi"] == "10.1000/tides"
    assert "My Title" in vault.read(PATH).text


def test_private_addresses_are_not_asked(vault: Vault, site: WebSite) -> None:
    put(vault, "Papers/Tides.md", f"---\ntitle: Tides\npaper: {site.url}/papers/tides\n---\n")
    with pytest.raises((NetworkError, UsageError)):
        fetch_paper(vault, only(vault), FetchOptions())
    assert site.asked == [] and not (vault.root / PATH).exists()


def test_a_paper_without_data_on_the_web_is_reported(vault: Vault, site: WebSite) -> None:
    site.pages["/papers/tides"] = b"<html><title>Tides</title></html>"
    put(vault, "Papers/Tides.md", f"---\ntitle: Tides\npaper: {site.url}/papers/tides\n---\n")
    with pytest.raises(NotFoundError, match="no details found"):
        fetch_paper(vault, only(vault), HERE)


def test_a_paper_without_an_address_is_not_asked_about(vault: Vault) -> None:
    put(vault, "Papers/Tides.md", "Tides\n")
    with pytest.raises(UsageError):
        fetch_paper(vault, only(vault), HERE)


def test_the_registry_is_asked_for_a_doi_and_says_where_it_appeared() -> None:
    from confnotes.markup.paper_ids import paper_id

    one = paper_id("https://dl.acm.org/doi/10.1000/TIDES")
    assert request_for(one, "https://dl.acm.org/doi/10.1000/TIDES")[:2] == (
        "https://doi.org/10.1000/tides",
        "application/vnd.citationstyles.csl+json",
    )
    said = {
        "type": "article-journal",
        "title": ["Tides <i>from</i> Weights"],
        "author": [
            {"family": "Vento", "given": "Ada"},
            {"family": "Berg", "given": "R.", "non-dropping-particle": "van den"},
            {"literal": "The Tide Group"},
            "odd",
        ],
        "issued": {"date-parts": [[2031, 5]]},
        "container-title": "Tidal Letters",
        "volume": 7,
        "page": "1-9",
        "DOI": "10.1000/tides",
    }
    found = read_csl(json.dumps(said).encode())
    assert found is not None
    assert (found.kind, found.title, found.year) == ("article", "Tides from Weights", 2031)
    assert dict(found.fields) == {
        "title": "Tides from {Weights}",
        "author": "Vento, Ada and van den Berg, R. and {The Tide Group}",
        "year": "2031",
        "journal": "Tidal Letters",
        "volume": "7",
        "pages": "1--9",
        "doi": "10.1000/tides",
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b'{"title": {}}',
        b'{"title": "", "author": 3}',
        b"[" * 100_000,
        b'{"issued": {"date-parts": 1}}',
    ],
)
def test_an_odd_answer_is_no_paper(data: bytes) -> None:
    assert read_csl(data) is None
    assert read_page(data) is None


def test_a_hostile_page_is_only_text_in_the_entry() -> None:
    page = (
        b'<meta name="citation_title" content="A } , evil = {x \x1b[2J"><meta name="citation_author" content="a } b">'
        b'<meta name="citation_doi" content="10.1000/{x}"><meta name="citation_arxiv_id" content="1} {2">'
    ) + b"<meta " * 50_000
    found = read_page(page)
    assert found is not None
    for value in found.fields.values():
        assert value.count("{") == value.count("}") and "\x1b" not in value
    assert "doi" not in found.fields and "eprint" not in found.fields


def test_papers_of_the_library_complete_by_title_and_by_citekey(vault: Vault) -> None:
    from confnotes.catalogue.completing.complete import Completer, insertion
    from confnotes.model.candidate import Place, Trigger

    add_bibliography(vault, ZOTERO, "my.bib")
    put(vault, "Notes/n.md", "a note\n")
    made = Completer(vault)
    here = Place(None, None)
    made.refresh()
    made.prepare(here)
    for typed in ("ten weig", "ventoTides2031"):
        (match,) = made.matches(Trigger.PAPER, typed, here)
        assert insertion(Trigger.PAPER, match.candidate) == f"[{TIDES}](https://arxiv.org/abs/3105.00001)"


def test_the_page_of_a_day_names_no_paper_by_what_it_copied_from_other_notes(vault: Vault) -> None:
    """One task stood twice among the lines that name its paper."""
    put(vault, "Notes/pier.md", "- [ ] read arXiv:3105.00001\n")
    page = with_parts("", {"open": ("Open", ["- [ ] read arXiv:3105.00001"])}) + "\nagain arXiv:3105.00001\n"
    put(vault, "Notes/2031-05-01.md", f"---\ntype: {PAGE_TYPE}\n---\n{page}")
    noted = [(one.path, one.line) for one in only(vault).noted]
    assert [path for path, _ in noted] == ["Notes/2031-05-01.md", "Notes/pier.md"]


def test_papers_are_gathered_once_until_a_note_a_mark_or_a_status_changes(vault: Vault) -> None:
    put(vault, "Notes/a.md", "see arXiv:3105.00001\n")
    assert papers(vault)
    with closing(open_finder(vault)):
        (one,) = papers(vault)
        assert papers(vault)[0] is one, "nothing changed"
        mark_paper.mark(vault, one, Reading.READ)
        assert papers(vault)[0].status is Reading.READ
        add_bibliography(vault, "@misc{z, title = {Tides}, eprint = {3105.00001}, eprinttype = {arxiv}}", "my.bib")
        assert papers(vault)[0].citekey == "z"
