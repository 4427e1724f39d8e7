"""Questions about the links between notes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confnotes.catalogue.searching.find import find
from confnotes.markup.link_names import LinkNames, link_key
from confnotes.markup.names import fold
from confnotes.markup.note import parse_note
from confnotes.markup.wikilinks import target_of
from confnotes.model.hit import HitKind
from confnotes.model.mark import Marks
from confnotes.search.compile import compile_query
from confnotes.search.document import KINDS
from confnotes.search.engine import search
from confnotes.search.extract_documents import note_documents
from confnotes.search.index import IndexSnapshot
from confnotes.search.parse import parse
from confnotes.search.update import LoadedFile, in_memory
from confnotes.vault.vault import Vault
from examples import examples
from search_vault import put

PROGRAM = """\
sessions:
  - id: one
    talks:
      - {id: "1", title: Twin flows, start: 2024-05-01T09:00, speakers: [{name: Ines Duarte}, {name: Käthe Brandt}]}
      - {id: "2", title: A talk to come, start: 2024-05-01T10:00}
"""

NOTES = {
    "Flow Days 2024/Flow Days 2024.md": "---\ntype: conference\nstart: 2024-05-01\n---\nThree days.\n",
    "Flow Days 2024/2024-05-01 0900 Twin flows.md": (
        '---\ntitle: Twin flows\ntype: note\nconference: "[[Flow Days 2024]]"\ntalk: flow-days-2024/1\n'
        'speakers:\n  - "[[Ines Duarte]]"\ntags: [flow]\n---\nsee [[Score Matching#Proof|the proof]]\n'
    ),
    "Flow Days 2024/Hallway.md": '---\nconference: "[[Flow Days 2024]]"\n---\nNobody was there.\n',
    "Papers/Score Matching.md": "---\naliases: [SM, implicit score]\n---\nFrom [[Wärmelehre]] to [[Käthe Brandt]].\n",
    "Wärmelehre.md": "# Heat\n![[picture.png]] and [[#Heat]]\n",
    "Ideas.md": "try [[sm]], [[papers/score matching.md]], ask [[Ines Duarte]], [[2024-05-01 1000 A talk to come]]\n",
    "Loose.md": "see [[Nowhere at all]] and [[Loose]]\n",
    "One/Twin.md": "one, see [[../Ideas]]\n",
    "Two/Twin.md": "two, see [[./Twin]]\n",
    "Both.md": "[[Twin]] and [[One/Twin]] #pair\n",
}

TABLE: list[tuple[str, list[str]]] = [
    ('links:"Score Matching"', ["Ideas", "Twin flows"]),
    ("links:sm", ["Ideas", "Twin flows"]),
    ('links:"implicit SCORE"', ["Ideas", "Twin flows"]),
    ("links:[[Papers/Score Matching.md]]", ["Ideas", "Twin flows"]),
    ('links:"Score Matching#Proof"', ["Ideas", "Twin flows"]),
    ("links:heat", ["Score Matching"]),
    ("links:warmelehre", ["Score Matching"]),
    ('links:"Ines Duarte"', ["Ideas", "Twin flows"]),
    ('links:"Kathe Brandt"', ["Score Matching"]),
    ('links:"Flow Days 2024"', ["Hallway", "Twin flows"]),
    ("links:Twin", ["Both"]),
    ("links:Two/Twin", []),
    ("links:Ideas", ["Twin in One"]),
    ('links:"no such note"', []),
    ('links:"Score Matching" proof', ["Twin flows"]),
    ('links:"Score Matching" -tag:flow', ["Ideas"]),
    ("links:heat OR links:Ideas", ["Score Matching", "Twin in One"]),
    ("from:Ideas", ["Score Matching", "person Ines Duarte"]),
    ('from:"Twin flows"', ["Flow Days 2024", "Score Matching", "person Ines Duarte"]),
    ("from:sm", ["Wärmelehre", "person Käthe Brandt"]),
    ("from:Both", ["Twin in One"]),
    ("from:Loose", []),
    ("from:Twin", ["Ideas"]),
    ("near:Ideas kind:note", ["Both", "Score Matching", "Twin flows", "Twin in One", "Wärmelehre"]),
    ("near:heat", ["Ideas", "Score Matching", "Twin flows", "person Käthe Brandt"]),
    ("near:Hallway", []),
    ('near:"Ines Duarte"', ["Ideas", "Score Matching", "Twin flows", "Twin in One"]),
    ("is:orphan", ["Hallway", "Loose", "Twin in Two"]),
    ("is:orphan nobody", ["Hallway"]),
    ("NOT is:orphan kind:conference", ["Flow Days 2024"]),
    ("is:broken", ["Loose"]),
    ("no:tag twin kind:note", ["Twin in One", "Twin in Two"]),
    ("no:tag kind:talk", []),
    ("no:link", ["Flow Days 2024"]),
    ("kind:talk no:notes", ["talk A talk to come"]),
    ("type:conference", ["Flow Days 2024"]),
]


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Vault]:
    folder = tmp_path_factory.mktemp("linked")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            environment.setenv(name, str(folder / name.lower()))
        vault = Vault.create(folder / "vault")
        put(vault, "Flow Days 2024/program.yaml", PROGRAM)
        for path, text in NOTES.items():
            put(vault, path, text)
        yield vault


def named(vault: Vault, query: str) -> list[str]:
    found = []
    for hit in find(vault, query, limit=100).hits:
        title = f"Twin in {hit.path.partition('/')[0]}" if hit.path and hit.title == "Twin" else hit.title
        title = "Wärmelehre" if title == "Heat" else title
        found.append(title if hit.kind is HitKind.NOTE else f"{hit.kind} {title}")
    return sorted(found)


@pytest.mark.parametrize(("query", "wanted"), TABLE, ids=[query for query, _ in TABLE])
def test_a_question_about_links_finds_what_the_language_says(query: str, wanted: list[str], linked: Vault) -> None:
    assert named(linked, query) == sorted(wanted)


def test_a_query_for_links_is_explained_in_words(linked: Vault) -> None:
    def told(query: str) -> str:
        return find(linked, query).explanation

    assert told("links:sm") == "links to “sm”"
    assert told("from:ideas -near:both") == "is linked from “ideas” and is not within two links of “both”"
    assert told("is:orphan OR is:broken") == "is linked with no other note or has an unresolved link"
    assert told('from:"nobody at all"') == "is linked from “nobody at all” (no match for the name “nobody at all”)"


def test_the_line_that_is_shown_names_what_it_links_to(linked: Vault) -> None:
    (hit,) = find(linked, 'links:"Score Matching" -tag:flow').hits
    assert (hit.path, hit.line) == ("Ideas.md", 1)
    (hit,) = find(linked, 'links:"Score Matching" tag:flow').hits
    assert (hit.line, hit.snippet) == (10, "see the proof")


@pytest.mark.parametrize("query", ['from:"Twin flows"', "links:[[score matching]]", "near:sm energy"])
def test_a_question_may_stop_at_every_letter(query: str) -> None:
    index = indexed(NOTES)
    for end in range(len(query) + 1):
        search(index, query[:end], typing=True)


def test_a_name_that_is_not_finished_is_taken_as_the_beginning_of_one() -> None:
    index = indexed(NOTES)

    def titles(query: str) -> list[str]:
        return sorted(hit.title for hit in search(index, query, typing=True).hits)

    assert titles('links:"Score Ma') == ["Ideas", "Twin flows"]
    assert titles("links:impl") == ["Ideas", "Twin flows"]
    assert titles('links:"Score Ma"') == []


# Against an obvious evaluator over the notes themselves

PATHS = ("a.md", "b.md", "É.md", "x/a.md", "y/b.md", "x/y/b.md", "z/É.md", "z/long name.md")
TARGETS = (
    "a",
    "A.md",
    "b",
    "/b",
    "x/a",
    "y/b",
    "x/y/b",
    "./a",
    "../b",
    "z/É",
    "é",
    "e",
    "long name",
    "nick",
    "x/nick",
    "nobody",
)
LINE = st.sampled_from(TARGETS).map(lambda target: f"see [[{target}]]") | st.just("nothing")
FRONT = st.sampled_from(
    (
        "",
        "aliases: [nick]\n",
        "alias: a, Nick\n",
        'conference: "[[b]]"\n',
        'conference: "[[x/a]]"\nspeakers: [Nobody]\n',
    )
)
TEXT = st.builds(lambda front, lines: f"---\n{front}---\n" + "\n".join(lines), FRONT, st.lists(LINE, max_size=3))
EDITS = st.lists(
    st.dictionaries(st.sampled_from(PATHS), TEXT | st.none(), min_size=1, max_size=6), min_size=1, max_size=4
)


def indexed(
    texts: dict[str, str], index: IndexSnapshot | None = None, changed: Iterable[str] | None = None
) -> IndexSnapshot:
    """The index of these texts, or of those that changed, on top of what was known before."""

    def load(path: str) -> LoadedFile:
        return LoadedFile(note_documents(parse_note(PurePosixPath(path), texts[path]), None, None))

    files = {path: (1, len(text)) for path, text in texts.items()}
    return in_memory(index or IndexSnapshot(), texts if changed is None else changed, files, load)


class Evaluator:
    """Follows every link of every note."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.notes = {path: parse_note(PurePosixPath(path), text) for path, text in texts.items()}
        self.names = LinkNames.of(self.notes.values())
        self.speakers = {"nobody"} if any("speakers" in note.fields for note in self.notes.values()) else set()

    def ends(self, path: str, *, connecting: bool = False) -> list[str]:
        """Where the links of a note lead: to notes, else to names, which begin with a sign that no path has."""
        note = self.notes[path]
        keys = [link_key(link.target, path) for link in note.links]
        within = link_key(target_of(note.fields.get("conference")) or "", path)
        if connecting and keys.count(within) == 1:
            keys.remove(within)
        return [end for key in keys for end in self.names.resolve(key, path)[:1] or [f"?{key}"]]

    def links(self, asked: set[str]) -> set[str]:
        return {path for path in self.notes if asked & set(self.ends(path)) - {path}}

    def linked_from(self, asked: set[str]) -> set[str]:
        found = {end for path in asked & self.notes.keys() for end in set(self.ends(path)) - {path}}
        return found & self.notes.keys()

    def near(self, asked: set[str]) -> set[str]:
        reached = set(asked)
        for _ in range(2):
            reached |= {
                place
                for path in self.notes
                for end in self.ends(path, connecting=True)
                for place in (path, end)
                if reached & {path, end}
            }
        return (reached - asked) & self.notes.keys()

    def orphans(self) -> set[str]:
        return {
            path
            for path in self.notes
            if not self.links({path}) - {path}
            and not (set(self.ends(path, connecting=True)) & self.notes.keys()) - {path}
        }

    def broken(self) -> set[str]:
        return {
            path
            for path, note in self.notes.items()
            for key in [link_key(link.target, path) for link in note.links if link.line >= note.body_line]
            if not self.names.resolve(key) and fold(key.rpartition("/")[2]) not in self.speakers
        }


