"""A summary as a PDF to read on paper: a book with contents, numbered pages, references and indexes."""

from __future__ import annotations

from dataclasses import asdict

from confnotes.exporters.pdf.book import Book
from confnotes.exporters.pdf.fonts import families, notice
from confnotes.exporters.pdf.typesetter import Typeset, fonts, typeset
from confnotes.exporters.setting import Output, Setting
from confnotes.model.summary import Summary


def render(summary: Summary, setting: Setting) -> Output:
    """The PDF; raises ConfnotesError where typst is missing."""
    made = _typeset(summary, setting)
    return Output(made.data, notices=(notice(made.unshown),) if made.unshown else ())


def _typeset(summary: Summary, setting: Setting) -> Typeset:
    here = frozenset(fonts().families())
    book = Book(summary, setting)
    data = book.data()
    data["look"] = {
        "colours": asdict(setting.theme.light),
        "size": setting.theme.size,
        "fonts": families(setting.theme, here, setting.words.terms.code, str(data)),
    }
    return typeset(data, book.files)
