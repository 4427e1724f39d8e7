"""A summary as LaTeX for pdflatex, xelatex and lualatex, by pandoc; papers as a separate bibliography."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any

from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Blocks, Element, Inlines
from confnotes.exporters.pandoc.document import FEW_TALKS, PandocDocument, metadata
from confnotes.exporters.pandoc.pictures import DocumentPictures
from confnotes.exporters.pandoc.run import convert, find_pandoc
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
    meta["header-includes"] = ast.meta_blocks([ast.raw(head)])
    depth = 1 if len(summary.noted()) <= FEW_TALKS else 3
    options = [*_OPTIONS, f"--toc-depth={depth}", *(f"--variable={key}={value}" for key, value in _VARIABLES.items())]
    return Output(convert("latex", meta, blocks, options, shown.files, summary.last_day), beside)


class _Document(PandocDocument):
    """References in the bibliography are formatted by biber, if it has run."""

    def cited(self, reference: SummaryReference, said: Inlines) -> Inlines:
        key = _key(self.setting.bibliography, reference.resource.url)
        if key is None:
            return said
        return [ast.raw_inline(f"\\cited{{{key}}}{{"), *said, ast.raw_inline("}")]

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
    begins = [ast.raw_inline("\\begin{ownview}{"), *label, ast.raw_inline("}")]
    return [ast.plain(begins), *inside, ast.raw("\\end{ownview}")]


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


_CJK = (
    "\u1100-\u11ff\u2e80-\u303f\u3040-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff00-\uffef\U00020000-\U0003ffff"
)
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_EMOJI = "\u2600-\u2604\u2607-\u27bf\U0001f000-\U0001ffff"
_OTHER = (
    "\u0370-\u058f\u0900-\u10ff\u1200-\u1dff\u1f00-\u1fff\u2070-\u209f\u20d0-\u20ff\u2100-\u2bff\u2c00-\u2e7f"
    "\ua000-\ua95f\ua980-\uabff\ufe00-\ufe0f\U00010000-\U0001efff"
)
_RUN = re.compile(
    f"(?P<cjk>[{_CJK}]+)|(?P<rtl>[{_RIGHT_TO_LEFT}]+)"
    f"|(?P<caret>\\^+)|(?P<emoji>(?:[{_EMOJI}][\ufe00-\ufe0f\u200d]*)+)|(?P<other>[{_OTHER}]+)"
)
_COMMANDS = {"cjk": "\\cnCjk{", "rtl": "\\cnRtl{", "emoji": "\\cnEmoji{", "other": "\\cnOther{"}
_OPENS_RIGHT = ast.raw_inline(_COMMANDS["rtl"])
_CLOSES = ast.raw_inline("}")
_CARET = "\\textasciicircum{}"
"""Pandoc writes an accent over nothing for it, which stops TeX at the start of an item."""
_PLAIN = re.compile(r"[\x20-\x5d\x5f-\x7e]*")
_KNOWN = frozenset("☐☒")
"""Characters that pandoc itself converts to commands at the start of an item."""


def with_fonts(blocks: Blocks) -> Blocks:
    """The blocks, with runs of other scripts in `\\cnCjk`, `\\cnRtl` and so on; code is unchanged.

    Strikethrough becomes `\\cnStruck`, highlights `\\cnMarked`: their packages may be missing.
    """
    return [_changed(block) for block in blocks]


def _changed(element: Element) -> Element:
    return {**element, "c": _inside(element["c"])} if "c" in element else element


def _inside(value: object) -> object:
    if isinstance(value, dict):
        return _changed(value) if "t" in value else value
    if isinstance(value, list):
        made: list[object] = []
        for one in value:
            if isinstance(one, dict) and one.get("t") == "Str" and not _PLAIN.fullmatch(one["c"]):
                made += _pieces(one["c"])
            elif isinstance(one, dict) and one.get("t") == "Strikeout":
                made += _in_command("\\cnStruck", one["c"])
            elif isinstance(one, dict) and one.get("t") == "Span" and ast.MARK in one["c"][0][1]:
                made += _in_command("\\cnMarked" if _is_simple(one["c"][1]) else "\\cnTinted", one["c"][1])
            else:
                made.append(_inside(one))
        return _phrases(made)
    return value


def _phrases(made: list[object]) -> list[object]:
    """Merge right-to-left words with the spaces between them: as separate runs, they would be ordered left to right."""
    kept: list[object] = []
    is_open, closed_at = False, -1
    for one in made:
        if one == _OPENS_RIGHT and closed_at >= 0 and closed_at == len(kept) - 2 and kept[-1] == ast.SPACE:
            del kept[closed_at]
            is_open = True
            continue
        if one == _CLOSES and is_open:
            is_open, closed_at = False, len(kept)
        elif one == _OPENS_RIGHT:
            is_open = True
        kept.append(one)
    return kept


def _in_command(command: str, inside: Inlines) -> Inlines:
    return [ast.raw_inline(f"{command}{{"), *_list(_inside(inside)), ast.raw_inline("}")]


def _is_simple(inside: Inlines) -> bool:
    """Whether there are only plain words, which TeX can decorate one by one."""
    return all(
        one["t"] in {"Str", "Space"} or (one["t"] in {"Emph", "Strong"} and _is_simple(one["c"])) for one in inside
    )


def _list(value: object) -> list[Any]:
    assert isinstance(value, list)
    return value


def _pieces(words: str) -> Inlines:
    if words in _KNOWN:
        return [{"t": "Str", "c": words}]
    made: Inlines = []
    at = 0
    for run in _RUN.finditer(words):
        if run.start() > at:
            made.append({"t": "Str", "c": words[at : run.start()]})
        if run["caret"]:
            made.append(ast.raw_inline(_CARET * len(run[0])))
        else:
            made += [ast.raw_inline(_COMMANDS[str(run.lastgroup)]), {"t": "Str", "c": run[0]}]
            made.append(ast.raw_inline("}"))
        at = run.end()
    if at < len(words):
        made.append({"t": "Str", "c": words[at:]})
    return made
