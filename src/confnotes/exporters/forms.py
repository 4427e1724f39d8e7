"""The forms that a summary can be set in: each is one exporter, `render(summary, setting)`."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from importlib import import_module
from importlib.util import find_spec
from shutil import which
from typing import TYPE_CHECKING, Protocol, cast

from confnotes import extras
from confnotes.errors import UsageError

if TYPE_CHECKING:
    from confnotes.exporters.render_options import Output, RenderOptions
    from confnotes.model.summary import Summary


class Renderer(Protocol):
    """Sets a summary; raises ConfnotesError where this machine lacks what it needs."""

    def __call__(self, summary: Summary, setting: RenderOptions) -> Output: ...


@dataclass(frozen=True, slots=True)
class Form:
    """A form by the name that `--format` takes, the ending of its files, and the module that renders it.

    `module` is empty for what is made of the vault and not of a summary. `title` is what people call it, `purpose` what
    it is for. `program` must be installed for it, `package` is a Python package that comes with the extra `extra`.
    `binary`: nothing for a terminal. `data`: for programs, and seen as it is. `beside`: files may lie beside it.
    `made_again`: a file that is there is made again around its author's edits.
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
    beside: bool = False
    made_again: bool = False

    @property
    def endings(self) -> tuple[str, ...]:
        """Every ending that says this form, its own first."""
        return (self.ending, *self.also_ends)

    @property
    def lacks(self) -> str:
        """The command that installs what this form needs; empty where it can be made."""
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
        Form("ics", ".ics", title="Calendar", purpose="your schedule: starred, attended and noted talks", data=True),
    )
}


def form_named(name: str) -> Form:
    """The form of that name; raises UsageError when there is none."""
    if name not in FORMS:
        raise UsageError(f"unknown format “{name}”", f"Use one of: {', '.join(FORMS)}")
    return FORMS[name]


def form_of_file(name: str) -> str | None:
    """The form that a file's ending says, the longest ending first; None where it says none."""
    lower = name.lower()
    endings = {ending: form.name for form in FORMS.values() for ending in form.endings}
    said = max((ending for ending in endings if lower.endswith(ending)), key=len, default=None)
    return endings[said] if said else None


def render_summary(summary: Summary, form: str, setting: RenderOptions) -> Output:
    """The summary in a form that has a module; raises UsageError when there is no such form, else as its renderer."""
    module = form_named(form).module
    from confnotes.exporters.wording import in_language

    return cast(Renderer, import_module(module).render)(in_language(summary, setting.words.terms), setting)
