"""Bibliographies as people keep them: names, strings, broken entries, and what says which conference it is."""

from __future__ import annotations

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.bibtex.conference import conference_of
from confnotes.importers.bibtex.entries import read_entries
from confnotes.importers.bibtex.importer import BibTeX
from confnotes.importers.bibtex.paper_entries import names_of
from confnotes.importers.reading import read_program
from confnotes.importers.source import Source
from confnotes.model.program import Kind, ResourceKind, Talk

PAPER = "@inproceedings{k, title = {A Title}, author = {Doe, Jane}, booktitle = {Meeting}"


def only_talk(fields: str) -> Talk:
    return next(read_program(f"{PAPER}, {fields}}}".encode(), "papers.bib").program.talks())


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Doe, Jane and Max Roe", ["Jane Doe", "Max Roe"]),
        ("Doe, Jane\n and\nRoe, Max", ["Jane Doe", "Max Roe"]),
        ("Doe, Jane AND others", ["Jane Doe"]),
        ("de la Fontaine, Jean", ["Jean de la Fontaine"]),
        ("Ludwig van Beethoven", ["Ludwig van Beethoven"]),
        ("King, Jr., Martin", ["Martin King Jr."]),
        ("Griffin, III", ["Griffin, III"]),
        ("{Barnes and Noble, Inc.} and Doe, Jane", ["Barnes and Noble, Inc.", "Jane Doe"]),
        ("Jane Doe, Max Roe, Ida Klein", ["Jane Doe", "Max Roe", "Ida Klein"]),
        ("Canonne, Cl{\\'{e}}ment L, and Tyagi, Himanshu", ["Clément L Canonne", "Himanshu Tyagi"]),
        ("Tie{-}Yan Liu and {\\L}ukasz Kaiser", ["Tie-Yan Liu", "Łukasz Kaiser"]),
        ("Alexander Sandman and Andandand", ["Alexander Sandman", "Andandand"]),
        ("Wei Wang 0001 and Doe, Jane", ["Wei Wang", "Jane Doe"]),
        ("", []),
    ],
)
def test_authors_read_first_name_first(written: str, names: list[str]) -> None:
    assert names_of(written) == names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('@string{a = {One}} @misc{k, note = a # { and } # "Two"}', "One and Two"),
        ('@misc{k, note = jul # "~6"}', "July~6"),
        ("@misc{k, note = {a {nested {deep}} brace}}", "a {nested {deep}} brace"),
        ('@misc{k, note = "a {"quote"} inside"}', 'a {"quote"} inside'),
        ('@misc{k, note = "M\\"uller"}', 'M\\"uller'),
        ("@misc(k, note = 2031)", "2031"),
        ("@MISC { k ,\n NOTE={x}\n year={1}}", "x"),
        ("@comment{@misc{z, note = {no}}} @misc{k, note = {x}}", "no"),
        ("stray text, me@example.org @misc{k, note = {x}}", "x"),
    ],
)
def test_value_is_read_however_it_is_written(text: str, value: str) -> None:
    entries, _ = read_entries(text)

    assert entries[0].fields["note"] == value


@pytest.mark.parametrize(
    ("fields", "name", "start", "end", "venue"),
    [
        (
            {"booktitle": "Proceedings of the 9th Meeting on X, {XM} 2019, 9-15 June 2019, Lisbon, Portugal"},
            "9th Meeting on X, XM 2019", "2019-06-09", "2019-06-15", "Lisbon, Portugal",
        ),
        (
            {"booktitle": "34th {IEEE} Conference on Y, {ICY} 2018,\n Paris, France, April 16-19, 2018"},
            "34th IEEE Conference on Y, ICY 2018", "2018-04-16", "2018-04-19", "Paris, France",
        ),
        (
            {"title": "Proceedings of the 3rd Workshop on Z (Volume 1: Papers)", "month": "July~6", "year": "2020"},
            "3rd Workshop on Z", "2020-07-06", "2020-07-06", None,
        ),
        ({"name": "Rest", "start": "2033-05-02", "end": "2033-05-04"}, "Rest", "2033-05-02", "2033-05-04", None),
        ({"eventtitle": "Rest", "eventdate": "2033-05-02/2033-05-04"}, "Rest", "2033-05-02", "2033-05-04", None),
        ({"booktitle": "Rest", "month": "June", "year": "2033"}, "Rest", None, None, None),
        ({"booktitle": "Rest", "address": "New York, NY, USA", "publisher": "ACM"}, "Rest", None, None, None),
        ({"booktitle": "Rest", "address": "Tartu, Estonia", "location": "Riga"}, "Rest", None, None, "Riga"),
    ],
)  # fmt: skip
def test_conference_is_what_the_volume_says_of_it(
    fields: dict[str, str], name: str, start: str | None, end: str | None, venue: str | None
) -> None:
    found = conference_of(fields)

    days = tuple(day.isoformat() if day else None for day in (found.start_date, found.end_date))
    assert (found.name, *days, found.venue) == (name, start, end, venue)


