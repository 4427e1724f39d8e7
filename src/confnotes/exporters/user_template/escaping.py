"""Escape values of a summary for the format of a template's output, so that they are always plain text.

Every value in the output is escaped exactly once: results of filters, macros and blocks are `EscapedText`. A value
composed of pieces (`~`, `+`) is escaped as a whole.
"""

from __future__ import annotations

import csv
import io
from html import escape

from confnotes.exporters.data.summary_csv import cell
from confnotes.exporters.html import notes as html_notes
from confnotes.exporters.languages.catalog import Catalog
from confnotes.exporters.markdown import notes as markdown_notes
from confnotes.markup.canonical import is_allowed
from confnotes.markup.markdown_text import address, escape_text, link
from confnotes.markup.plain import plain_text, safe_text

_TEX = str.maketrans(
    {"\\": r"{\textbackslash}", "{": r"\{", "}": r"\}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}"}
    | {sign: f"\\{sign}" for sign in "&%#_$"}
    | {"[": "{[}", "]": "{]}", "<": r"{\textless}", ">": r"{\textgreater}", "|": r"{\textbar}", '"': r"{\textquotedbl}"}
    | {"`": r"{\textasciigrave}", "\n": " "}
)


class EscapedText(str):
    """Text that is already escaped."""

    __slots__ = ()


class Plain:
    """Plain text: values are unchanged. Base of the other formats."""

    def __init__(self, terms: Catalog) -> None:
        self._terms = terms

    def text(self, words: str) -> str:
        """A value, on one line."""
        return words

    def line(self, markdown: str) -> str:
        """A line of Markdown, such as a takeaway."""
        return self.text(plain_text(" ".join(markdown.split())))

    def note(self, markdown: str, level: int) -> str:
        """A note under a heading of `level`."""
        return "\n".join(self.text(plain_text(line)) for line in markdown.split("\n"))

    def link(self, words: str, url: str) -> str:
        """A link; only the words if the address is not allowed."""
        return self.text(f"{words} ({url})" if is_allowed(url) else words)


class Html(Plain):
    """A web page."""

    def __init__(self, terms: Catalog) -> None:
        super().__init__(terms)
        around = html_notes.PageContext(lambda _id: None, terms=terms)
        self._notes = html_notes.NoteSetter(around)

    def text(self, words: str) -> str:
        return escape(words)

    def line(self, markdown: str) -> str:
        return self._notes.line(markdown)

    def note(self, markdown: str, level: int) -> str:
        return self._notes.note(markdown, level)

    def link(self, words: str, url: str) -> str:
        shown = self.text(words)
        return f'<a href="{escape(url)}" rel="noopener noreferrer">{shown}</a>' if is_allowed(url) else shown


class Markdown(Plain):
    """CommonMark. Text cannot form tags, even within tags of the template itself."""

    def text(self, words: str) -> str:
        return escape_text(words).replace("\\<", "&lt;").replace("\\>", "&gt;")

    def line(self, markdown: str) -> str:
        return markdown_notes.line_in_document(markdown, markdown_notes.NoteContext())

    def note(self, markdown: str, level: int) -> str:
        return markdown_notes.note_in_document(markdown, level, markdown_notes.NoteContext())

    def link(self, words: str, url: str) -> str:
        return link(words, url)


class Tex(Plain):
    """LaTeX with the encoding T1 or Unicode."""

    def text(self, words: str) -> str:
        return words.translate(_TEX)

    def link(self, words: str, url: str) -> str:
        shown = self.text(words)
        to = address(url).replace("{", "%7B").replace("}", "%7D").replace("^", "%5E")
        return f"\\href{{{self._escaped_address(to)}}}{{{shown}}}" if is_allowed(url) else shown

    @staticmethod
    def _escaped_address(url: str) -> str:
        return "".join(f"\\{sign}" if sign in "%#&_$~" else sign for sign in url)


class Csv(Plain):
    """A table: each value is a quoted cell, never a formula."""

    def text(self, words: str) -> str:
        made = io.StringIO()
        csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="").writerow([cell(words)])
        return made.getvalue()

    def note(self, markdown: str, level: int) -> str:
        return self.line(markdown)


_ESCAPES = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xml"), Html),
    **dict.fromkeys((".md", ".markdown", ".qmd", ".rmd"), Markdown),
    **dict.fromkeys((".tex", ".ltx"), Tex),
    ".csv": Csv,
}


def escapes_for(ending: str, terms: Catalog) -> Plain:
    """The escaping for a file extension."""
    return _ESCAPES.get(ending, Plain)(terms)


def format_value(value: object, escapes: Plain) -> EscapedText:
    """A value for the output; empty for None."""
    if isinstance(value, EscapedText):
        return value
    return EscapedText("" if value is None else escapes.text(safe_text(str(value))))
