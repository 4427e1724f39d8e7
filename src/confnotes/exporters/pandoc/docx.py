"""A summary as a Word document by pandoc, with real headings, footnotes, numbered lists and internal links."""

from __future__ import annotations

from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Blocks, Inlines
from confnotes.exporters.pandoc.document import PandocDocument, metadata
from confnotes.exporters.pandoc.pictures import DocumentPictures
from confnotes.exporters.pandoc.run import convert, default_file, find_pandoc, without_times
from confnotes.exporters.pandoc.word_styles import with_styles
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.model.summary import Summary

_STYLE = "My View"
_BLANK = "\u2002"


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The document; raises ConfnotesError if pandoc is missing or fails."""
    find_pandoc("docx")
    shown = DocumentPictures(summary, setting, "pictures")
    document = PandocDocument(summary, setting, shown, _view)
    blocks = [*document.front(), *document.blocks(with_contents=True)]
    reference = with_styles(default_file("reference.docx", "docx"), setting.theme)
    files = {**shown.files, "reference.docx": reference}
    options = ["--reference-doc=reference.docx", "--no-highlight"]
    made = convert("docx", metadata(summary, setting), blocks, options, files, summary.last_day)
    return Output(without_times(made))


def _view(label: Inlines, inside: Blocks) -> Blocks:
    """A style of its own, so that readers can change all at once.

    Lists would get another style in Word, so their items become paragraphs.
    """
    paragraphs = [ast.para([ast.strong(label)]), *_without_lists(inside)]
    return [ast.div(paragraphs, classes=["view"], more={"custom-style": _STYLE})]


def _without_lists(blocks: Blocks, margin: str = "") -> Blocks:
    made: Blocks = []
    for block in blocks:
        if block["t"] not in {"BulletList", "OrderedList"}:
            made.append(ast.para([*ast.text(margin), *block["c"]]) if block["t"] in {"Para", "Plain"} else block)
            continue
        numbers = block["t"] == "OrderedList"
        first = block["c"][0][0] if numbers else 1
        for number, item in enumerate(block["c"][1] if numbers else block["c"], start=first):
            mark = f"{margin}{f'{number}.' if numbers else '•'}{_BLANK}"
            head, *rest = item or [ast.plain([])]
            made += _without_lists([head], mark)
            made += _without_lists(rest, f"{margin}{_BLANK}{_BLANK}")
    return made
