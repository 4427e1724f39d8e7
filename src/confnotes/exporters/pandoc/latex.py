"""A summary as LaTeX for pdflatex, xelatex and lualatex, by pandoc; papers as a separate bibliography."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import zip_longest

from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Blocks, Inlines
from confnotes.exporters.pandoc.document import FEW_TALKS, PandocDocument, metadata
from confnotes.exporters.pandoc.pictures import DocumentPictures
from confnotes.exporters.pandoc.run import convert, find_pandoc
from confnotes.exporters.pandoc.scripts import with_fonts
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.markup.paper_ids import paper_id
from confnotes.model.summary import Summary, SummaryReference

_OPTIONS = ("--toc", "--no-highlight", "--variable=block-headings", "--variable=colorlinks")
_VARIABLES = {
    "documentclass": "article",
    "fontsize": "11pt",
    "papersize": "a4",
    "geometry": "margin=28mm",
    "linkcolor": "accent",
    "urlcolor": "accent",
    "toccolor": "black",
}
_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*\{[ \t]*([A-Za-z0-9][A-Za-z0-9:._+/-]*)[ \t]*,", re.MULTILINE)
_TITLE = re.compile(r"\btitle\s*=", re.IGNORECASE)
_UNFIT = re.compile(r"[^A-Za-z0-9.+-]+")
_BABEL = {"de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese", "nl": "dutch"}


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The LaTeX with its photos and `.bib`; raises ConfnotesError if pandoc is missing or fails."""
    find_pandoc("latex")
    name = _UNFIT.sub("-", setting.name).strip("-.") or "summary"
    shown = DocumentPictures(summary, setting, f"{name}-photos", tex=True)
    document = _Document(summary, setting, shown, _view)
    blocks = with_fonts(document.blocks())
    beside = dict(shown.files)
    if setting.bibliography:
        beside[f"{name}.bib"] = setting.bibliography.encode("utf-8", "replace")
    meta = metadata(summary, setting)
    meta = {key: value if key == "lang" else _with_fonts(value) for key, value in meta.items()}
    code = setting.words.terms.code
    del meta["lang"]  # pandoc would load babel, which fails if a language is not installed
    head = _preamble() + _colours(setting) + _language(code) + (_citing(name) if setting.bibliography else "")
    meta["include-before"] = ast.meta_blocks(with_fonts(document.front()))
    meta["header-includes"] = ast.meta_blocks([ast.raw("latex", head)])
    depth = 1 if len(summary.noted()) <= FEW_TALKS else 3
    options = [*_OPTIONS, f"--toc-depth={depth}", *(f"--variable={key}={value}" for key, value in _VARIABLES.items())]
    return Output(convert("latex", meta, blocks, options, shown.files, summary.last_day), beside)


class _Document(PandocDocument):
    """References in the bibliography are formatted by biber, if it has run."""

    def cited(self, reference: SummaryReference, said: Inlines) -> Inlines:
        key = _key(self.setting.bibliography, reference.resource.url)
        if key is None:
            return said
        return [ast.raw_inline("latex", f"\\cited{{{key}}}{{"), *said, ast.raw_inline("latex", "}")]

    def shown_address(self, url: str) -> str:
        """The full address: pandoc sets it as `\\url`, which knows where to break lines."""
        return url


def _key(bibliography: str, url: str) -> str | None:
    """The citation key of the paper at an address, if its title is in the bibliography."""
    found = paper_id(url)
    if not bibliography or found is None:
        return None
    wanted = re.compile(rf"(?<![\w.]){re.escape(found.value)}(?![\w.]*\d)", re.IGNORECASE)
    entries = list(_ENTRY.finditer(bibliography))
    for entry, following in zip_longest(entries, entries[1:]):
        end = following.start() if following else len(bibliography)
        if wanted.search(bibliography, entry.end(), end):
            return entry[1] if _TITLE.search(bibliography, entry.end(), end) else None
    return None


def _view(label: Inlines, inside: Blocks) -> Blocks:
    begins = [ast.raw_inline("latex", "\\begin{ownview}{"), *label, ast.raw_inline("latex", "}")]
    return [ast.plain(begins), *inside, ast.raw("latex", "\\end{ownview}")]


def _with_fonts(value: ast.Element) -> ast.Element:
    (made,) = with_fonts([value])
    return made


@cache
def _preamble() -> str:
    return files(__package__).joinpath("tex/preamble.tex").read_text(encoding="utf-8")


def _colours(setting: RenderOptions) -> str:
    accent = setting.theme.light.accent.removeprefix("#").upper()
    return f"\\usepackage{{xcolor}}\\definecolor{{accent}}{{HTML}}{{{accent}}}\n"


def _language(code: str) -> str:
    """Hyphenation and dates of the language, which need only babel's own files."""
    name = _BABEL.get(code)
    known = f"\\usepackage{{babel}}\\babelprovide[import,main]{{{name}}}\n" if name else ""
    return f"{known}\\AtBeginDocument{{\\hypersetup{{pdflang={{{code}}}}}}}\n"


def _citing(name: str) -> str:
    """Replace our references by bibliography entries if biblatex is available and biber has run."""
    return (
        "\\newcommand\\cited[2]{#2}\n"
        "\\IfFileExists{biblatex.sty}{\\usepackage[backend=biber,style=numeric]{biblatex}"
        f"\\addbibresource{{{name}.bib}}"
        "\\renewcommand\\cited[2]{\\IfFileExists{\\jobname.bbl}{\\fullcite{##1}}{\\nocite{##1}##2}}}{}\n"
    )
