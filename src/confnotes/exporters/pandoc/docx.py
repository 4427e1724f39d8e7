"""A summary as a Word document by pandoc, with real headings, footnotes, numbered lists and internal links.

Office Open XML (ECMA-376): font sizes are in half points, all other lengths in twentieths of a point.
"""

from __future__ import annotations

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import HIGHLIGHT, Blocks, Inlines
from confnotes.exporters.pandoc.document import PandocDocument, metadata
from confnotes.exporters.pandoc.pictures import DocumentPictures
from confnotes.exporters.pandoc.run import convert, default_file, find_pandoc, without_times
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.theme import Theme
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


_ONE_STYLE = re.compile(r'<w:style [^>]*w:styleId="(\w+)".*?</w:style>', re.DOTALL)
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KEPT = "<w:keepNext/><w:keepLines/>"
_SECTION = f"""\
<w:sectPr><w:footerReference w:type="default" r:id="rId90" xmlns:r="{_RELATION}"/>\
<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr><w:pgSz w:w="11906" w:h="16838"/>\
<w:pgMar w:top="1418" w:right="1474" w:bottom="1418" w:left="1474" w:header="709" w:footer="709" w:gutter="0"/>\
</w:sectPr>"""
_FOOTER = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<w:ftr {_SPACE}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>\
<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>\
<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>"""


def with_styles(reference: bytes, theme: Theme) -> bytes:
    """Pandoc's `reference.docx` with the theme applied; deterministic."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(reference)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name).decode("utf-8")
            target.writestr(ZipInfo(name), _changed(name, text, theme))
        target.writestr(ZipInfo("word/footer1.xml"), _FOOTER)
    return made.getvalue()


def _changed(name: str, text: str, theme: Theme) -> str:
    if name == "word/styles.xml":
        own = _styles(theme)
        kept = _ONE_STYLE.sub(lambda match: "" if match[1] in own else match[0], text)
        return kept.replace("</w:styles>", f"{''.join(own.values())}</w:styles>")
    if name == "word/document.xml":
        return re.sub(r"(?:<w:sectPr\s*/>|<w:sectPr.*?</w:sectPr>)?\s*</w:body>", f"{_SECTION}</w:body>", text)
    if name == "word/_rels/document.xml.rels":
        own_rel = f'<Relationship Id="rId90" Type="{_RELATION}/footer" Target="footer1.xml"/>'
        return text.replace("</Relationships>", f"{own_rel}</Relationships>")
    if name == "[Content_Types].xml":
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
        return text.replace("</Types>", f'<Override PartName="/word/footer1.xml" ContentType="{kind}"/></Types>')
    return text


def _styles(theme: Theme) -> dict[str, str]:
    """The styles by id."""
    colours = theme.light
    letters = "Georgia" if "serif" in theme.text else "Calibri"
    ink, soft, accent = (one.removeprefix("#") for one in (colours.ink, colours.soft, colours.accent))
    line, wash = colours.line.removeprefix("#"), colours.wash.removeprefix("#")
    size = round(21 * theme.size)

    def style(name: str, paragraph: str = "", letter: str = "", based: str = "Normal") -> str:
        custom = "" if name in _BUILT_IN or name.startswith("heading") else ' w:customStyle="1"'
        chain = f'<w:basedOn w:val="{based}"/><w:next w:val="BodyText"/>' if name != "Normal" else ""
        default = ' w:default="1"' if name == "Normal" else ""
        return (
            f'<w:style w:type="paragraph"{default}{custom} w:styleId="{_id(name)}"><w:name w:val="{name}"/>{chain}'
            f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letter}</w:rPr></w:style>"
        )

    def font(name: str) -> str:
        return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/>'

    def letter(half_points: float, colour: str = ink, more: str = "") -> str:
        points = round(half_points * theme.size)
        return f'{more}<w:color w:val="{colour}"/><w:sz w:val="{points}"/><w:szCs w:val="{points}"/>'

    def spaced(before: int, after: int) -> str:
        return f'<w:spacing w:before="{before}" w:after="{after}"/>'

    heading = font("Calibri") + "<w:b/><w:bCs/>"
    bar = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="{accent}"/></w:pBdr>'
    quiet_bar = f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="10" w:color="{line}"/></w:pBdr>'
    made = [
        style("Normal", '<w:spacing w:line="288" w:lineRule="auto"/>', font(letters) + letter(size)),
        style("Body Text", spaced(80, 80)),
        style("Compact", spaced(20, 20), based="BodyText"),
        style("Title", f'{_KEPT}{spaced(0, 60)}<w:jc w:val="left"/>', letter(52, ink, heading)),
        style("Subtitle", f'{_KEPT}{spaced(0, 60)}<w:jc w:val="left"/>', letter(24, soft, font("Calibri"))),
        style("Author", _KEPT + spaced(0, 0), letter(22, soft)),
        style("Date", _KEPT + spaced(0, 60), letter(22, soft)),
        style("Front Matter", spaced(20, 20), letter(20, soft)),
        style("Talk Facts", f'{spaced(0, 100)}<w:jc w:val="left"/>', letter(19, soft)),
        style("My View", f'{bar}{spaced(60, 60)}<w:ind w:left="340"/>', "<w:i/><w:iCs/>"),
        style("Block Text", f'{quiet_bar}{spaced(60, 60)}<w:ind w:left="340"/>', letter(size, soft)),
        style("Source Code", f'<w:shd w:val="clear" w:fill="{wash}"/>{spaced(0, 0)}', font("Consolas") + letter(18)),
    ]
    for level, (points, before) in enumerate(((34, 480), (24, 320), (24, 240), (21, 220), (21, 200)), start=1):
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        colour = accent if level < 3 else ink
        made.append(style(f"heading {level}", _KEPT + spaced(before, 60) + outline, letter(points, colour, heading)))
    made.append(
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:color w:val="{accent}"/></w:rPr></w:style>'
    )
    made.append(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{HIGHLIGHT}"><w:name w:val="{HIGHLIGHT}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:shd w:val="clear" w:color="auto" w:fill="{_MARKER}"/>'
        "</w:rPr></w:style>"
    )
    return {_STYLE_ID.findall(one)[0]: one for one in made}


_BUILT_IN = frozenset({"Normal", "Body Text", "Title", "Subtitle", "Date", "Block Text"})
_MARKER = "FFF2A8"
_STYLE_ID = re.compile(r'w:styleId="(\w+)"')


def _id(name: str) -> str:
    return "".join(word.capitalize() for word in name.split())
