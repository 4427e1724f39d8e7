"""A note says what stands in its lines, with the line of the file; code says nothing."""

from __future__ import annotations

import time
from datetime import time as clock
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.markup.note import parse_note
from confnotes.model.note import Heading, Link, Mention, Note, Question, Stamp, Tag, Task
from confnotes.model.program import ResourceKind
from examples import examples

PATH = PurePosixPath("Fictional Conf/a talk.md")

TALK = """---
title: "A talk"
conference: "[[Fictional Conf]]"
video: https://youtu.be/abcdefghijk
tags:
  - graphs
  - area/nets
---

# Claims #

Flow beats noise, see [[Older Talk#Setup|the older one]] #method/flow ^t100712
- [ ] ask @Ada Example about [the paper](https://arxiv.org/abs/1234.56789v2) ^t100840
  * [x] done `- [ ] not this`
1. [X] numbered
? does it *scale* ^t101102
- ? and in the list
%% between us %% ^t101200

%%
secret block #hush
%%

```python
#no [[no]] @no - [ ] no
```

    # indented code

Plain
-----
![[figure.png]] and [[#Claims]] and [[Older Talk#^t093000]] mail@example.org #1 #2024
"""


def parse(text: str) -> Note:
    return parse_note(PATH, text)


def test_a_talk_note_is_understood_line_by_line() -> None:
    note = parse(TALK)
    assert note.title == "A talk"
    assert (note.body_line, note.broken) == (9, None)
    assert note.headings == (Heading("Claims", 1, 10), Heading("Plain", 2, 30))
    assert note.links == (
        Link("Fictional Conf", 3),
        Link("Older Talk", 12, heading="Setup", alias="the older one"),
        Link("figure.png", 32, embed=True),
        Link("", 32, heading="Claims"),
        Link("Older Talk", 32, block="t093000"),
    )
    assert note.tags == (Tag("graphs", 6), Tag("area/nets", 7), Tag("method/flow", 12), Tag("hush", 21))
    assert note.tasks == (
        Task("ask @Ada Example about [the paper](https://arxiv.org/abs/1234.56789v2)", False, 13),
        Task("done `- [ ] not this`", True, 14),
        Task("numbered", True, 15),
    )
    assert note.questions == (Question("does it *scale*", 16), Question("and in the list", 17))
    assert note.stamps == (
        Stamp(clock(10, 7, 12), 12),
        Stamp(clock(10, 8, 40), 13),
        Stamp(clock(10, 11, 2), 16),
        Stamp(clock(10, 12), 18),
    )
    assert note.mentions == (Mention("Ada Example", 13),)
    assert [(r.resource.kind, r.resource.title, r.line) for r in note.references] == [
        (ResourceKind.VIDEO, "video", 4),
        (ResourceKind.PAPER, "the paper", 13),
    ]
    assert note.private_lines == {18, 20, 21, 22}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(line_end: str, mark: str) -> None:
    usual, other = parse(TALK), parse(mark + TALK.replace("\n", line_end))
    assert [getattr(other, part) for part in Note.__slots__ if part not in ("body",)] == [
        getattr(usual, part) for part in Note.__slots__ if part not in ("body",)
    ]


def test_a_file_without_front_matter_is_a_note_named_by_its_heading_or_file() -> None:
    assert parse("\ufeff# Heading\n").title == "Heading"
    assert parse("words").title == "a talk"
    assert parse("").body == ""


def test_broken_front_matter_leaves_the_text_readable_and_makes_no_headings() -> None:
    note = parse("---\ntitle: a: b\nroom: x\n---\n# Real #tag\n")
    assert note.broken is not None
    assert note.body_line == 1
    assert note.headings == (Heading("Real #tag", 1, 5),)
    assert note.tags == (Tag("tag", 5),)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("#one two#no #three", ["one", "three"]),
        ("#日本語 #Ünïcode #a-b_c #🚀", ["日本語", "Ünïcode", "a-b_c", "🚀"]),
        ("#nested/tag/ok, #trailing/ #dot.", ["nested/tag/ok", "trailing", "dot"]),
        ("#1 #2019 # #-- ##two C# https://a.example/#frag (#paren)", []),
        ("`#code` ``#co`de`` #real", ["real"]),
        ("[[Note#Heading]] [[Note #x]] [a](#anchor)", []),
        ("\\#escaped", []),
    ],
)
def test_tags_are_what_obsidian_takes_for_tags(line: str, names: list[str]) -> None:
    assert [tag.name for tag in parse(line).tags] == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("ask @Ada", ["Ada"]),
        ("ask @Ada Example about it", ["Ada Example"]),
        ("@Rianne van den Berg said", ["Rianne van den Berg"]),
        ("@Geoffrey E. Hinton and @Bo", ["Geoffrey E. Hinton", "Bo"]),
        ("met @Bo. Then we left", ["Bo"]),
        ("met @Bo Example. Then", ["Bo Example"]),
        ("@Ada, Bo", ["Ada"]),
        ("@ada lovelace", ["ada"]),
        ("@Jean-Luc O'Neil", ["Jean-Luc O'Neil"]),
        ("@Ada de facto", ["Ada"]),
        ("@[[Ada Example]] and @[[Bo|him]]", ["Ada Example", "Bo"]),
        ("@山田太郎", ["山田太郎"]),
        ("ada@example.org, `@code`, https://a.example/@me, @ 5, @3", []),
        ("ivars: [@title, :@author], @media, @param name, @Override, @here.", []),
        ("@titlee, @Here and @page.bell, @[[page]]", ["titlee", "Here", "page.bell", "page"]),
    ],
)
def test_people_are_mentioned_by_name(line: str, names: list[str]) -> None:
    assert [mention.name for mention in parse(line).mentions] == names