def test_conference_of_several_volumes_is_the_one_that_most_papers_are_of() -> None:
    volumes = "@proceedings{v1, title = {Proceedings of A}} @proceedings{v2, title = {Proceedings of the B Meeting}}"
    papers = "".join(f"@inproceedings{{{key}, title = {{{key}}}, crossref = {{v2}}}}" for key in "xyz")

    assert read_program((papers + volumes).encode(), "all.bib").program.conference.name == "B Meeting"


@pytest.mark.parametrize(
    ("field", "kind", "url"),
    [
        ("doi = {https://doi.org/10.5555/a.b}", ResourceKind.PAPER, "https://doi.org/10.5555/a.b"),
        ("eprint = {2101.00001}", ResourceKind.PAPER, "https://arxiv.org/abs/2101.00001"),
        ("openreview = {zL6ljQvPzZ}", ResourceKind.PAPER, "https://openreview.net/forum?id=zL6ljQvPzZ"),
        ("url = {https://example.org/a\\_b}", ResourceKind.PAPER, "https://example.org/a_b"),
        ("software = {https://example.org/code}", ResourceKind.CODE, "https://example.org/code"),
        ("howpublished = {\\url{https://example.org/x}}", ResourceKind.OTHER, "https://example.org/x"),
    ],
)
def test_fields_lead_to_what_they_are_named_for(field: str, kind: ResourceKind, url: str) -> None:
    assert [(each.kind, each.url) for each in only_talk(field).resources] == [(kind, url)]


@pytest.mark.parametrize("field", ["pdf = {a.pdf}", "eprint = {x}", "doi = {none}", "url = {}", "file = {:a.pdf:PDF}"])
def test_names_of_files_are_no_links(field: str) -> None:
    assert only_talk(field).resources == ()


def test_pages_are_no_times_and_a_paper_is_a_talk_unless_it_says_more() -> None:
    assert (only_talk("pages = {10--12}").start, only_talk("pages = {10--12}").kind) == (None, Kind.TALK)
    assert only_talk("note = {Oral presentation}").kind is Kind.ORAL
    assert only_talk("note = {A note on posters and orals}").kind is Kind.TALK


def test_entry_that_is_never_closed_does_not_take_the_next_one_with_it() -> None:
    text = f"{PAPER}\n\n@misc{{b, title = {{Broken\n\n@misc{{c, title = {{Whole}}, author = {{Roe, Max}}}}"
    read = read_program(text.encode(), "papers.bib")

    assert [talk.title for talk in read.program.talks()] == ["Whole"]
    assert [(each.message[:10], each.line) for each in read.warnings] == [("2 entries ", 1)]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (PAPER, True),
        ("% Encoding: UTF-8\n\n" + PAPER, True),
        ("\ufeff@string{a = {b}}", True),
        ("# Our workshop\n\nPlease cite:\n\n```\n" + PAPER, False),
        ("<html><body>" + PAPER, False),
        ("import x\n@RequestMapping(value = 1)", False),
        ("@media (width = 3) {}", False),
    ],
)
def test_bibliography_is_known_by_its_first_entry(text: str, known: bool) -> None:
    assert (BibTeX().sniff(Source.of_bytes(text.encode(), "x")) > 0.9) is known


def test_file_of_nothing_but_broken_entries_is_refused() -> None:
    with pytest.raises(ConfnotesError, match="no readable entries"):
        read_program(b"@inproceedings{a, title = {never closed", "papers.bib")


def test_hostile_bibliography_is_read_in_linear_time() -> None:
    opened = "@misc{k,t={" * 50_000
    lines = "\n@misc{k, title = {" * 20_000
    nested = "@misc{n, title = {" + "{" * 100_000 + "x" + "}" * 100_000 + "}}"
    dollars = "\n@misc{d, title = {" + "$ \\( \\[ \\' " * 20_000 + "}, author = {A and }}"

    assert len(list(read_program((nested + dollars + lines + opened).encode(), "x.bib").program.talks())) == 2
