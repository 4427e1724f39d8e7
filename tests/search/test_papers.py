"""A paper is found once, however many addresses it has and wherever it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.catalogue.searching.find import find
from confnotes.vault.vault import Vault
from search_vault import put

PROGRAM = """\
sessions:
  - id: posters
    talks:
      - id: tides
        title: Tides from Ten Weights
        speakers: [{name: Ada Vento}]
        links:
          - {paper: "https://openreview.net/forum?id=TidesAb1"}
          - {paper: "https://arxiv.org/abs/3105.00001"}
          - {paper: "https://openreview.net/forum?id=FogCd2", title: Fog over Ten Weights}
"""
TIDES, FOG = "https://arxiv.org/abs/3105.00001", "https://openreview.net/forum?id=FogCd2"


@pytest.fixture
def vault(folders: Path) -> Vault:
    vault = Vault.create(folders / "vault")
    put(vault, "Harbour 2031/Harbour 2031.md", "---\ntitle: Harbour 2031\nstart: 2031-05-12\n---\n")
    put(vault, "Harbour 2031/program.yaml", PROGRAM)
    return vault


def papers(vault: Vault, query: str) -> list[tuple[str, str]]:
    return sorted((hit.id, hit.title) for hit in find(vault, f"kind:paper {query}").hits)


def test_two_addresses_of_a_talk_are_one_hit_and_another_title_is_another(vault: Vault) -> None:
    tides, fog = (TIDES, "Tides from Ten Weights"), (FOG, "Fog over Ten Weights")
    assert papers(vault, "weights") == [tides, fog]
    assert papers(vault, "3105.00001") == papers(vault, "TidesAb1") == [tides]


@pytest.mark.parametrize("said", ["paper: https://openreview.net/forum?id=TidesAb1", "rating: 4"])
def test_the_note_of_the_talk_names_the_same_paper(vault: Vault, said: str) -> None:
    text = f"---\ntalk: harbour-2031/tides\ntitle: Tides from Ten Weights\n{said}\n---\nsee https://openreview.net/forum?id=TidesAb1\n"
    put(vault, "Harbour 2031/Tides.md", text)
    assert papers(vault, "weights") == [(TIDES, "Tides from Ten Weights"), (FOG, "Fog over Ten Weights")]
