"""LaTeX, Word and EPUB: nothing hostile gets through as markup, and their own tools open them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from confnotes.errors import ConfnotesError
from confnotes.exporters.forms import render_summary
from confnotes.exporters.languages.catalog import LANGUAGES, catalog
from confnotes.exporters.pandoc import ast, docx, epub, latex, run
from confnotes.exporters.pandoc.document import PandocDocument, elements
from confnotes.exporters.pandoc.latex import with_fonts
from confnotes.exporters.pandoc.notes import NoteBlocks, column_widths
from confnotes.exporters.pandoc.pictures import DocumentPictures
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.safe_tex import safe_tex
from confnotes.exporters.wording import Wording
from confnotes.model.summary import Summary, SummaryPart, SummarySession
from pandoc_samples import LATEX, SETTING, hostile, rich
from summary_samples import HOSTILE, small, with_note, with_title
from tools import SOFFICE, works

needs_pandoc = pytest.mark.needs("pandoc")
FORMS = ("latex", "docx", "epub")
VIEWS = {"latex": latex._view, "docx": docx._view, "epub": epub._view}
OWN_TEX = re.compile(
    r"(?:\\textasciicircum\{\})+|\\cn(?:Cjk|Rtl|Emoji|Other|Struck)\{|\\(?:begin\{ownview\}\{|end\{ownview\})|\}"
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def tree(summary: Summary, form: str, setting: RenderOptions = SETTING) -> list[dict[str, Any]]:
    """What pandoc is given."""
    document = PandocDocument(summary, setting, DocumentPictures(summary, setting, "pictures"), VIEWS[form])
    blocks = [*document.front(), *document.blocks()]
    return with_fonts(blocks) if form == "latex" else blocks


@cache
def made(kind: str, form: str) -> Output:
    """The rich or the hostile summary in a form."""
    return render_summary({"rich": rich, "hostile": hostile}[kind](), form, SETTING)


def links_of(blocks: object) -> tuple[set[str], set[str]]:
    """Where links lead, and the places that there are."""
    targets, places = set(), set()
    for one in elements(blocks):
        if one["t"] == "Link":
            targets.add(one["c"][2][0])
        elif one["t"] in ("Header", "Div", "Span"):
            places.add(f"#{one['c'][1 if one['t'] == 'Header' else 0][0]}")
    return targets, places


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "summary", [*map(with_title, (*HOSTILE, *LATEX)), *map(with_note, (*HOSTILE, *LATEX)), hostile()]
)
def test_what_was_typed_is_words_for_pandoc(summary: Summary, form: str) -> None:
    blocks = tree(summary, form)
    targets, places = links_of(blocks)
    assert all(re.match(r"https?://|mailto:", target, re.IGNORECASE) or target in places for target in targets)
    for one in elements(blocks):
        if one["t"] in ("RawInline", "RawBlock"):
            assert form == "latex" and OWN_TEX.fullmatch(one["c"][1])
        assert one["t"] != "Image" or one["c"][2][0] == "pictures/1.png"
        if one["t"] == "Math":
            assert safe_tex(one["c"][1]) == one["c"][1]


@pytest.mark.parametrize("form", FORMS)
def test_every_link_within_leads_to_its_one_place(form: str) -> None:
    blocks = tree(rich(), form)
    targets, places = links_of(blocks)
    within = {target for target in targets if target.startswith("#")}
    assert within <= places
    assert {"#talk-learning-tides-t1", "#talk-learning-tides-t2", "#talk-cheap-gauges", "#ref-1"} <= within
    ids = [
        one["c"][1 if one["t"] == "Header" else 0][0]
        for one in elements(blocks)
        if one["t"] in ("Header", "Div", "Span")
    ]
    assert len([one for one in ids if one]) == len({one for one in ids if one})


@pytest.mark.parametrize(
    ("tex", "safe"),
    [
        (r"h(t)=\sum_i a_i \sin(\omega_i t)", r"h(t)=\sum_i a_i \sin(\omega_i t)"),
        (r"\begin{align} a &= b \\ c &= d \end{align}", r"\begin{aligned} a &= b \\ c &= d \end{aligned}"),
        (r"\left( \frac{a}{b} \right)", r"\left( \frac{a}{b} \right)"),
        (r"\text{for all }x''", r"\text{for all }x''"),
        (r"\mathbbm{1}", r"\mathbb{1}"),
        *((bad, None) for bad in ("x^a^b", "x^2'", r"\left( a", "a & b", r"\text{a_b}", "x^", "a%b", "#1")),
        *((bad, None) for bad in (r"\input{x}", r"\write18{x}", r"\def\x{y}", r"\href{a}{b}", "^^5cinput")),
        *((bad, None) for bad in (r"\undefined", r"\text{\input{x}}", "")),
    ],
)  # fmt: skip
def test_only_tex_that_is_understood_reaches_tex(tex: str, safe: str | None) -> None:
    assert safe_tex(tex) == safe


def test_without_pandoc_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    for form in FORMS:
        with pytest.raises(ConfnotesError, match=f"pandoc is needed for {form}") as error:
            render_summary(rich(), form, SETTING)
        assert error.value.hint == "Run: apt install pandoc"


@needs_pandoc
def test_a_pandoc_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "pandoc"
    slow.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    slow.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(run, "_SECONDS", 1)
    with pytest.raises(ConfnotesError, match="longer than 1 second"):
        render_summary(rich(), "epub", SETTING)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("said", ["garbage", "[1]", "{}", ""])
def test_another_program_of_that_name_is_no_pandoc(
    said: str, form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "pandoc"
    other.write_text(f"#!/bin/sh\necho '{said}'\n", encoding="utf-8")
    other.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(ConfnotesError, match=r"is not pandoc|too old"):
        render_summary(rich(), form, SETTING)


@needs_pandoc
def test_a_word_document_has_real_headings_and_keeps_views_apart() -> None:
    with ZipFile(io.BytesIO(made("rich", "docx").data)) as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))
        styles = archive.read("word/styles.xml").decode()
        assert any(name.startswith("word/media/") for name in archive.namelist())
        assert "word/footer1.xml" in archive.namelist() and b"Ten weights" not in archive.read("word/styles.xml")
    said: dict[str, list[str]] = {}
    for paragraph in document.iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        name = style.get(f"{WORD}val", "") if style is not None else ""
        said.setdefault(name, []).append("".join(one.text or "" for one in paragraph.iter(f"{WORD}t")))
    assert "Thursday, 3 June 2021" in said["Heading1"]
    assert "Learning Tides with *Small* Networks" in said["Heading3"]
    assert said["MyView"] == ["My view", "I doubt the baseline.", "•\u2002try two harbours"]
    assert said["Title"] == ["Coastal ML 2021"] and 'w:val="My View"' in styles
    marks = {one.get(f"{WORD}name") for one in document.iter(f"{WORD}bookmarkStart")}
    assert {one.get(f"{WORD}anchor") for one in document.iter(f"{WORD}hyperlink")} - {None} <= marks


def tex_run(program: str, folder: Path, output: Output, name: str) -> str:
    """Set a document as its author would; the text of its pages."""
    (folder / f"{name}.tex").write_bytes(output.data)
    for path, data in output.beside.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(data)
    command = [program, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", f"{name}.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-2000:]
    return text_of(folder / f"{name}.pdf")


def text_of(pdf: Path) -> str:
    """The words of a PDF."""
    assert pdf.read_bytes().startswith(b"%PDF")
    if not works("pdftotext"):
        pytest.skip("no pdftotext that works here")
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, timeout=60)
    return " ".join(done.stdout.decode().split())


@needs_pandoc
@pytest.mark.parametrize(
    "program", [pytest.param(name, marks=pytest.mark.needs(name)) for name in ("xelatex", "pdflatex")]
)
def test_latex_is_set_by_every_engine(program: str, tmp_path: Path) -> None:
    words = tex_run(program, tmp_path, made("hostile", "latex"), "hostile")
    assert "My view" in words and "Beware of the moon" in words and "Not covered" in words
    assert "\\input{/etc/passwd}" in words and "root:" not in words
    assert not (tmp_path / "run").exists()


@needs_pandoc
@pytest.mark.needs("biber", "pdflatex")
def test_references_come_from_the_bibliography_after_biber_has_run(tmp_path: Path) -> None:
    output = made("rich", "latex")
    assert output.beside.keys() == {"Coastal-ML-2021-summary.bib", "Coastal-ML-2021-summary-photos/1.png"}
    assert "Learning Tides & more" not in tex_run("pdflatex", tmp_path, output, "rich")
    done = subprocess.run(["biber", "rich"], cwd=tmp_path, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0 and b"ERROR" not in done.stdout, done.stdout
    assert "Learning Tides & more" in tex_run("pdflatex", tmp_path, output, "rich")


@needs_pandoc
@pytest.mark.needs("LibreOffice Writer")
def test_word_documents_open_in_an_office(tmp_path: Path) -> None:
    (tmp_path / "hostile.docx").write_bytes(made("hostile", "docx").data)
    command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "hostile.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=180)
    words = text_of(tmp_path / "hostile.pdf")
    assert "My view" in words and "Ten weights are enough" in words and "<script>alert(1)</script>" in words


@needs_pandoc
@pytest.mark.skipif(not (shutil.which("epubcheck") and shutil.which("java")), reason="no epubcheck here")
def test_a_book_is_valid_whatever_was_typed(tmp_path: Path) -> None:
    """By epubcheck; where that is a bare archive of Java, Java runs it."""
    program = str(shutil.which("epubcheck"))
    (tmp_path / "hostile.epub").write_bytes(made("hostile", "epub").data)
    command = [*(("java", "-jar") if Path(program).read_bytes()[:2] == b"PK" else ()), program, "hostile.epub"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=180)
    assert done.returncode == 0 and b"No errors or warnings" in done.stdout, (done.stdout + done.stderr)[-2000:]


@needs_pandoc
def test_a_book_loads_nothing_and_runs_nothing() -> None:
    for name in ("rich", "hostile"):
        with ZipFile(io.BytesIO(made(name, "epub").data)) as archive:
            pages = [
                archive.read(one).decode() for one in archive.namelist() if one.endswith((".xhtml", ".svg", ".css"))
            ]
        for page in pages:
            assert not re.search(r"<(?:script|iframe|object|embed|link[^>]*href=\"http)|\son\w+=\"|@import|url\(", page)
            assert not re.search(r"(?:src|href)=\"(?:javascript|data|file|vbscript)", page, re.IGNORECASE)
            assert not re.search(r"src=\"(?:https?:)?//", page)


@needs_pandoc
@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_the_words_are_of_the_language(code: str) -> None:
    output = latex.render(rich(), RenderOptions(Wording(catalog(code))))
    assert catalog(code).highlights.encode() in output.data or not catalog(code).highlights.isascii()


@needs_pandoc
def test_words_from_right_to_left_stay_one_phrase_in_latex() -> None:
    text = render_summary(with_note("هذه فقرة بالعربية with English كلمة"), "latex", SETTING).data.decode()
    assert "\\cnRtl{هذه فقرة بالعربية} with English \\cnRtl{كلمة}" in text


@needs_pandoc
def test_a_first_page_has_what_matters_and_a_long_document_a_list_of_its_talks() -> None:
    few, many = with_note("It ebbed."), with_note("It ebbed.")
    (part,) = many.parts
    item = part.sessions[0].items[0]
    items = tuple(replace(item, id=f"talk-{number}", title=f"Low Water {number}") for number in range(30))
    many = replace(many, parts=(replace(part, sessions=(SummarySession(items=items),)), SummaryPart(title="Tides")))
    assert "\\setcounter{tocdepth}{1}" in render_summary(few, "latex", SETTING).data.decode()
    assert "\\setcounter{tocdepth}{3}" in render_summary(many, "latex", SETTING).data.decode()


def test_long_rows_of_a_table_share_the_line_and_short_ones_keep_their_widths() -> None:
    assert column_widths([["Model", "Loss"], ["tiny", "0.1"]]) == ()
    name, loss, remark = column_widths([["Model", "Loss", "Remark"], ["tiny", "0.1", "it sleeps at night " * 5]])
    assert loss <= name < remark < 0.7
    assert abs(name + loss + remark - 1) < 0.01


def test_two_photos_in_a_line_stand_one_below_the_other() -> None:
    notes = NoteBlocks((), (), lambda identity, words: [ast.image(words, identity, "60%")], RenderOptions().words.terms)
    (paragraph,) = notes.note("![The board](photo:one) ![The hall](photo:two)", 2)
    assert [one["t"] for one in paragraph["c"]] == ["Image", "LineBreak", "Image"]


@needs_pandoc
def test_a_bibliography_without_entries_has_no_reference() -> None:
    mentions = "% Mentioned:\n% https://arxiv.org/abs/2106.00001\n"
    assert "\\cited{" not in render_summary(small(), "latex", RenderOptions(bibliography=mentions)).data.decode()
