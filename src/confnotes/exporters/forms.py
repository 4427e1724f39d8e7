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
    from confnotes.model.summary import Summary, SummaryOrder


class Renderer(Protocol):
    """Renders a summary; raises ConfnotesError if something it needs is not installed."""

    def __call__(self, summary: Summary, setting: RenderOptions) -> Output: ...


@fast_dataclass(frozen=True, slots=True)
class Form:
    """A format: its `--format` name, its file extension, and the module that renders it.

    `module` is empty for formats made from the vault rather than from a summary. `title` and `purpose` are for display.
    `program` must be installed; `package` is a Python package that comes with the extra `extra`. `binary`: not for a
    terminal. `data`: for programs, `brief`: a text to paste; both are previewed as they are. `beside`: may write
    additional files. `made_again`: an existing file is regenerated with the user's edits kept.
    """

    name: str
    ending: str
    module: str = ""
    _: KW_ONLY
    title: str
    purpose: str
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
            "confnotes.exporters.markdown.markdown",
            title="Markdown",
            also_ends=(".markdown",),
            purpose="for editing anywhere, with papers and photos as separate files",
            beside=True,
            made_again=True,
        ),
        Form(
            "html",
            ".html",
            "confnotes.exporters.html.html",
            title="Web page",
            also_ends=(".htm",),
            purpose="one file for any browser, with search and filters",
        ),
        Form(
            "pdf",
            ".pdf",
            "confnotes.exporters.pdf.pdf",
            title="PDF",
            purpose="a book to print or read",
            package="typst",
            extra="pdf",
            binary=True,
        ),
        Form(
            "latex",
            ".tex",
            "confnotes.exporters.pandoc.latex",
            title="LaTeX",
            purpose="for further writing, with papers in a .bib file",
            program="pandoc",
            beside=True,
        ),
        Form(
            "docx",
            ".docx",
            "confnotes.exporters.pandoc.docx",
            title="Word",
            purpose="a document for Word and LibreOffice",
            program="pandoc",
            binary=True,
        ),
        Form(
            "epub",
            ".epub",
            "confnotes.exporters.pandoc.epub",
            title="EPUB",
            purpose="a book for e-readers and phones",
            program="pandoc",
            binary=True,
        ),
        Form(
            "slides",
            ".slides.html",
            "confnotes.exporters.slides.slides",
            title="Slides",
            purpose="a short deck to present to your group",
        ),
        Form(
            "mail",
            ".eml",
            "confnotes.exporters.short.mail",
            title="Mail",
            purpose="a draft with highlights, next steps and a line of each talk",
            brief=True,
        ),
        Form(
            "slack",
            ".slack.txt",
            "confnotes.exporters.short.slack",
            title="Slack",
            purpose="a message with highlights and next steps",
            brief=True,
        ),
        Form(
            "matrix",
            ".matrix.md",
            "confnotes.exporters.short.matrix",
            title="Matrix",
            purpose="a message in Markdown, for Element and other clients",
            brief=True,
        ),
        Form(
            "thread",
            ".thread.txt",
            "confnotes.exporters.short.thread",
            title="Posts",
            purpose="a thread of the highlights for Mastodon, Bluesky or X",
            brief=True,
        ),
        Form(
            "anki",
            ".apkg",
            "confnotes.exporters.data.anki",
            title="Anki",
            purpose="flashcards of claims and answered questions",
            package="genanki",
            extra="anki",
            binary=True,
            brief=True,
        ),
        Form(
            "json",
            ".json",
            "confnotes.exporters.data.summary_json",
            title="JSON",
            purpose="all data, for programs",
            data=True,
        ),
        Form(
            "csv",
            ".csv",
            "confnotes.exporters.data.summary_csv",
            title="Table",
            purpose="talks and links, for a spreadsheet",
            data=True,
        ),
        Form("bibtex", ".bib", title="Papers", purpose="papers that you noted or marked, as BibTeX", data=True),
        Form(
            "csl-json",
            ".csl.json",
            title="References",
            purpose="the same papers for Zotero and other reference managers",
            data=True,
        ),
        Form("ics", ".ics", title="Calendar", purpose="your schedule: starred, attended and noted talks", data=True),
    )
}


WITHOUT_PARTS = frozenset({"csv", "bibtex", "csl-json", "ics"})
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
    wanted = form_named(form)
    from confnotes.exporters.quoted_lines import with_quoted_lines
    from confnotes.exporters.shown_titles import with_shown_titles
    from confnotes.exporters.wording import in_language

    sets_formulas = form == "latex"  # by its own means; programs get the source
    shown = summary if wanted.data else with_quoted_lines(summary, setting.words, keeps_tags=form == "thread")
    shown = shown if wanted.data or sets_formulas else with_shown_titles(shown)
    return cast(Renderer, import_module(wanted.module).render)(in_language(shown, setting.words.terms), setting)
