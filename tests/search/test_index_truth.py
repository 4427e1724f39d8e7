"""The index says at all times what the files say: random work on a vault, and every kind of query asked both ways."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from confnotes.catalogue.searching import search_service as finding
from confnotes.catalogue.searching.find import find, open_finder
from confnotes.catalogue.searching.search_service import SearchService
from confnotes.catalogue.searching.update_index import update
from confnotes.config import NOW_VARIABLE
from confnotes.markup.names import bare
from confnotes.model.hit import Hits
from confnotes.vault.vault import Vault
from examples import examples
from search_vault import NEURIPS, NEURIPS_PROGRAM, put
from slow_evaluator import Files, Thing

NOW = datetime(2019, 12, 10, 10, 10)

FOLDERS = ("NeurIPS 2019", "Notes", "Rust 2020")
STEMS = ("Alpha", "Beta", "gamma delta", "Ünïcode")
PATHS = [f"{folder}/{stem}.md" for folder in FOLDERS for stem in STEMS] + ["Loose.md", "Notes/deep/Alpha.md"]
SENTENCES = (
    "score matching of networks",
    "a network that matches scores",
    "memory cells, node.js and GPT-4",
    "深度学习 and 学习",
    "Hyvärinen on C++",
    "see [[Alpha]] and [[Beta|that]]",
    "see [[Nobody]], #area/topic #area",
    "asked @Grace Hoppman, arXiv:1905.13633",
    "- [ ] try memory",
    "- [x] read scores",
    "? what is a network @Bob Stone",
    "! nobody knows",
    "stamped ^t101010",
    "%% private score %%",
    "",
)
HEADS = (
    "title: Networks of memory",
    "talk: neurips-2019/1",
    "talk: neurips-2019/2",
    "talk: rust-2020/1",
    "rating: 4",
    "tags: [area/topic, Memory]",
    "aliases: [Nobody, Beta]",
    "speakers: [Grace Hoppman]",
    "start: 2019-12-10T10:05:00",
    "date: 2020-03-01",
    "starred: true",
    "paper: https://arxiv.org/abs/1905.13633",
    "conference: Elsewhere",
    "type: person",
    "language: en",
    "broken: [",
)
PROGRAMS = (
    NEURIPS_PROGRAM,
    NEURIPS_PROGRAM.replace("Yoko Bengtsson", "Grace Hoppman").replace("Legendre", "Score"),
    "sessions:\n  - id: a\n    title: Borrowing\n    room: Hall\n    talks:\n      - id: '1'\n        title: Networks\n"
    "        start: 2020-03-01T10:00:00\n        speakers: [Bob Stone]\n",
    "sessions: [",
)
PAGES = (
    NEURIPS,
    NEURIPS.replace("America/Vancouver", "Asia/Tokyo"),
    "---\ntitle: Rust 2020\ntype: conference\nstart: 2020-03-01\n---\nmemory\n",
)
TERMS = [
    term.strip()
    for term in """
    score | scores | networks | memory | mem* | sc* | node.js | nodejs | gpt-4 | c++ | 深度学习 | 学习 | hyvarinen
    "score matching" | "node js" | "of networks" | title:networks | speaker:hoppman | speaker:bob | room:hall
    session:oral* | track:generative | conf:neurips | conf:rust | conf:elsewhere | tag:area | #memory | kind:note
    kind:talk | kind:person | kind:paper | kind:task | kind:question | kind:poster | lang:en | has:task | has:video
    has:paper | has:tag | has:link | no:video | no:tag | no:question | is:todo | is:done | is:open | is:answered
    is:question | is:starred | is:attended | is:later | rating:4 | rating:>=2 | date:2019 | date:2020-03
    date:2019-12-10 | after:2019 | before:2020 | date:today | links:Alpha | links:"gamma delta" | links:Nobody
    1905.13633 | nothingatall""".replace("\n", "|").split("|")
    if term.strip()
]

lines = st.lists(st.sampled_from(SENTENCES), max_size=5)
heads = st.lists(st.sampled_from(HEADS), max_size=4, unique_by=lambda head: head.partition(":")[0])
terms = st.sampled_from(TERMS)
queries = st.one_of(
    terms,
    st.just(""),
    terms.map(lambda one: f"-{one}"),
    st.tuples(terms, terms).map(" ".join),
    st.tuples(terms, terms).map(" OR ".join),
    st.tuples(terms, terms).map(lambda two: f"{two[0]} NOT {two[1]}"),
    st.tuples(terms, terms, terms).map(lambda three: f"({three[0]} OR {three[1]}) {three[2]}"),
)


def things(hits: Hits) -> set[Thing]:
    return {(hit.kind.value, bare(hit.id)) for hit in hits.exact}


class AnyWork(RuleBasedStateMachine):
    """What people, other programs and imports do to a vault while search is open."""

    vault: Vault
    finder: SearchService

    @initialize()
    def begin(self) -> None:
        self.vault = Vault.create(Path(os.environ["XDG_CACHE_HOME"]) / f"vault{os.urandom(6).hex()}")
        put(self.vault, "NeurIPS 2019/NeurIPS 2019.md", NEURIPS)
        put(self.vault, "NeurIPS 2019/program.yaml", NEURIPS_PROGRAM)
        put(self.vault, "Notes/Alpha.md", "score matching, see [[Beta]]\n- [ ] try memory\n")
        self.finder = open_finder(self.vault)
        self.unseen: set[str] = set()
        self.look_again()

    def teardown(self) -> None:
        if hasattr(self, "finder"):
            try:
                self.ask_everything()
            finally:
                self.finder.close()

    def ask_everything(self) -> None:
        """Ask each kind of query on the command line, and of the search that is open where it has been told of all."""
        files, fresh = Files(self.vault.root), Vault.open(self.vault.root)
        for query in TERMS:
            wanted = files.found(query, NOW.date())
            answers = [find(fresh, query, limit=10_000, at=NOW)]
            if not self.unseen:
                answers.append(self.finder.find(query, 10_000, typing=False))
            for hits in answers:
                assert hits.instead or things(hits) == wanted, (query, hits.explanation)

    def changed(self, path: str, told: bool) -> None:
        if told:
            self.finder.note_saved(path)
        else:
            self.unseen.add(path)

    @rule(path=st.sampled_from(PATHS), head=heads, body=lines, told=st.booleans(), ends=st.sampled_from(("\n", "\r\n")))
    def write(self, path: str, head: list[str], body: list[str], told: bool, ends: str) -> None:
        text = "\n".join([*(["---", *head, "---"] if head else []), *body])
        put(self.vault, path, text.replace("\n", ends))
        self.changed(path, told)

    @rule(path=st.sampled_from(PATHS), line=st.sampled_from(SENTENCES))
    def type_a_line(self, path: str, line: str) -> None:
        if (self.vault.root / path).is_file():
            self.vault.change(path, lambda text: f"{text}\n{line}\n")
            self.finder.note_saved(path)

    @rule(path=st.sampled_from(PATHS), told=st.booleans())
    def delete(self, path: str, told: bool) -> None:
        if (self.vault.root / path).is_file():
            (self.vault.root / path).unlink()
            self.changed(path, told)

    @rule(old=st.sampled_from(PATHS), new=st.sampled_from(PATHS), told=st.booleans())
    def rename(self, old: str, new: str, told: bool) -> None:
        if (self.vault.root / old).is_file() and not (self.vault.root / new).exists():
            (self.vault.root / new).parent.mkdir(parents=True, exist_ok=True)
            (self.vault.root / old).rename(self.vault.root / new)
            for path in (old, new):
                self.changed(path, told)

    @rule(name=st.sampled_from(("NeurIPS 2019", "Rust 2020")), text=st.sampled_from(PROGRAMS), told=st.booleans())
    def bring_a_program(self, name: str, text: str, told: bool) -> None:
        put(self.vault, f"{name}/program.yaml", text)
        self.changed(f"{name}/program.yaml", told)

    @rule(name=st.sampled_from(("NeurIPS 2019", "Rust 2020")), text=st.sampled_from(PAGES), told=st.booleans())
    def write_the_page_of_a_conference(self, name: str, text: str, told: bool) -> None:
        put(self.vault, f"{name}/{name}.md", text)
        self.changed(f"{name}/{name}.md", told)

    @rule(name=st.sampled_from(("NeurIPS 2019", "Rust 2020")), file=st.sampled_from(("program.yaml", "")))
    def take_away(self, name: str, file: str) -> None:
        path = f"{name}/{file or f'{name}.md'}"
        (self.vault.root / path).unlink(missing_ok=True)
        self.changed(path, told=False)

    @rule(talk=st.sampled_from("123"), starred=st.booleans(), rating=st.integers(0, 5))
    def mark(self, talk: str, starred: bool, rating: int) -> None:
        if (self.vault.root / "NeurIPS 2019").is_dir():
            self.vault.mark("NeurIPS 2019", talk, starred=starred, later=not starred, rating=rating)

    @rule()
    def reopen(self) -> None:
        self.finder.close()
        self.finder = open_finder(self.vault)
        self.look_again()

    @rule()
    def look_again(self) -> None:
        done = threading.Event()
        self.finder.refresh(None, lambda report: done.set())
        assert done.wait(20)
        self.unseen.clear()

    @rule()
    def another_process_commits(self) -> None:
        update(Vault.open(self.vault.root))

    @rule(rebuild=st.booleans())
    def commit(self, rebuild: bool) -> None:
        update(self.vault, rebuild=rebuild)

    @rule(query=queries)
    def ask(self, query: str) -> None:
        hits = find(Vault.open(self.vault.root), query, limit=10_000, at=NOW)
        if not hits.instead:
            assert things(hits) == Files(self.vault.root).found(query, NOW.date()), (query, hits.explanation)
            assert hits.total == len(hits.hits)

    @precondition(lambda self: not self.unseen)
    @rule(query=queries, typing=st.booleans())
    def ask_the_search_that_is_open(self, query: str, typing: bool) -> None:
        hits = self.finder.find(query, 10_000, typing=typing)
        if not hits.instead and "…" not in hits.explanation:
            assert things(hits) == Files(self.vault.root).found(query, NOW.date()), (query, hits.explanation)

    @invariant()
    def everything_is_found(self) -> None:
        if hasattr(self, "finder") and not self.unseen:
            assert things(self.finder.find("", 10_000)) == Files(self.vault.root).found("")


@pytest.fixture(autouse=True)
def _quick(folders: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (folders / "xdg_cache_home").mkdir(exist_ok=True)
    monkeypatch.setenv(NOW_VARIABLE, NOW.isoformat())
    monkeypatch.setattr(finding, "COMMIT_SECONDS", 0.02)
    monkeypatch.setattr(finding, "LOOK_SECONDS", 0.02)
    yield


AnyWork.TestCase.settings = settings(
    max_examples=int(os.environ.get("CONFNOTES_TRUTH", examples(25))),
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnyWork = pytest.mark.usefixtures("folders")(AnyWork.TestCase)
