"""A summary as a printable PDF: a book with contents, page numbers, references and indexes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from confnotes.exporters.pdf.book import PdfBook
from confnotes.exporters.pdf.fonts import families, notice
from confnotes.exporters.pdf.typesetter import fonts, typeset
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.model.summary import Summary


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The PDF; raises ConfnotesError if typst is missing."""
    made = typeset(*typst_input(summary, setting))
    return Output(made.data, notices=(notice(made.unshown),) if made.unshown else ())


def typst_input(summary: Summary, setting: RenderOptions) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The data for the template, and its pictures by name."""
    here = frozenset(fonts().families())
    book = PdfBook(summary, setting)
    data = book.data()
    data["look"] = {
        "colours": asdict(setting.theme.light),
        "size": setting.theme.size,
        "fonts": families(setting.theme, here, setting.words.terms.code, str(data)),
    }
    return data, book.files
