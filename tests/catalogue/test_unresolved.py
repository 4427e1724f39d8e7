"""What notes name that is nowhere, and what can be done about it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date, datetime
from pathlib import PurePosixPath
from weakref import ref as weakref

import pytest

from confnotes.actions.links.resolve_name import as_text, link_to, new_note, rewrite
from confnotes.catalogue.completing import completion_index
from confnotes.catalogue.completing.complete import CandidateView, Completer
from confnotes.catalogue.links.unresolved import Unresolved, find_unresolved
from confnotes.catalogue.list_things import list_things
from confnotes.catalogue.searching.update_index import update
from confnotes.errors import ConflictError
from confnotes.markup import namings
from confnotes.markup.note import parse_note
from confnotes.model.candidate import CandidateMatch, Trigger
from confnotes.model.program import Conference, Program, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from program_files import save_program

AT = datetime(2031, 5, 12, 18, 0)
NOTE = "Harbour 2031/2031-05-12 1000 Tides.md"


@pytest.fixture
def harbour(vault: Vault) -> Vault:
    tides = Talk("Tides in Memory", "1", start=datetime(2031, 5, 12, 10), speakers=(Speaker("Ada Vento"),))
    fog = Talk("Fog Memory Units", "2", start=datetime(2031, 5, 12, 11), speakers=(Speaker("Bo Kai"),))
    facts = Conference("Harbour 2031", start_date=date(2031, 5, 12))
    save_program(vault, "Harbour 2031", Program(facts, (Session("Water", "s1", talks=(tides, fog)),)))
    vault.save("Notes/Anchors.md", "---\naliases: [Kedge]\n---\n", None)
    return vault


def write(vault: Vault, body: str, path: str = NOTE) -> None:
    vault.save(path, f'---\ntitle: Tides\ntalk: harbour-2031/1\nspeakers:\n  - "[[Nobody Known]]"\n---\n{body}', None)


def texts(vault: Vault) -> list[str]:
    return [one.text for one in find_unresolved(vault)]


def only(vault: Vault) -> Unresolved:
    (one,) = find_unresolved(vault)
    return one


def test_what_a_program_a_note_or_an_alias_has_is_resolved(harbour: Vault) -> None:
    write(
        harbour,
        "[[Anchors]] [[kedge]] [[Ada Vento]] [[2031-05-12 1100 Fog Memory Units|fog]] [[harbour-2031/2]] [[#here]]\n"
        "@Ada Vento and @[[Bo Kai]] ![[board.jpg]] a@b.org `[[no]] @No @@no` [[Harbour 2031]]\n# Here\n"
        "```\n[[no]] @@no\n```\nhttps://example.org/@@no\n",
    )
    assert texts(harbour) == []


def test_an_unresolved_mention_is_listed_with_its_line_and_suggestions(harbour: Vault) -> None:
    write(harbour, "one ^t100000\n- [[Fog Memory Unit]] by @bo and @@fog mem, see [[Whatever]] ^t100112\n")
    found = find_unresolved(harbour)
    assert [(one.kind.value, one.text, one.line) for one in found] == [
        ("link", "[[Fog Memory Unit]]", 8),
        ("person", "@bo", 8),
        ("paper", "@@fog mem", 8),
        ("link", "[[Whatever]]", 8),
    ]
    assert [[match.candidate.name for match in one.candidates[:1]] for one in found] == [
        ["Fog Memory Units"],
        ["Bo Kai"],
        ["Fog Memory Units"],
        [],
    ]


@pytest.mark.parametrize(
    ("body", "after"),
    [
        (
            "see [[fog mem]] ^t100000\r\nnext",
            "see [[2031-05-12 1100 Fog Memory Units|Fog Memory Units]] ^t100000\r\nnext",
        ),
        ("see [[fog mem|that one]]", "see [[2031-05-12 1100 Fog Memory Units|that one]]"),
        ("asked @bo why", "asked @Bo Kai why"),
        ("asked @bo", "asked @Bo Kai"),
        ("@Bo Kai Really asked", "@[[Bo Kai]] Really asked"),
        ("as in @@fog mem units it is", "as in [[2031-05-12 1100 Fog Memory Units|Fog Memory Units]] it is"),
    ],
)
def test_linking_to_the_candidate_changes_that_span_and_no_other_byte(harbour: Vault, body: str, after: str) -> None:
    write(harbour, body)
    one = only(harbour)
    text = link_to(one, one.candidates[0].candidate)
    assert text is not None
    whole = harbour.read(NOTE).text
    there = rewrite(harbour, one, text)
    assert harbour.read(NOTE).text == whole[: -len(body)] + after
    assert find_unresolved(harbour) == []
    rewrite(harbour, there, one.text)
    assert harbour.read(NOTE).text == whole


@pytest.mark.parametrize(
    ("body", "path", "after"),
    [
        ("[[Great Idea]]", "Harbour 2031/Great Idea.md", "[[Great Idea]]"),
        ("[[What: now?]]", "Harbour 2031/What - now.md", "[[What - now|What: now?]]"),
        ("@Grace Pier said", "People/Grace Pier.md", "@Grace Pier said"),
        ("@@quantum said", "Papers/quantum.md", "[[quantum]] said"),
    ],
)
def test_a_note_is_made_where_it_belongs_and_the_text_leads_there(
    harbour: Vault, body: str, path: str, after: str
) -> None:
    write(harbour, body)
    one = only(harbour)
    made, text = new_note(harbour, one, AT)
    if text != one.text:
        rewrite(harbour, one, text)
    assert made == path
    assert harbour.read(NOTE).text.endswith(after)
    assert find_unresolved(harbour) == []


def test_a_whole_name_that_nobody_has_is_not_cut_to_one_that_begins_so(harbour: Vault) -> None:
    write(harbour, "asked @Ada Lovelace")
    assert only(harbour).text == "@Ada Lovelace"


def test_what_is_left_as_plain_text_names_nothing_any_more(harbour: Vault) -> None:
    write(harbour, "[[a|b]] @home @@later [[c]]")
    while found := find_unresolved(harbour):
        rewrite(harbour, found[0], as_text(found[0]))
    assert harbour.read(NOTE).text.endswith("b home later c")


def test_a_line_that_changed_meanwhile_is_left_alone(harbour: Vault) -> None:
    write(harbour, "see [[foo]]")
    one = only(harbour)
    file = harbour.read(NOTE)
    harbour.save(NOTE, file.text.replace("see ", "look at "), file.version)
    with pytest.raises(ConflictError):
        rewrite(harbour, one, "foo")


def test_it_can_be_asked_for_a_day_or_a_conference(harbour: Vault) -> None:
    write(harbour, "[[foo]]")
    harbour.save("Notes/Other.md", "[[bar]]", None)
    assert [one.name for one in find_unresolved(harbour, conference="Harbour 2031", day=date(2031, 5, 12))] == ["foo"]
    assert find_unresolved(harbour, day=date(2031, 5, 13)) == []


def test_the_list_has_a_row_for_each(harbour: Vault) -> None:
    write(harbour, "[[Fog Memory Unit]]\n")
    (row,) = list_things(harbour, "unresolved", "fog")
    assert (row["id"], row["text"], row["candidates"]) == (f"{NOTE}:7", "[[Fog Memory Unit]]", ["Fog Memory Units"])


def test_namings_are_what_the_note_says_it_links_to() -> None:
    text = "[[a]] @[[B C]] `[[x]]` @Ada B. said\n\n    [[code]]\n[[d#e|f]] [[#g]]"
    note = parse_note(PurePosixPath("x.md"), text)
    found = namings.find(text)
    linked = {link.target for link in note.links if link.target} - {"B C"}
    assert {one.name for one in found if one.kind == "link"} == linked
    assert [one.name for one in found if one.kind == "person"] == [mention.name for mention in note.mentions]


def test_each_name_is_asked_for_once_however_many_notes_say_it(harbour: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    matches = CandidateView.matches

    def counted(self: CandidateView, trigger: Trigger, typed: str, limit: int, **how: bool) -> list[CandidateMatch]:
        asked.append(typed)
        return matches(self, trigger, typed, limit, **how)

    monkeypatch.setattr(CandidateView, "matches", counted)
    for number in range(5):
        write(harbour, "[[Fog Memory Unit]] and [[Fog Memory Unit]]\n" * 3, f"Notes/Log {number}.md")
    found = find_unresolved(harbour)
    assert asked == ["Fog Memory Unit"]
    assert {one.candidates[0].candidate.name for one in found} == {"Fog Memory Units"}
    assert len(found) == 30


def test_a_line_of_very_many_names_is_listed_and_its_end_not_kept_with_each(
    harbour: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(self: CandidateView, trigger: Trigger, typed: str, limit: int, **how: bool) -> list[CandidateMatch]:
        asked.append(typed)
        return []

    monkeypatch.setattr("confnotes.catalogue.links.unresolved.MOST_ASKED", 10)
    monkeypatch.setattr(CandidateView, "matches", counted)
    write(harbour, " ".join(f"[[Fog Memory Unit {number}x]]" for number in range(500)), "Notes/Log.md")
    found = find_unresolved(harbour)
    assert len(found) == 500
    assert len(asked) == 10
    assert max(len(one.rest) for one in found) < 1000


def test_only_notes_that_may_name_what_is_nowhere_are_read(harbour: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        write(harbour, f"[[Log {number}]] and plain words\n", f"Notes/Log {number}.md")
    write(harbour, "[[Fog Memory Unit]]\n", "Notes/Doubt.md")
    update(harbour)
    monkeypatch.setattr(completion_index, "_MOST_READ", 0)
    read: list[str] = []
    for name in ("read", "read_bytes"):
        real = getattr(Vault, name)

        def counted(self: Vault, path: str, real: Callable[[Vault, str], object] = real) -> object:
            read.append(path)
            return real(self, path)

        monkeypatch.setattr(Vault, name, counted)
    assert [one.name for one in find_unresolved(harbour)] == ["Fog Memory Unit"]
    assert [path for path in read if path.startswith("Notes/Log")] == []


def test_what_was_laid_out_for_the_answer_is_not_kept(harbour: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref[CandidateView]] = []
    begin = CandidateView.__init__

    def noted(self: CandidateView, *given: object) -> None:
        begin(self, *given)  # type: ignore[arg-type]
        made.append(weakref(self))

    monkeypatch.setattr(CandidateView, "__init__", noted)
    write(harbour, "[[Fog Memory Unit]]\n")
    completer = Completer(harbour)
    completer.refresh()
    assert find_unresolved(harbour, completer=completer)[0].candidates
    gc.collect()
    assert made and not any(view() for view in made)
