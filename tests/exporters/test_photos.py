"""Photos in every form: what is said of them, and where their files lie."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from confnotes.exporters.forms import render_summary
from confnotes.exporters.render_options import RenderOptions
from confnotes.model.summary import Summary
from html_samples import rich, with_photos
from summary_samples import with_note

needs_pandoc = pytest.mark.needs("pandoc")
PANDOC = [pytest.param(form, marks=needs_pandoc) for form in ("latex", "docx", "epub")]


def one_photo(words: str) -> Summary:
    (photo,) = rich().photos
    return replace(with_note(f"the picture ![{words}](photo:{photo.id})"), photos=(photo,))


def words_of(form: str, summary: Summary, setting: RenderOptions) -> str:
    """All text of a form, of packed ones that of their parts."""
    data = render_summary(summary, form, setting).data
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist() if "ml" in name[-5:])


@pytest.mark.parametrize("form", ["markdown", "html", "slides", *PANDOC])
def test_a_photo_without_a_caption_gets_none(form: str) -> None:
    text = words_of(form, one_photo(""), with_photos())
    assert "<figcaption" not in text.partition('class="photo"')[2].partition("</figure>")[0]
    assert 'descr="photo' not in text and 'alt="photo:' not in text
    assert "![]" in text or form != "markdown"


@pytest.mark.parametrize("form", ["markdown", "html", "pdf", *PANDOC])
def test_a_photo_that_cannot_be_shown_is_named(form: str) -> None:
    render_summary(one_photo(""), form, RenderOptions())
    if form != "pdf":
        assert "surge" in words_of(form, one_photo(""), RenderOptions())


@needs_pandoc
def test_markdown_and_latex_keep_photos_in_folders_of_one_name() -> None:
    for_all = replace(with_photos(), name="Coast 2021, day 2")
    folders = {
        name.partition("/")[0]
        for form in ("markdown", "latex")
        for name in render_summary(one_photo("the surge"), form, for_all).beside
        if "/" in name
    }
    assert folders == {"Coast-2021-day-2-photos"}
