"""The export formats: each is one exporter, `render(summary, setting)`."""

from __future__ import annotations

from dataclasses import KW_ONLY, replace
from importlib import import_module
from importlib.util import find_spec
from shutil import which
from typing import TYPE_CHECKING, Protocol, cast

from confnotes import extras
from confnotes.errors import UsageError
from confnotes.model.content import FULL, SummaryContent
from confnotes.model.fast_dataclass import fast_dataclass

if TYPE_CHECKING:
    from confnotes.exporters.render_options import Output, RenderOptions
    from confnotes.exporters.wording import Wording
    from confnotes.model.summary import Summary, SummaryOrder


class Renderer(Protocol):
    """Renders a summary; raises ConfnotesError if something it needs is not installed."""

    def __call__(self, summary: Summary, setting: RenderOptions) -> Output: ...


@fast_dataclass(frozen=True, slots=True)
class Form:
    """A format: its `--format` name, its file extension, its title and purpose for display, and what renders it.

    `module` is below `confnotes.exporters`, empty for formats made from the vault rather than from a summary.
    `program` must be installed; `package` is a Python package that comes with the extra `extra`. `binary`: not for a
    terminal. `data`: for programs, `brief`: a text to paste; both are previewed as they are. `beside`: may write
    additional files. `made_again`: an existing file is regenerated with the user's edits kept.
    """

    name: str
    ending: str
    title: str
    purpose: str
    module: str = ""
    _: KW_ONLY
    also_ends: tuple[str, ...] = ()
    program: str = ""
    package: str = ""
    extra: str = ""
    binary: bool = False
    data: bool = False
    brief: bool = False
    beside: bool = False
    made_again: bool = False

    @property
    def endings(self) -> tuple[str, ...]:
        """Every extension of this format, its main one first."""
        return (self.ending, *self.also_ends)

    @property
    def lacks(self) -> str:
        """The command that installs what this format needs; empty if nothing is missing."""
        if self.program and which(self.program) is None:
            return extras.install_program(self.program)
        if self.package and find_spec(self.package) is None:
            return extras.install_extra(self.extra)
        return ""


FORMS = {
    form.name: form
    for form in (
        Form(
            "markdown",
            ".md",
            "Markdown",
            "for editing anywhere, with papers and photos as separate files",
            "markdown.markdown",
            also_ends=(".markdown",),
            beside=True,
            made_again=True,
        ),
        Form(
            "html",
            ".html",
            "Web page",
            "one file for any browser, with search and filters",
            "html.html",
            also_ends=(".htm",),
        ),
        Form("pdf", ".pdf", "PDF", "a book to print or read", "pdf.pdf", package="typst", extra="pdf", binary=True),
        Form(
            "latex",
            ".tex",
            "LaTeX",
            "for further writing, with papers in a .bib file",
            "pandoc.latex",
            program="pandoc",
            beside=True,
        ),
        Form(
            "docx", ".docx", "Word", "a document for Word and LibreOffice", "pandoc.docx", program="pandoc", binary=True
        ),
        Form("epub", ".epub", "EPUB", "a book for e-readers and phones", "pandoc.epub", program="pandoc", binary=True),
        Form("slides", ".slides.html", "Slides", "a short deck to present to your group", "slides.slides"),
        Form(
            "mail",
            ".eml",
            "Mail",
            "a draft with highlights, next steps and a line of each talk",
            "short.mail",
            brief=True,
        ),
        Form("slack", ".slack.txt", "Slack", "a message with highlights and next steps", "short.slack", brief=True),
        Form(
            "matrix",
            ".matrix.md",
            "Matrix",
            "a message in Markdown, for Element and other clients",
            "short.matrix",
            brief=True,
        ),
        Form(
            "thread",
            ".thread.txt",
            "Posts",
            "a thread of the highlights for Mastodon, Bluesky or X",
            "short.thread",
            brief=True,
        ),
        Form(
            "anki",
            ".apkg",
            "Anki",
            "flashcards of claims and answered questions",
            "data.anki",
            package="genanki",
            extra="anki",
            binary=True,
            brief=True,
        ),
        Form("json", ".json", "JSON", "all data, for programs", "data.summary_json", data=True),
        Form("csv", ".csv", "Table", "talks and links, for a spreadsheet", "data.summary_csv", data=True),
        Form("bibtex", ".bib", "Papers", "papers that you noted or marked, as BibTeX", data=True),
        Form(
            "csl-json", ".csl.json", "References", "the same papers for Zotero and other reference managers", data=True
        ),
        Form("ics", ".ics", "Calendar", "your schedule: starred, attended and noted talks", data=True),
    )
}


OF_PROGRAMS = ("ics", "bibtex", "csl-json")  # of a whole program, or of your own part of it
WITHOUT_PARTS = frozenset({"csv", *OF_PROGRAMS})
"""Formats that are one table or list."""


def form_named(name: str) -> Form:
    """The format with that name; raises UsageError for an unknown one."""
    if name not in FORMS:
        raise UsageError(f"unknown format “{name}”", f"Use one of: {', '.join(FORMS)}")
    return FORMS[name]


def form_of_file(name: str) -> str | None:
    """The format of a file by its extension, longest first, or None."""
    lower = name.lower()
    endings = {ending: form.name for form in FORMS.values() for ending in form.endings}
    said = max((ending for ending in endings if lower.endswith(ending)), key=len, default=None)
    return endings[said] if said else None


def order_in_form(order: SummaryOrder, form: str) -> SummaryOrder:
    """The order of a whole summary without what the format has no room for: pictures in a text, which tells a line of
    every talk instead; and such lines on slides.
    """
    gone = SummaryContent.TIMELINE if form_named(form).brief else SummaryContent.DIGEST if form == "slides" else None
    return replace(order, contents=FULL - {gone}) if gone and order.contents == FULL else order


def render_summary(summary: Summary, form: str, setting: RenderOptions) -> Output:
    """Render the summary in a format that has a module; raises UsageError for an unknown format, else what its renderer
    raises.
    """
    renderer = cast(Renderer, import_module(f"confnotes.exporters.{form_named(form).module}").render)
    return renderer(shown_summary(summary, form, setting.words), setting)


def shown_summary(summary: Summary, form: str, words: Wording) -> Summary:
    """The summary as the readers of a format see it; programs get the source."""
    from confnotes.exporters.quoted_lines import with_quoted_lines
    from confnotes.exporters.shown_titles import with_shown_titles
    from confnotes.exporters.wording import in_language

    if not form_named(form).data:
        summary = with_quoted_lines(summary, words, keeps_tags=form == "thread")
        summary = summary if form == "latex" else with_shown_titles(summary)  # which sets formulas by its own means
    return in_language(summary, words.terms)
