"""Two machines changed a file: what both wrote is in it, once, and nothing has to be solved by hand in git."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.errors import ConfnotesError
from confnotes.markup.yaml12 import load
from confnotes.merge.merge_files import MergedFile, merge_file
from confnotes.merge.merge_lines import Names

MARKS = """\
# What you starred.
"a": {starred: true}
"b": {rating: 3}  # mine
"c": {attended: true}
"""
PROGRAM = """\
# Edit it by hand.
sessions:

  - title: Morning
    id: morning
    talks:
      - title: Sparse
        id: s1
        start: 2019-12-10T10:00
        speakers:
          - name: Ada
            affiliation: MIT
      # moved by hand
      - title: Dense
        id: s2
        room: Hall A

  - title: Evening
    id: evening
    talks:
      - title: Last
        id: s3
"""


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        pytest.param(
            [('"a": {starred: true}', '"a": {starred: true, rating: 4}')],
            [('"a": {starred: true}', '"a": {starred: true, attended: true}')],
            [('"a": {starred: true}', '"a": {starred: true, attended: true, rating: 4}')],
            id="two fields of one talk",
        ),
        pytest.param(
            [('"b": {rating: 3}', '"b": {rating: 4}')],
            [('"c": {attended: true}\n', "")],
            [('"b": {rating: 3}', '"b": {rating: 4}'), ('"c": {attended: true}\n', "")],
            id="a rating here, a mark removed there",
        ),
        pytest.param(
            [('"c": {attended: true}\n', "")],
            [('"c": {attended: true}', '"c": {attended: true, rating: 5}')],
            [('"c": {attended: true}', '"c": {attended: true, rating: 5}')],
            id="removed here, rated there: it stays",
        ),
        pytest.param(
            [('"c": {attended: true}', '"c": {attended: false}')],
            [('"c": {attended: true}', '"c": {attended: true, rating: 5}')],
            [('"c": {attended: true}', '"c": {attended: false, rating: 5}')],
            id="not attended after all, and rated there",
        ),
        pytest.param(
            [('"c": {attended: true}\n', '"c": {attended: true}\n"d": {later: true}\n')],
            [('"a": {starred: true}', '"a": {starred: true}\n# why\n"aa": {later: true}')],
            [
                ('"a": {starred: true}', '"a": {starred: true}\n# why\n"aa": {later: true}'),
                ('"c": {attended: true}\n', '"c": {attended: true}\n"d": {later: true}\n'),
            ],
            id="new lines, with the comment above them",
        ),
        pytest.param(
            [("rating: 3", "rating: 4")],
            [("rating: 3", "rating: 5")],
            [('"b": {rating: 3}', '# conflict: "b": {rating: 5}  # mine\n"b": {rating: 4}')],
            id="two ratings: ours counts, theirs is a comment",
        ),
    ],
)
def test_marks_of_two_machines_are_merged_by_talk_and_field(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]], merged: list[tuple[str, str]]
) -> None:
    assert merge(MARKS, ours, theirs, "marks.yaml").text == changed(MARKS, merged)


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        pytest.param(
            [("room: Hall A", "room: Hall B")],
            [("affiliation: MIT", "affiliation: CMU")],
            [("room: Hall A", "room: Hall B"), ("affiliation: MIT", "affiliation: CMU")],
            id="fields of two talks",
        ),
        pytest.param(
            [("        room: Hall A\n", "        room: Hall A\n        track: ml\n")],
            [("title: Dense", "title: Denser")],
            [
                ("        room: Hall A\n", "        room: Hall A\n        track: ml\n"),
                ("title: Dense", "title: Denser"),
            ],
            id="two fields of one talk",
        ),
        pytest.param(
            [("            affiliation: MIT\n", "            affiliation: MIT\n          - name: Ben\n")],
            [("            affiliation: MIT\n", "            affiliation: MIT\n          - name: Eva\n")],
            [
                (
                    "            affiliation: MIT\n",
                    "            affiliation: MIT\n          - name: Eva\n          - name: Ben\n",
                )
            ],
            id="each added a speaker",
        ),
    ],
)
def test_a_program_is_merged_by_talk_and_field(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]], merged: list[tuple[str, str]]
) -> None:
    assert merge(PROGRAM, ours, theirs, "program.yaml").text == changed(PROGRAM, merged)


@pytest.mark.parametrize("mover_is_ours", [True, False])
def test_a_talk_that_one_moved_to_another_session_keeps_what_the_other_changed(mover_is_ours: bool) -> None:
    talk = "      # moved by hand\n      - title: Dense\n        id: s2\n        room: Hall A\n"
    moved = changed(PROGRAM, [(talk, ""), ("        id: s3\n", f"        id: s3\n{talk}")])
    edited = changed(PROGRAM, [("Hall A", "Hall B")])
    sides = (moved, edited) if mover_is_ours else (edited, moved)
    merged = merge_file("program.yaml", PROGRAM, *sides)
    assert merged.text == moved.replace("Hall A", "Hall B")
    assert not merged.doubts


def test_two_people_are_merged_into_lists_of_names_by_row() -> None:
    base = "same:\n  - [J. Ho, Jonathan Ho]\n"
    ours = base + "  - [A. Lee, Ann Lee]\ndifferent:\n  - [Wei Wang, Wei Wang]\n"
    theirs = "same:\n  - [B. Low, Bo Low]\n  - [J. Ho, Jonathan Ho]\n"
    merged = load(merge_file("people.yaml", base, ours, theirs).text)
    assert merged == {
        "same": [["B. Low", "Bo Low"], ["J. Ho", "Jonathan Ho"], ["A. Lee", "Ann Lee"]],
        "different": [["Wei Wang", "Wei Wang"]],
    }


def test_a_file_that_is_not_yaml_is_not_merged() -> None:
    with pytest.raises(ConfnotesError):
        merge_file("marks.yaml", MARKS, MARKS + "x: {\n", MARKS + "y: 1\n")


NOTE = """\
---
title: A talk
tags: [a, b]
---
- first ^t100000
- the nudge must be small ^t101200
- two words
- [ ] send the slides
"""


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        pytest.param(
            [("slides\n", "slides\n- mine ^t101500\n")],
            [("slides\n", "slides\n- theirs ^t101400\n  - more\n- late ^t101600\n")],
            [("slides\n", "slides\n- theirs ^t101400\n  - more\n- mine ^t101500\n- late ^t101600\n")],
            id="lines of both in the order of time",
        ),
        pytest.param(
            [("[ ]", "[x]")],
            [("the slides", "the slides to Kim")],
            [("[ ] send the slides", "[x] send the slides to Kim")],
            id="ticked here, reworded there",
        ),
        pytest.param(
            [("- two words\n", "")],
            [("two words", "two good words")],
            [("two words", "two good words")],
            id="deleted here, changed there: it stays",
        ),
        pytest.param(
            [("- two words\n", "")], [("[ ]", "[x]")], [("- two words\n", ""), ("[ ]", "[x]")], id="deleted here"
        ),
        pytest.param(
            [("[a, b]", "[a, c, b]")],
            [("[a, b]", "[a]\nrating: 4")],
            [("[a, b]", "[a, c]\nrating: 4")],
            id="tags and fields of both",
        ),
    ],
)
def test_a_note_is_merged_by_field_and_line(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]], merged: list[tuple[str, str]]
) -> None:
    found = merge(NOTE, ours, theirs, "A talk.md")
    assert (found.text, found.doubts) == (changed(NOTE, merged), ())


@pytest.mark.parametrize(
    ("line", "here", "there"),
    [
        ("foo bar baz", "foo bar baz and more", "foo bar baz but less"),
        ("see Fig", "see Fig 1", "see Fig 2"),
        ("see [[X]]", "see [[X]] yes", "see [[X]] no"),
        ("ok", "ok!", "ok?"),
        ("the small nudge", "the very small nudge", "the rather small nudge"),
        ("a b c", "a c", "a x c"),
    ],
)
def test_words_that_both_put_at_one_place_are_not_made_one_sentence(line: str, here: str, there: str) -> None:
    found = merge_file("A note.md", f"{line}\n", f"{here}\n", f"{there}\n")
    assert found.doubts and here in found.text and there in found.text


def test_words_that_both_changed_stand_in_a_callout_with_the_names_of_both() -> None:
    ours, theirs = NOTE.replace("small", "tiny"), NOTE.replace("small", "large").replace("\n", "\r\n")
    found = merge_file("A talk.md", NOTE, ours, theirs, Names("Ada 10:12", "Ben 10:15"))
    callout = """\
