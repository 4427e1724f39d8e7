"""BibTeX that other programs read as it is meant: escaped, with the capitals that count, and nothing invented."""

from __future__ import annotations

from unicodedata import normalize

import bibtexparser
import pytest
from bibtexparser.bparser import BibTexParser
from hypothesis import given
from hypothesis import strategies as st

from confnotes.exporters.data.bibtex import (
    author,
    entry_of,
    format_entry,
    latex,
    make_entry,
    render,
    title,
    without_private,
)
from confnotes.importers.bibtex.paper_entries import names_of, read_bibliography
from confnotes.importers.facts.latex import plain_latex
from confnotes.markup.paper_ids import citekey, paper_id, unique
from confnotes.markup.safe import safe_text
from confnotes.model.paper import Paper, PaperEntry, Presented

ARXIV = paper_id("https://arxiv.org/abs/3105.00001")
DOI = paper_id("https://doi.org/10.1000/a_b%3cc")
TALK = Presented("days/1", "Tides", "Harbour Days 2031", published=True)


def read(text: str) -> dict[str, str]:
    """The only entry, as bibtexparser reads it."""
    (entry,) = bibtexparser.loads(text, BibTexParser(common_strings=True, ignore_nonstandard_types=False)).entries
    return dict(entry)


@pytest.mark.parametrize(
    ("plain", "written_so"),
    [
        ("Salt & Sugar: 50% #1 of a_b", r"Salt \& Sugar: 50\% \#1 of a\_b"),
        ("$k$-means and $\\ell_1$", r"$k$-means and $\ell_1$"),
        ("From $5 to $10", r"From \$5 to \$10"),
        ("A {brace", r"A {\textbraceleft}brace"),
        ("~ ^ \\", r"{\textasciitilde} {\textasciicircum} {\textbackslash}"),
        ("BERT: Pre-Training with C++, 3D and GPT-4", "{BERT}: Pre-Training with {C++}, {3D} and {GPT-4}"),
        ("Deep tides in Lisbon: an answer to Vento", "Deep tides in {Lisbon}: an answer to {Vento}"),
        ("Über Flüsse 河流", "Über Flüsse 河流"),
    ],
)
def test_titles_are_latex_with_the_capitals_that_count(plain: str, written_so: str) -> None:
    assert title(plain) == written_so


@given(st.text(max_size=60))
def test_what_is_written_reads_as_it_was(text: str) -> None:
    line = " ".join(safe_text(text, lines=False).replace("$", "S").split())
    for way in (latex, title):
        entry = format_entry(make_entry("misc", "key", {"title": way(line), "year": "2031"}))
        ((one,), warnings) = read_bibliography(entry)
        assert not warnings
        assert normalize("NFC", plain_latex(one.field("title"))) == normalize("NFC", line)


@pytest.mark.parametrize(
    ("name", "written_so"),
    [
        ("Ada Vento", "Vento, Ada"),
        ("Rianne van den Berg", "van den Berg, Rianne"),
        ("Bo Kai Jr.", "Kai, Jr., Bo"),
        ("Madonna", "Madonna"),
        ("Salt and Sugar", "{Salt and Sugar}"),
        ("Vento, Ada", "Vento, Ada"),
        ("王伟", "王伟"),
    ],
)
def test_authors_stand_with_the_family_name_first(name: str, written_so: str) -> None:
    assert author(name) == written_so
    if "and" not in name.split() and "," not in name:
        assert names_of(author(name)) == [name]


def test_what_was_presented_stands_in_its_proceedings() -> None:
    paper = Paper(
        "k", "Tides & {Co}", True, ("Ada Vento", "Bo Kai"), 2031, "Harbour Days 2031", (ARXIV, DOI), (), "vento2031",
        presented=(TALK,),
    )  # fmt: skip
    text = format_entry(entry_of(paper))
    fields = read(text)
    assert (fields["ENTRYTYPE"], fields["ID"]) == ("inproceedings", "vento2031")
    assert fields["booktitle"] == "Harbour Days 2031"
    assert fields["author"] == "Vento, Ada and Kai, Bo"
    assert (fields["eprint"], fields["archiveprefix"]) == ("3105.00001", "arXiv")
    assert fields["url"] == "https://arxiv.org/abs/3105.00001"
    assert r"title = {Tides \& {\textbraceleft}Co{\textbraceright}}," in text