def notes_found(index: IndexSnapshot, query: str) -> set[str]:
    """The notes that a query finds."""
    root = compile_query(parse(query), index, Marks).root
    found = map(index.place, index.searcher.docs_for_query(root))
    return {str(data.record(doc).path) for data, doc in found if KINDS[data.kinds[doc]] == HitKind.NOTE}


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_the_links_of_the_index_are_those_of_the_notes(edits: list[dict[str, str | None]]) -> None:
    texts: dict[str, str] = {}
    index = IndexSnapshot()
    for edit in edits:
        for path, text in edit.items():
            if text is None:
                texts.pop(path, None)
            else:
                texts[path] = text
        index = indexed(texts, index, edit)
        by_hand = Evaluator(texts)
        assert notes_found(index, "is:orphan") == by_hand.orphans()
        assert notes_found(index, "is:broken") == by_hand.broken()
    for path in texts:
        assert notes_found(index, f'links:"/{path}"') == by_hand.links({path})
        assert notes_found(index, f'from:"/{path}"') == by_hand.linked_from({path})
        assert notes_found(index, f'near:"/{path}"') == by_hand.near({path})
    if not by_hand.names.resolve("nobody"):
        assert notes_found(index, "links:nobody") == by_hand.links({"?nobody"})
        assert notes_found(index, "near:nobody") == by_hand.near({"?nobody"})