> [!conflict] Ada 10:12 / Ben 10:15
> - the nudge must be tiny ^t101200
>
> ---
>
> - the nudge must be large ^t101200"""
    assert found.text == NOTE.replace("- the nudge must be small ^t101200", callout)
    assert found.doubts == ("line 6",)


def test_changes_of_imports_are_kept_once_in_the_order_of_time() -> None:
    old, mine, other = (json.dumps({"time": f"2019-12-10T10:0{minute}"}) + "\n" for minute in range(3))
    assert merge_file(".confnotes/imported/X/changes.jsonl", old, old + other, old + mine).text == old + mine + other


def test_entries_of_a_bibliography_are_kept_whole() -> None:
    entry = "@article{{{0},\n  title = {{{0}}},\n  year = 2019,\n}}\n"
    old, mine, other = (entry.format(name) for name in ("old", "mine", "other"))
    assert merge_file("papers.bib", old, old + mine, old + other).text == old + mine + other
    with pytest.raises(ConfnotesError):
        merge_file("papers.bib", old, old.replace("2019", "2020"), old.replace("2019", "2021"))


def test_a_file_of_another_kind_is_not_merged() -> None:
    with pytest.raises(ConfnotesError):
        merge_file("attachments/data.json", "{}", "{1}", "{2}")


LINES = st.lists(st.sampled_from([f"- line {letter} of a note" for letter in "abcdef"] + ["", "# Part"]), max_size=8)


@st.composite
def edits(draw: st.DrawFn, base: list[str], side: str) -> list[str]:
    """The lines after some were deleted, and new ones with a text of their own were added."""
    kept = [line for line in base if draw(st.integers(0, 3))]
    for number in range(draw(st.integers(0, 3))):
        stamp = draw(st.sampled_from(["", f" ^t1{number}{draw(st.integers(10, 59))}00"]))
        kept.insert(draw(st.integers(0, len(kept))), f"{side}{number} {'xyz' if side == 'ours' else 'uvw'}{stamp}")
    return kept


@given(st.data())
def test_every_new_line_of_both_is_in_the_note_once_and_no_deleted_one_returns(data: st.DataObject) -> None:
    base = data.draw(LINES)
    ours, theirs = data.draw(edits(base, "ours")), data.draw(edits(base, "theirs"))
    merged = merge_file("x.md", "\n".join(base), "\n".join(ours), "\n".join(theirs)).text
    for line in (*ours, *theirs):
        if re.match("(ours|theirs)", line):
            assert merged.count(line) == 1
    gone = {line for line in base if line} - {*ours} - {*theirs}
    assert not gone & {*merged.split("\n")}


@given(st.data(), st.booleans())
def test_what_was_edited_on_after_half_of_a_sync_has_every_line_once(data: st.DataObject, swapped: bool) -> None:
    base = list(dict.fromkeys(data.draw(LINES)))
    theirs = data.draw(edits(base, "theirs"))
    ours = data.draw(edits(theirs, "ours"))
    mine, other = (theirs, ours) if swapped else (ours, theirs)
    merged = merge_file("x.md", "\n".join(base), "\n".join(mine), "\n".join(other)).text
    for line in (*ours, *theirs):
        if re.match("(ours|theirs)", line):
            assert merged.count(line) == 1


VALUES = st.dictionaries(
    st.sampled_from("abcd"), st.dictionaries(st.sampled_from("xyz"), st.integers(1, 3), min_size=1)
)


@given(VALUES, VALUES, VALUES)
def test_a_field_that_one_machine_changed_has_its_value(base: Marks, ours: Marks, theirs: Marks) -> None:
    merged = load(merge_file("marks.yaml", written(base), written(ours), written(theirs)).text) or {}
    assert isinstance(merged, dict)
    for talk in "abcd":
        for name in "xyz":
            old, mine, other = (marks.get(talk, {}).get(name) for marks in (base, ours, theirs))
            now = merged.get(talk, {}).get(name)
            removed = (talk in base) and (talk not in ours or talk not in theirs)
            if not removed:
                assert now == (other if mine == old else mine if other == old or mine == other else now)
                assert now in (mine, other)


Marks = dict[str, dict[str, int]]


def written(marks: Marks) -> str:
    return "".join(
        f"{talk}: {{{', '.join(f'{key}: {value}' for key, value in of.items())}}}\n" for talk, of in marks.items()
    )


def changed(text: str, edits: list[tuple[str, str]]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def merge(base: str, ours: list[tuple[str, str]], theirs: list[tuple[str, str]], name: str) -> MergedFile:
    return merge_file(name, base, changed(base, ours), changed(base, theirs))


def test_of_two_states_of_a_source_the_later_import_is_kept_on_every_machine() -> None:
    path = ".confnotes/imported/Harbours/harbours.csv.json"
    states = ['[\n"1",\n{"source": "harbours.csv"},\n[]\n]\n']
    states += [
        f'[\n"1",\n{{"source": "harbours.csv", "imported": "2031-05-12T{hour}:00:00Z"}},\n[{hour}]\n]\n'
        for hour in (10, 12)
    ]
    for first, second, third in itertools.permutations(states):
        merged = merge_file(path, states[0], merge_file(path, states[0], first, second).text, third)
        assert merged.text == states[2]