@pytest.mark.parametrize(
    ("paper", "kind", "fields"),
    [
        (
            Paper("k", "Tides", True, ("Ada Vento",), None, None, (ARXIV,), (), "key"),
            "article",
            {"title", "author", "year", "journal", "eprint", "archiveprefix", "url"},
        ),
        (Paper("k", "10.1000/x", False, ids=(DOI,), citekey="key"), "misc", {"doi"}),
        (Paper("k", "Tides", True, citekey="key", year=2031), "misc", {"title", "year"}),
        (
            Paper("k", "Tides", True, citekey="key", venue="Tidal Letters", ids=(DOI,)),
            "article",
            {"title", "journal", "doi"},
        ),
    ],
)
def test_nothing_is_written_that_is_not_known(paper: Paper, kind: str, fields: set[str]) -> None:
    found = read(format_entry(entry_of(paper)))
    assert found.pop("ENTRYTYPE") == kind
    found.pop("ID")
    assert found.keys() == fields


def test_an_entry_that_came_from_a_bibliography_keeps_its_bytes() -> None:
    text = '@Article{ Odd-Key ,\n title={A},   year = "2031" ,\n\tmonth=dec}'
    ((entry,), _) = read_bibliography(f"% before\n{text}\nafter")
    paper = Paper("k", "A", True, citekey="x", entry=entry)
    assert entry_of(paper) is entry
    assert render([paper]) == f"{text}\n"


def test_an_entry_that_leans_on_another_line_is_written_out() -> None:
    ((entry,), _) = read_bibliography(
        "@string{hd = {Harbour Days}}\n@misc{a, title={A}, month=dec, journal = hd # { 2}}"
    )
    assert entry.text == ""
    assert format_entry(entry) == "@misc{a,\n  title = {A},\n  month = dec,\n  journal = {Harbour Days 2},\n}"


def test_others_do_not_see_what_the_owner_keeps_beside_an_entry() -> None:
    own = "annote keywords note x-mine userb priority readstatus bdsk-file-1 mendeley-groups title+an __markedentry"
    beside = "".join(f"{name}={{weak}}, " for name in own.split())
    text = f"@misc{{a,\n title={{A}}, file={{/home/me/a.pdf}}, {beside}doi={{10.1000/x}}}}"
    ((entry,), _) = read_bibliography(text)
    assert [name for name, _ in without_private(entry).fields] == ["title", "doi"]
    plain = PaperEntry("a", "misc", (("title", "A"),), "@misc{a, title={A}}")
    assert without_private(plain) is plain


@pytest.mark.parametrize(
    ("authors", "name", "year", "key"),
    [
        (["Ada Vento", "Bo Kai"], "Tides from Ten Weights", 2031, "ventoTidesTenWeights2031"),
        (["Rianne van den Berg"], "BERT: Pre-training of the Sea", 2018, "vandenbergBERTPretrainingSea2018"),
        (["Łukasz Øre-Müller"], "U-Net", None, "oremullerUNet"),
        (["Vento, Ada"], "On the A of an I", 2031, "vento2031"),
        ([], "Attention is all we need", 2031, "AttentionAllWe2031"),
        (["王伟"], "河流", 2031, "arxiv3105.00001"),
    ],
)
def test_citekeys_are_those_that_better_bibtex_makes(authors: list[str], name: str, year: int | None, key: str) -> None:
    assert citekey(authors, name, year, "arxiv:3105.00001") == key


def test_a_second_key_gets_a_letter() -> None:
    taken: set[str] = set()
    for _ in range(29):
        taken.add(unique("k", taken))
    assert {"k", "ka", "kz", "kaa", "kab"} <= taken and len(taken) == 29
