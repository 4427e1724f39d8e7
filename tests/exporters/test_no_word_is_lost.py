"""Every word of a note is in every form of a summary, wherever it stands, for those who may read it; no sign is raw."""

from __future__ import annotations

import csv
import html
import io
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from confnotes.exporters.forms import render_summary
from confnotes.exporters.render_options import LinkStyle, RenderOptions
from confnotes.vault.vault import Vault
from every_syntax import BLOCKS, CONFERENCE, EMBEDDED, EMBEDDING, MARKERS, WORD, syntax_vault
from summary_samples import export_of, summary_of
from tools import works

AUDIENCES = ("me", "team", "public")
AS_TYPED = ("markdown", "json")
SET = ("html", "pdf", "latex", "docx", "epub")
_TASKS = r"zq(?:open|done|half|odd|forwarded|footread|finished|dropped|read$|write|asktask|callouttask|harbourtask)"
_OPINIONS = r"zqview|zqfootview|zqfootbehindlist"
_MARKS_OF_HTML = re.compile(r"(?s)<(script|style|annotation)\b.*?</\1>|<[^>]+>")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return syntax_vault(tmp_path_factory.mktemp("syntax") / "notes")


def words(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


def told_to(audience: str) -> set[str]:
    every = words(BLOCKS + MARKERS + EMBEDDING + EMBEDDED)
    left_out = {"me": "$^", "team": "zqme", "public": f"zqme|{_TASKS}|{_OPINIONS}"}[audience]
    return {word for word in every if not re.match(left_out, word)}


def can_be_made(form: str) -> bool:
    if form == "pdf":
        return find_spec("typst") is not None and works("pdftotext")
    return form not in {"latex", "docx", "epub"} or works("pandoc")


def read(form: str, data: bytes, folder: Path) -> str:
    """What a reader sees of a file."""
    if form == "pdf":
        (folder / "book.pdf").write_bytes(data)
        command = ["pdftotext", "-layout", str(folder / "book.pdf"), "-"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if form in {"docx", "epub"}:
        archive = ZipFile(io.BytesIO(data))
        parts = [name for name in archive.namelist() if name.endswith((".xml", ".xhtml")) and "nav" not in name]
        return "\n".join(seen(archive.read(name).decode()) for name in parts)
    return seen(data.decode()) if form in {"html", "slides"} else data.decode()


def seen(page: str) -> str:
    return html.unescape(_MARKS_OF_HTML.sub(" ", page))


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("form", [*AS_TYPED, *SET])
def test_every_word_reaches_those_who_may_read_it(vault: Vault, tmp_path: Path, form: str, audience: str) -> None:
    if not can_be_made(form):
        pytest.skip(f"nothing here makes or reads {form}")
    text = read(form, export_of(vault, CONFERENCE, form, audience=audience), tmp_path)
    told = told_to(audience)
    if form not in AS_TYPED:
        told = {word for word in told if not word.startswith("zqtip")}
        assert not re.findall(r"(?<!\")==zq\S*|\[\^\S*|%%\S*|!\[\[\S*|\[!\S*|\^t\d+", text)
    assert not told - words(text), "lost"
    assert not words(text) & words(BLOCKS + MARKERS + EMBEDDING + EMBEDDED) - told_to(audience), "leaked"


@pytest.mark.parametrize("links", LinkStyle)
def test_the_pages_of_a_folder_have_every_word_in_both_kinds_of_links(vault: Vault, links: LinkStyle) -> None:
    made = render_summary(summary_of(vault, CONFERENCE), "markdown", RenderOptions(folder=True, links=links))
    pages = [made.data, *(data for name, data in made.beside.items() if name.endswith(".md"))]
    assert not told_to("me") - words("\n".join(page.decode() for page in pages))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_table_has_every_claim_takeaway_question_and_open_task(vault: Vault, audience: str) -> None:
    text = export_of(vault, CONFERENCE, "csv", audience=audience).decode("utf-8-sig")
    markers = next(row for row in csv.DictReader(io.StringIO(text)) if row["title"] == "Markers")
    named = ("claim", "takeaways", "questions", "open tasks")
    wanted = {
        "claim": r"zq(?:foot)?claim(?!nested)",
        "takeaways": r"zqtake(?!nested)|zqtagged|zqsection|zqviewtake|zqfoot(?:take|section)",
        "questions": r"zqask(?!nested|er|task|callout)|zqanswer|zqviewask|zqfootask",
        "open tasks": r"zqread|zqwrite(?!to)|zqasktask|zqfootread",
    }
    for name in named:
        missing = {word for word in told_to(audience) if re.match(wanted[name], word)} - words(markers[name])
        assert not missing, name
    assert not {word for word in words(text) if word.startswith("zqme")} - told_to(audience)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_slides_show_claims_and_takeaways_without_raw_signs(vault: Vault, tmp_path: Path, audience: str) -> None:
    text = read("slides", export_of(vault, CONFERENCE, "slides", audience=audience), tmp_path)
    assert {"zqclaimone", "zqclaimtwo", "zqclaimthree", "zqtakeone", "zqtaketwo"} <= words(text)
    assert not re.findall(r"==zq|\[\^|%%|!\[\[|\^t\d", text)
    assert not {word for word in words(text) if word.startswith("zqme")} - told_to(audience)
