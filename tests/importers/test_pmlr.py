"""Posts of the Proceedings of Machine Learning Research: a folder of papers, with or without its volume."""

from __future__ import annotations

from functools import partial

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.pmlr import Pmlr
from confnotes.importers.reading import read_program, read_source
from confnotes.importers.source import Source, SourceFile

HEAD = "---\nlayout: inproceedings\nseries: Proceedings of Machine Learning Research\n"


def folder(**files: str) -> Source:
    made = [SourceFile(name.replace("__", "."), partial(str.encode, text)) for name, text in files.items()]
    return Source("v1", tuple(made), is_folder=True)


def post(*fields: str) -> str:
    return HEAD + "\n".join(fields) + "\n---\n"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (post("title: A"), True),
        (post("abstract: " + "long " * 2000, "title: A"), True),
        ("---\nlayout: inproceedings\ntitle: A paper on somebody's page\n---\n", False),
        ("---\nlayout: post\nseries: Proceedings of Machine Learning Research\n---\n", False),
        (HEAD[4:], False),
    ],
)
def test_post_is_known_by_its_fields(text: str, known: bool) -> None:
    assert (Pmlr().sniff(Source.of_bytes(text.encode(), "a.md")) > 0.9) is known


def test_papers_stand_in_the_order_of_the_volume() -> None:
    source = folder(a__md=post("title: Last", "firstpage: 30", "id: z"), b__md=post("title: First", "firstpage: 1"))

    assert [talk.title for talk in read_source(source).program.talks()] == ["First", "Last"]


def test_day_of_publication_is_no_day_of_the_conference() -> None:
    read = read_program(post("title: A", "date: 2031-06-06", "author:", "- given: Ada", "  family: B").encode(), "a.md")

    assert (read.program.conference.start_date, read.program.conference.year) == (None, 2031)
    assert "the year of publication" in read.warnings[0].message


@pytest.mark.parametrize(
    "fields",
    [
        ("title: A", "author: 7", "pdf: [1]", "extras: {a: b}", "firstpage: x", "id: [1]"),
        ("title: A", "author:", "- [1, 2]", "- given: [x]", "-", "section: {a: 1}", "date: 99999-01-01"),
        ("title: A", "abstract: 1", "id: null", "extras:", "- 1", "- link: javascript:x"),
    ],
)
def test_fields_of_the_wrong_type_are_left_out(fields: tuple[str, ...]) -> None:
    page = post("software: https://example.org/code", *fields)
    (talk,) = read_source(folder(a__md=page, b__md="# no post", _config__yml="- 1")).program.talks()

    assert (talk.title, talk.speakers, len(talk.resources)) == ("A", (), 1)


def test_unreadable_configuration_is_reported_with_its_line() -> None:
    read = read_source(folder(a__md=post("title: A", "pdf: https://example.org/a.pdf"), _config__yml="a: 1\nb: [\n"))

    assert any("_config.yml cannot be read" in each.message for each in read.warnings)


def test_folder_of_posts_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ConfnotesError, match="has no papers"):
        read_source(folder(a__md=post("title: [A"), b__md=post("nothing: here")))
