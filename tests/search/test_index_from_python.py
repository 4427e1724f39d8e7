"""Plain Whoosh opens the index of a vault, and finds in it what our own search finds."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.qparser import QueryParser

from confnotes.catalogue.searching.find import find
from confnotes.catalogue.searching.searchable import index_store
from confnotes.catalogue.searching.update_index import update
from confnotes.search.document import KINDS
from confnotes.vault.vault import Vault
from search_vault import small_vault

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "search.md").read_text(encoding="utf-8")

QUERIES = """
    score | scores | network | networks deep | memory | energy | python | gradients equilibrium | legendre | kernels
    "score function" | "memory cell" | "deep networks" | word:equi* | word:gra* | legendre OR tools | energy NOT python
    (score OR memory) NOT flow | title:equilibrium | title:score | speaker:bengtsson | speaker:aapo | conf:neurips
    room:hall | session:orals | kind:note | kind:talk | kind:paper | has:task | is:todo | is:open | rating:4
    date:[20190101 to 20191231] | 深度学习""".replace("\n", "|").split("|")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Vault]:
    folder = tmp_path_factory.mktemp("vault")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            environment.setenv(name, str(folder / name.lower()))
        made = small_vault(folder)
        update(made)
        yield made


def ours(vault: Vault, query: str) -> set[tuple[str, str]]:
    """Kind and id of everything that our search finds."""
    written = query.replace("date:[20190101 to 20191231]", "date:2019").replace("word:", "")
    hits = find(vault, written, limit=1000)
    return {(hit.kind.value, hit.id) for hit in hits.exact}


@pytest.mark.parametrize("query", [query.strip() for query in QUERIES if query.strip()])
def test_plain_whoosh_finds_the_same_documents(query: str, vault: Vault) -> None:
    index = open_dir(index_store(vault).folder)
    parser = QueryParser("text", index.schema)
    with index.searcher() as searcher:
        noted = {hit["talk"] for hit in searcher.search(parser.parse("kind:note"), limit=None)}
        kinds = searcher.reader().column_reader("shown")
        hits = searcher.search(parser.parse(query), limit=None)
        found = {(KINDS[kinds[hit.docnum]].value, hit["id"]) for hit in hits}
    assert found - {("talk", talk) for talk in noted} == ours(vault, query)


def test_the_program_of_the_page_runs(vault: Vault) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE[PAGE.index("### Open the index with Whoosh") :], re.DOTALL)
    begin = f"path = {str(index_store(vault).folder)!r}\n"
    command = [sys.executable, "-W", "ignore", "-c", begin + program.replace("bengio", "bengtsson")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Gradients of Equilibrium Prop NeurIPS 2019/2019-12-10" in printed
