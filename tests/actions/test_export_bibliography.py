"""The papers of an export are those that its readers may know of."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from confnotes.actions.exporting.export import export
from confnotes.actions.exporting.export_bibliography import bibliography_of
from confnotes.catalogue.papers import papers as papers_module
from confnotes.model.content import FULL, SummaryContent
from confnotes.model.summary import Audience, Own, SummaryOrder
from confnotes.vault import vault as vault_module
from confnotes.vault.vault import Vault

AT = datetime(2024, 4, 5, 12)
NOTE = """---
talk: moss-2024/t1
---
Builds on https://arxiv.org/abs/2401.00001
- [ ] read https://arxiv.org/abs/2401.00002
Me: weaker than https://arxiv.org/abs/2401.00003
"""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    made = Vault.create(tmp_path / "notes")
    made.save("Moss 2024/Moss 2024.md", "---\ntype: conference\n---\n", None)
    made.save("Moss 2024/program.yaml", "sessions:\n  - talks:\n      - {id: t1, title: Peat}\n", None)
    made.save("Moss 2024/Peat.md", NOTE, None)
    return made


@pytest.mark.parametrize(
    ("audience", "include", "told"),
    [
        (Audience.ME, (), "123"),
        (Audience.TEAM, (), "123"),
        (Audience.PUBLIC, (), "1"),
        (Audience.PUBLIC, (Own.TASKS,), "12"),
        (Audience.PUBLIC, (Own.OPINIONS,), "13"),
    ],
)
def test_the_public_gets_no_paper_that_only_a_task_or_an_opinion_names(
    vault: Vault, audience: Audience, include: tuple[Own, ...], told: str
) -> None:
    order = SummaryOrder("Moss 2024", audience=audience, include=frozenset(include))
    text = bibliography_of(vault, order, AT).decode()
    assert [one for one in "123" if f"2401.0000{one}" in text] == list(told)


@pytest.mark.parametrize("with_references", [True, False])
def test_an_export_without_references_has_no_file_of_papers(vault: Vault, *, with_references: bool) -> None:
    contents = FULL if with_references else FULL - {SummaryContent.REFERENCES}
    output = export(vault, SummaryOrder("Moss 2024", contents=contents), "markdown", at=AT, name="peat")
    assert ("peat.bib" in output.beside, b"BibTeX" in output.data) == (with_references, with_references)


@pytest.mark.parametrize("audience", Audience)
def test_papers_are_the_same_from_few_notes_as_from_the_index_of_many(
    vault: Vault, audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.save("Moss 2024/Secret.md", "---\nprivate: true\n---\nhttps://arxiv.org/abs/2401.00004\n", None)
    if audience is not Audience.PUBLIC:  # which gets nothing until the merge is finished
        vault.save("Moss 2024/Torn.md", "<<<<<<< a\nhttps://arxiv.org/abs/2401.00005\n=======\n>>>>>>> b\n", None)
    vault.save("Papers/Peat bogs.md", "---\ntype: paper\narxiv: 2401.00001\n---\n", None)
    order = SummaryOrder("Moss 2024", audience=audience)
    monkeypatch.setattr(vault_module, "_FEW_NOTES", 0)
    of_index = bibliography_of(vault, order, AT)
    monkeypatch.setattr(vault_module, "_FEW_NOTES", 100)
    monkeypatch.setattr(papers_module, "outlines", None)
    assert bibliography_of(vault, order, AT) == of_index
