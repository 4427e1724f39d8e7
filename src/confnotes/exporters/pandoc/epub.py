"""A summary as an EPUB 3 book, by pandoc."""

from __future__ import annotations

from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Blocks, Inlines
from confnotes.exporters.pandoc.document import PandocDocument, of_a_book
from confnotes.exporters.pandoc.pictures import DocumentPictures
from confnotes.exporters.pandoc.run import convert, find_pandoc, without_times
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.theme import Theme
from confnotes.model.summary import Summary


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The book; raises ConfnotesError if pandoc is missing or fails."""
    find_pandoc("epub")
    shown = DocumentPictures(summary, setting, "pictures", drawn=True)
    document = PandocDocument(summary, setting, shown, _view)
    blocks = [*document.front(), *document.blocks()]
    files = {**shown.files, "book.css": _style(setting.theme).encode()}
    options = ["--toc", "--toc-depth=3", "--mathml", "--css=book.css", "--no-highlight"]
    made = convert("epub3", of_a_book(summary, setting), blocks, options, files, summary.last_day)
    return Output(without_times(made))


def _view(label: Inlines, inside: Blocks) -> Blocks:
    return [ast.div([ast.para([ast.strong(label)]), *inside], classes=["view"])]


def _style(theme: Theme) -> str:
    """A minimal stylesheet: readers bring their own fonts and colors."""
    colours = theme.light
    return f"""\
body {{ line-height: 1.5; margin: 0 0.6em; }}
h1, h2, h3, h4, h5 {{ line-height: 1.2; text-align: left; hyphens: none; page-break-after: avoid; break-after: avoid; }}
h1 {{ font-size: 1.5em; margin: 1.4em 0 0.8em; }}
h2 {{ font-size: 1.2em; margin: 1.8em 0 0.4em; }}
h3 {{ font-size: 1.05em; margin: 1.6em 0 0.3em; }}
h4, h5 {{ font-size: 1em; font-style: italic; margin: 1.2em 0 0.3em; }}
h1.title {{ margin-top: 22%; font-size: 2em; }}
p {{ margin: 0.5em 0; }}
a {{ color: {colours.accent}; text-decoration: none; }}
.subtitle, .author, .date {{ color: {colours.soft}; }}
.front, .facts {{ color: {colours.soft}; font-size: 0.9em; }}
.view {{ border-left: 3px solid {colours.accent}; margin: 1em 0; padding: 0.1em 0 0.1em 0.9em; font-style: italic; }}
blockquote {{ border-left: 2px solid {colours.line}; margin: 0.8em 0; padding-left: 0.9em; }}
.callout blockquote {{ border-left-color: {colours.star}; }}
pre {{ background: {colours.wash}; font-size: 0.85em; padding: 0.6em; white-space: pre-wrap; }}
table {{ border-collapse: collapse; font-size: 0.9em; width: 100%; }}
th, td {{ border-bottom: 1px solid {colours.line}; padding: 0.25em 0.6em 0.25em 0; }}
th, td {{ text-align: left; vertical-align: top; }}
img {{ max-width: 100%; height: auto; }}
li {{ margin: 0.15em 0; }}
"""
