"""References for Zotero say what the BibTeX of the same papers says."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from confnotes.actions.exporting.export_bibliography import bibliography_of, references_of
from confnotes.exporters.data import bibtex, csl_json
from confnotes.markup.paper_ids import paper_id
from confnotes.model.paper import Paper, PaperEntry, Presented
from confnotes.model.summary import SummaryOrder
from confnotes.vault.vault import Vault
from summary_samples import HOSTILE

ARXIV = paper_id("https://arxiv.org/abs/3105.00001")
DOI = paper_id("https://doi.org/10.1000/abc")
TALK = Presented("days/1", "Tides", "Harbour Days 2031", published=True)
ENTRY = PaperEntry(
    "vento2029", "article", (("title", "Tides"), ("pages", "12--34"), ("volume", "{7}"), ("note", "SECRET")), ""
)
PAPERS = [
    Paper("a", "Deep Tides in Lisbon", True, ("Ada Lindqvist", "Lena Ødegård"), 2031, "Harbour Days", (ARXIV,), (),
          "a1", presented=(TALK,)),
    Paper("b", "Über Flüsse: 河流 & more", True, ("Ludwig van Beethoven",), 2030, "Journal of Rivers", (DOI,), (),
          "b1"),
    Paper("c", r"Learning $\ell_2$ nets", True, ("Jane Q. Public", "Plato"), None, None, (ARXIV,), (), "c1"),
]  # fmt: skip


def items(papers: list[Paper]) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in json.loads(csl_json.render(papers))}


@pytest.mark.needs("pandoc")
def test_pandoc_reads_the_same_from_both() -> None:
    source = bibtex.render(PAPERS)
    done = subprocess.run(
        ["pandoc", "-f", "bibtex", "-t", "csljson"], input=source, capture_output=True, text=True, check=True
    )
    own = items(PAPERS)
    for theirs in json.loads(done.stdout):
        mine = own[theirs["id"]]
        assert mine["author"] == [
            {"literal": one["family"]} if set(one) == {"family"} else _joined(one) for one in theirs["author"]
        ]
        assert mine.get("issued") == theirs.get("issued")
        if theirs["id"] != "c1":  # pandoc keeps TeX in titles
            assert mine["title"].casefold() == _bare(theirs["title"]).casefold()
            assert mine["container-title"].casefold() == theirs["container-title"].casefold()
        assert mine.get("DOI") == theirs.get("DOI")
        assert mine["type"] == theirs["type"] or mine["type"] == "article"


def _joined(name: dict[str, str]) -> dict[str, str]:
    """A name with the particle where people in a library look for it."""
    particle = name.pop("non-dropping-particle", None) or name.pop("dropping-particle", None)
    return {**name, "family": f"{particle} {name['family']}"} if particle else name


def _bare(title: str) -> str:
    return title.replace('<span class="nocase">', "").replace("</span>", "")


def test_an_entry_of_the_bibliography_keeps_its_pages_and_nothing_private() -> None:
    paper = Paper("d", "Tides", True, ("Ada Vento",), 2029, "Journal", (DOI,), (), "vento2029", entry=ENTRY)
    item = items([paper])["vento2029"]
    assert (item["type"], item["page"], item["volume"]) == ("article-journal", "12–34", "7")
    assert "SECRET" not in json.dumps(item)


def test_formulas_in_titles_are_text() -> None:
    assert items(PAPERS)["c1"]["title"] == "Learning ℓ₂ nets"


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_was_typed_stays_one_line_of_text(typed: str) -> None:
    (item,) = items([Paper("e", typed, True, (typed,), 2031, typed, (DOI,), (), "e1")]).values()
    assert all(text.isprintable() for text in (item.get("title", ""), item.get("container-title", "")))


def test_a_link_in_a_note_is_never_called_as_its_talk(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "notes")
    vault.save("Moss 2024/Moss 2024.md", "---\ntype: conference\n---\n", None)
    program = "sessions:\n  - talks:\n      - {id: t1, title: Peat and time, speakers: [{name: Ulla Mire}]}\n"
    vault.save("Moss 2024/program.yaml", program, None)
    note = (
        "---\ntalk: moss-2024/t1\n---\nsee https://arxiv.org/abs/2401.00001 and\n"
        "[Sphagnum at scale](https://arxiv.org/abs/2401.00002)\n"
    )
    vault.save("Moss 2024/Peat.md", note, None)
    order, at = SummaryOrder("Moss 2024"), datetime(2024, 4, 5, 12)
    titles = {item.get("URL"): item["title"] for item in json.loads(references_of(vault, order, at))}
    assert titles["https://arxiv.org/abs/2401.00002"] == "Sphagnum at scale"
    assert "Peat" not in titles["https://arxiv.org/abs/2401.00001"]
    assert "Peat" not in bibliography_of(vault, order, at).decode()