@pytest.mark.parametrize(
    ("line", "questions"),
    [
        ("? why", ["why"]),
        ("?why", ["why"]),
        ("- ? why ^t101112", ["why"]),
        ("> ? why", ["why"]),
        ("  3) ? why", ["why"]),
        ("?", []),
        ("? ^t101112", []),
        ("??", []),
        ("?! what", []),
        ("is it? yes", []),
    ],
)
def test_a_question_begins_its_line(line: str, questions: list[str]) -> None:
    assert [question.text for question in parse(line).questions] == questions


@pytest.mark.parametrize(
    ("line", "tasks"),
    [
        ("- [ ] a", [("a", False)]),
        ("+ [x] a ^t101112", [("a", True)]),
        ("10. [X] a", [("a", True)]),
        ("> * [-] dropped", [("dropped", True)]),
        ("\t- [/] begun", [("begun", False)]),
        ("- [ ]", []),
        ("[ ] a", []),
        ("- [ ]a", []),
        ("- [y] a", []),
        ("- [](x)", []),
    ],
)
def test_a_task_is_a_list_item_with_a_box(line: str, tasks: list[tuple[str, bool]]) -> None:
    assert [(task.text, task.done) for task in parse("words\n" + line).tasks] == tasks


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("# A\n## B ##\n####### no\n#no\n#\n", [("A", 1), ("B", 2), ("", 1)]),
        ("# C#\n# `code` [[x]] ^t101112", [("C#", 1), ("`code` [[x]]", 1)]),
        ("A\n===\nB\n--", [("A", 1), ("B", 2)]),
        ("- item\n---\n> quote\n---\n\n---\n| a |\n---\n", []),
        ("```\n# no\n```\n    # list?\n", []),
    ],
)
def test_headings_are_found_outside_code(text: str, headings: list[tuple[str, int]]) -> None:
    assert [(heading.text, heading.level) for heading in parse(text).headings] == headings


@settings(max_examples=examples(200), deadline=None)
@given(
    st.lists(
        st.sampled_from([*TALK.split("\n"), "---", "~~~", "%%", "`", "\x85", "\r", "\u2028#a", "[[", "@", "    x"]),
        min_size=1,
    )
)
def test_no_text_makes_it_fail_and_every_line_number_is_in_the_file(lines: list[str]) -> None:
    text = "\n".join(lines)
    note = parse(text)
    found = [heading.line for heading in note.headings] + [link.line for link in note.links]
    found += [tag.line for tag in note.tags] + [task.line for task in note.tasks]
    found += [question.line for question in note.questions] + [stamp.line for stamp in note.stamps]
    found += [mention.line for mention in note.mentions] + [reference.line for reference in note.references]
    assert all(1 <= line <= len(lines) for line in (*found, *note.private_lines))


_PIECES = """
[ [[ [[a ![]( [a]( ` # #a @ %% * < <http:// http://a. a.b. 10.1234/ \\ & ^ | ~ = 漢 _a ^t101112 $a ```
"""
_SPACED = [
    " ",
    "\t",
    "\n",
    "` ``",
    "@A ",
    "%% \n",
    "**a ",
    "- ",
    "> ",
    "? ",
    "- [ ] \n",
    "---\n",
    "<a href='//a'>b",
    "](http://a\n",
]


@pytest.mark.parametrize("piece", [*_PIECES.split(), *_SPACED])
def test_a_long_text_of_anything_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    began = time.process_time()
    parse(piece * (200_000 // len(piece)))
    parse(f"---\na: {piece * (50_000 // len(piece))}\n---\n")
    assert time.process_time() - began < 4.0
